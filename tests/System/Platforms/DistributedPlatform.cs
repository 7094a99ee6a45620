using OneVisit.Kit.Hosting;
using OneVisit.Support;

namespace OneVisit.SystemTests.Platforms;

/// <summary>Each service a host of its own, on real RabbitMQ and PostgreSQL. A database of its own; the queues are made anew.</summary>
public class DistributedPlatform : TestPlatform
{
    private readonly Dictionary<string, Platform> _running = [];
    private readonly Dictionary<string, Uri> _addresses = [];
    private readonly string _database = Unique.Name("onevisit").Replace('-', '_');
    private readonly TempFolder _data = new();

    public override Uri Gateway => _addresses["gateway"];

    public override string[] Storage => ["--Store", new UriBuilder(TestServers.Postgres) { Path = _database }.Uri.ToString(), "--Data", _data.Path];

    public override async Task InitializeAsync()
    {
        await Databases.RunAsync(TestServers.Postgres, $"create database {_database}");
        await Brokers.DeleteQueuesAsync(TestServers.RabbitMq, Names);
        // Behind first: the gateway is told where they are.
        foreach (var service in Names.Reverse())
            await StartAsync(service);
    }

    public override async Task DisposeAsync()
    {
        foreach (var service in _running.Keys.ToList())
            await StopAsync(service);
        await Brokers.DeleteQueuesAsync(TestServers.RabbitMq, Names);
        await Databases.RunAsync(TestServers.Postgres, $"drop database if exists {_database} with (force)");
        _data.Dispose();
    }

    public override async Task StopAsync(string service)
    {
        if (_running.Remove(service, out var platform))
            await platform.DisposeAsync();
    }

    public override async Task StartAsync(string service)
    {
        var platform = await Platform.StartAsync(Arguments(service), [Service(service)], new PlatformOverrides { Bus = Bus });
        _running[service] = platform;
        _addresses[service] = platform.Address;
    }

    public override async Task<PlatformProcess> StartKilledAtAsync(string service)
    {
        await StopAsync("orchestrator");
        var killed = new PlatformProcess(service, ["orchestrator"], Arguments("orchestrator"));
        await killed.AddressAsync();
        return killed;
    }

    private string[] Arguments(string service) =>
    [
        "--environment", "Development",
        "--urls", _addresses.GetValueOrDefault(service)?.ToString() ?? "http://127.0.0.1:0",
        "--Bus", TestServers.RabbitMq.ToString(),
        .. Storage,
        .. CatalogueSetting,
        .. MoreSettings,
        .. _addresses.Where(a => a.Key != service).SelectMany(a => new[] { $"--Services:{a.Key}", a.Value.ToString() }),
    ];
}
