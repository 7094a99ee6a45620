using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.Catalogue;

/// <summary>
/// Where a process has its catalogues from: <c>Catalogue:Folder</c>, looked at every <c>Catalogue:PollSeconds</c>; unset, the one built in.
/// All services of the process share one, so that a new one is in force for all of them at once.
/// </summary>
public sealed partial class CatalogueFolder
{
    private const string Setting = "Catalogue:Folder";

    private readonly List<Func<CityCatalogue, CancellationToken, Task>> _before = [];

    private CatalogueFolder(LiveCities live) => (Live, Kept) = (live, new KeptCatalogues(live));

    public LiveCities Live { get; }

    /// <summary>With those before: what a case is judged by for life.</summary>
    public KeptCatalogues Kept { get; }

    /// <summary>The process's own; read, and watched from the start of the process on, when the first service asks.</summary>
    /// <exception cref="ConfigurationException">There is no such folder, or the catalogue in it has faults (names every one), or the interval is no number of seconds.</exception>
    public static CatalogueFolder Of(ServiceDescription service)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (service.Services.Select(s => s.ImplementationInstance).OfType<CatalogueFolder>().FirstOrDefault() is { } shared)
            return shared;
        var interval = TimeSpan.FromSeconds(Settings.Number(service.Configuration, "Catalogue:PollSeconds", 5, 1, 3600));
        var folder = new CatalogueFolder(Load(service.Configuration[Setting]));
        service.Services.AddSingleton(folder);
        service.Services.AddHostedService(provider => new Watch(
            folder, interval, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CatalogueFolder>>()));
        return folder;
    }

    /// <summary>Done with the first catalogue before the first request, and with each new one before anybody is served by it.</summary>
    public void Before(Func<CityCatalogue, CancellationToken, Task> step) => _before.Add(step);

    /// <summary>Looks at the folder. Whatever goes wrong is logged, the catalogue in force stays, and the next look tries again.</summary>
    internal async Task LookAsync(ILogger log, CancellationToken cancel)
    {
        foreach (var (digest, reason) in Kept.TakeLost())
            Lost(log, digest, reason);
        try
        {
            // What goes wrong with one city keeps no other from being looked at.
            foreach (var city in Live.Follow())
                await LookAsync(city, log, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            Failed(log, e);
        }
    }

    private async Task LookAsync(LiveCatalogue city, ILogger log, CancellationToken cancel)
    {
        try
        {
            switch (await Live.LookAsync(city, next => ReplaceAsync(city, next, cancel)))
            {
                case Look.Changed:
                    Changed(log, city.Current.City.Code, city.Current.Text.Digest, city.Current.Items.Count);
                    break;
                case Look.Refused refused:
                    Refused(log, refused.Faults.Count, string.Join('\n', refused.Faults));
                    break;
            }
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            Failed(log, e);
        }
    }

    private async Task ReplaceAsync(LiveCatalogue city, CityCatalogue next, CancellationToken cancel)
    {
        await PrepareAsync(next, cancel);
        if (city.IsInForce)
            Kept.Remember(city.Current);
    }

    private async Task PrepareAsync(CityCatalogue catalogue, CancellationToken cancel)
    {
        await Kept.KeepAsync(catalogue, cancel);
        foreach (var step in _before)
            await step(catalogue, cancel);
    }

    private static LiveCities Load(string? folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
            return LiveCities.BuiltIn();
        try
        {
            return LiveCities.Of(Path.GetFullPath(folder.Trim()));
        }
        catch (InvalidCatalogueException e)
        {
            throw new ConfigurationException($"{Setting}: the catalogue has {e.Faults.Count} faults:\n{e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigurationException($"{Setting}: expected a folder shaped like services/catalogue/data, or one with such a folder for each city ({e.Message})", e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A new catalogue of {City} is in force: {Digest}, {Items} items")]
    private static partial void Changed(ILogger log, string city, string digest, int items);

    [LoggerMessage(Level = LogLevel.Error, Message = "The catalogue in Catalogue:Folder has {Count} faults and is not used; the one before stays in force. Correct them, and the next look takes it:\n{Faults}")]
    private static partial void Refused(ILogger log, int count, string faults);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tasks were begun under the catalogue {Digest}, which is not kept here ({Reason}); they are judged by the one in force")]
    private static partial void Lost(ILogger log, string digest, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The catalogue in Catalogue:Folder could not be taken; the one before stays in force, and the next look tries again. If this goes on, see that the folder can be read and the store answers")]
    private static partial void Failed(ILogger log, Exception e);

    private sealed class Watch(CatalogueFolder folder, TimeSpan interval, TimeProvider clock, ILogger log) : BackgroundService
    {
        public override async Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (var city in folder.Live.Current.All)
                await folder.PrepareAsync(city, cancellationToken);
            await base.StartAsync(cancellationToken);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(interval, clock);
            try
            {
                while (await timer.WaitForNextTickAsync(stoppingToken))
                    await folder.LookAsync(log, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The process stops.
            }
        }
    }
}
