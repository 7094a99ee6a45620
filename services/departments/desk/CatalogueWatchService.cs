using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneVisit.Catalogue;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.Desk;

/// <summary>Where the desk's catalogue comes from, and its folder looked at again and again: a new department needs no restart.</summary>
internal sealed partial class CatalogueWatchService(LiveCatalogue catalogue, TimeSpan interval, TimeProvider clock, ILogger<CatalogueWatchService> log) : BackgroundService
{
    private const string Folder = "Catalogue:Folder";

    /// <summary>The catalogue of the process when another service has one and watches it; otherwise the desk's own.</summary>
    /// <exception cref="ConfigurationException">There is no such folder, or the catalogue in it has faults; names every one.</exception>
    public static LiveCatalogue CatalogueOf(ServiceDescription service)
    {
        if (service.Services.Select(s => s.ImplementationInstance).OfType<LiveCatalogue>().FirstOrDefault() is { } shared)
            return shared;
        var own = Load(service.Configuration[Folder]);
        var interval = TimeSpan.FromSeconds(Settings.Number(service.Configuration, "Catalogue:PollSeconds", 5, 1, 3600));
        service.Services.AddSingleton(own);
        service.Services.AddHostedService(provider => new CatalogueWatchService(
            own, interval, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CatalogueWatchService>>()));
        return own;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task LookAsync()
    {
        try
        {
            if (await catalogue.LookAsync(_ => Task.CompletedTask) is Look.Refused refused)
                Refused(refused.Faults.Count, string.Join('\n', refused.Faults));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The catalogue in force stays, and the next look may succeed.
            Unreachable(e);
        }
    }

    private static LiveCatalogue Load(string? folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
            return LiveCatalogue.BuiltIn();
        try
        {
            return LiveCatalogue.Of(Path.GetFullPath(folder.Trim()));
        }
        catch (Exception e) when (e is InvalidCatalogueException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigurationException($"{Folder}: expected a folder with a catalogue that has no faults:\n{e.Message}", e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The catalogue in the folder has {Count} faults and is not used; the one before stays in force:\n{Faults}")]
    private partial void Refused(int count, string faults);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The catalogue's folder could not be looked at; the catalogue in force stays")]
    private partial void Unreachable(Exception e);
}
