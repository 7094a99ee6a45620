using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;
using OneVisit.Kit.Telemetry;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Hosting;

/// <summary>What a caller of <see cref="Platform.StartAsync"/> may replace, for tests and for tools that host the platform themselves.</summary>
public sealed record PlatformOverrides
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Wraps the bus, for instance to bring every envelope twice.</summary>
    public Func<IBus, IBus>? Bus { get; init; }
}

/// <summary>The services of one process, running.</summary>
public sealed class Platform : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ProcessParts _parts;
    private readonly IReadOnlyList<IWorker> _workers;
    private readonly IReadOnlyList<IService> _services;

    private Platform(WebApplication app, ProcessParts parts, IReadOnlyList<IWorker> workers, IReadOnlyList<IService> services)
    {
        _app = app;
        _parts = parts;
        _workers = workers;
        _services = services;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal));

    /// <summary>The services' settings.</summary>
    public IConfiguration Configuration => _app.Configuration;

    /// <summary>What the operator reads first.</summary>
    public string Greeting => Hosting.Greeting.Of(_services, Address, About(_services, _workers, _parts), _app.Environment.IsDevelopment(), _parts.Clock is VirtualClock);

    /// <summary>Builds and starts: settings checked, stores migrated, unit of work running, and only then listening.</summary>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public static async Task<Platform> StartAsync(string[] args, IReadOnlyList<IService> services, PlatformOverrides? overrides = null)
    {
        overrides ??= new PlatformOverrides();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddKeyPerFile("/run/secrets", optional: true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Settings.MaxBodyBytes(builder.Configuration);
        });
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls($"http://localhost:{PortOf(services)}");
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        // A start that fails is told once, by ServiceHost, and not by the framework too.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = true);

        var together = services.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var descriptions = new List<ServiceDescription>();
        var key = Settings.IdentityKey(builder.Configuration, builder.Environment, alone: services.Count == 1);
        var virtualTime = VirtualTimeOf(builder.Configuration, builder.Environment, together, overrides.Clock);
        var clock = virtualTime?.Clock ?? overrides.Clock;
        if (virtualTime is not null)
            builder.Services.AddSingleton(virtualTime);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(new IdentityHeader(key, clock));
        // The core alone: AddAuthentication would bring data protection, which writes a key ring that nothing here uses to the home folder.
        builder.Services.AddAuthenticationCore(authentication =>
        {
            authentication.DefaultScheme = IdentityHandler.GatewayScheme;
            authentication.AddScheme<IdentityHandler>(IdentityHandler.GatewayScheme, displayName: null);
        });
        builder.Services.AddWebEncoders();
        builder.Services.AddAuthorization();
        builder.Services.AddPlatformTelemetry(builder.Configuration, services);
        builder.Services.AddPlatformOpenApi();
        foreach (var service in services)
        {
            var description = new ServiceDescription(builder.Configuration, builder.Environment, builder.Services, together);
            service.Describe(description);
            descriptions.Add(description);
        }

        var app = builder.Build();
        ProcessParts? parts = null;
        try
        {
            var logs = app.Services.GetRequiredService<ILoggerFactory>();
            var bus = BusOf(app.Configuration, descriptions, services, logs, overrides);
            var tracked = virtualTime is null ? null : new TrackedBus(bus);
            parts = new ProcessParts(app.Configuration, clock, logs, tracked ?? bus);
            var workers = descriptions.Select(d => d.Worker?.Invoke(parts)).OfType<IWorker>().ToList();
            virtualTime?.Govern(workers, tracked!);
            var platform = new Platform(app, parts, workers, services);
            platform.Map(descriptions);
            await parts.MigrateAsync(CancellationToken.None);
            foreach (var worker in workers)
                await worker.StartAsync(CancellationToken.None);
            await ListenAsync(app);
            return platform;
        }
        catch
        {
            await app.DisposeAsync();
            if (parts is not null)
                await parts.DisposeAsync();
            throw;
        }
    }

    public async Task WaitForShutdownAsync()
    {
        await _app.WaitForShutdownAsync();
    }

    /// <summary>Stops in order: no new requests, then each unit of work finishes what it has taken, then bus and stores close.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await Task.WhenAll(_workers.Select(w => w.StopAsync()));
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await _parts.DisposeAsync();
        await _app.DisposeAsync();
    }

    internal static int PortOf(IReadOnlyList<IService> services) => services.Count == 1 ? services[0].DefaultPort : 8080;

    /// <summary>What the framework throws here has one cause: an address that is none, is taken, or is not this process's to listen on.</summary>
    private static async Task ListenAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new ConfigurationException($"urls: cannot listen on '{app.Configuration["urls"]}' ({e.Message}); expected free addresses, as in ASPNETCORE_URLS=http://localhost:8090", e);
        }
    }

    private void Map(IReadOnlyList<ServiceDescription> descriptions)
    {
        _app.UseProblems();
        foreach (var description in descriptions)
            description.Pipeline?.Invoke(_app);
        _app.UseRouting();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapOperation(_workers, [.. descriptions.Select(d => d.Readiness).OfType<Func<CancellationToken, Task<Condition>>>()], Introduce);
        foreach (var description in descriptions)
            description.MapEndpoints?.Invoke(_app);

        async Task<About> Introduce(CancellationToken cancel)
        {
            var about = About(_services, _workers, _parts);
            foreach (var introduction in descriptions.Select(d => d.Introduction).OfType<Func<About, CancellationToken, Task<About>>>())
                about = await introduction(about, cancel);
            return about;
        }
    }

    /// <summary>The time of the process, when it can be put forward.</summary>
    /// <exception cref="ConfigurationException">It is to be put forward where it must be true, or in a part of the platform only.</exception>
    private static VirtualTime? VirtualTimeOf(IConfiguration configuration, IHostEnvironment environment, HashSet<string> together, TimeProvider real)
    {
        if (!VirtualClock.IsWanted(configuration, environment))
            return null;
        // The gateway itself refuses when it is to forward to any other process.
        return together.Contains("gateway") ? new VirtualTime(new VirtualClock(real)) : throw new ConfigurationException(VirtualClock.OneProcess);
    }

    private static IBus BusOf(
        IConfiguration configuration, List<ServiceDescription> descriptions, IReadOnlyList<IService> services, ILoggerFactory logs, PlatformOverrides overrides)
    {
        var nodes = configuration["Bus"] is { Length: > 0 } setting ? BrokerNodes.Read(setting) : null;
        var working = services.Where((_, i) => descriptions[i].Worker is not null).ToList();
        if (nodes is null && services.Count == 1 && working.Count == 1)
        {
            throw new ConfigurationException(
                $"Bus: this process runs only '{working[0].Name}'; expected {BrokerNodes.Expected}, so that it reaches the others. To run everything in one process without a broker, start services/all");
        }
        IBus bus = nodes is null || working.Count == 0 ? new MemoryBus() : new RabbitBus(nodes, MessageTypes.Contracts, logs);
        return overrides.Bus?.Invoke(bus) ?? bus;
    }

    private static About About(IReadOnlyList<IService> services, IReadOnlyList<IWorker> workers, ProcessParts parts)
    {
        var assembly = typeof(Platform).Assembly;
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', 2);
        return new About("OneVisit", version[0], version.ElementAtOrDefault(1), [.. services.Select(s => s.Name)], parts.StoreKind, workers.Count == 0 ? Hosting.About.None : parts.Bus.Kind);
    }
}

/// <summary>What a process says it is.</summary>
/// <param name="Commit">The commit it was built from; null when it was built outside a checkout.</param>
public sealed record About(string Name, string Version, string? Commit, IReadOnlyList<string> Services, string Store, string Bus)
{
    /// <summary>The store and bus of a process that keeps nothing and sends nothing.</summary>
    public const string None = "none";
}
