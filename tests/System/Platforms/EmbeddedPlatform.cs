using OneVisit.Kit.Hosting;
using OneVisit.Support;

namespace OneVisit.SystemTests.Platforms;

/// <summary>Everything in one process: SQLite files and the in-memory bus.</summary>
public class EmbeddedPlatform : TestPlatform
{
    private readonly TempFolder _data = new();
    private readonly HashSet<string> _stopped = [];
    private Platform? _platform;
    private Uri? _address;

    public override Uri Gateway => _address!;

    public override string[] Storage => ["--Data", _data.Path];

    public override Task InitializeAsync() => RunAsync();

    public override async Task DisposeAsync()
    {
        await StopAllAsync();
        _data.Dispose();
    }

    /// <summary>A process without the service, on the same data.</summary>
    public override async Task StopAsync(string service)
    {
        await StopAllAsync();
        _stopped.Add(service);
        await RunAsync();
    }

    public override async Task StartAsync(string service)
    {
        await StopAllAsync();
        _stopped.Remove(service);
        await RunAsync();
    }

    public override async Task<PlatformProcess> StartKilledAtAsync(string service)
    {
        await StopAllAsync();
        var killed = new PlatformProcess(service, Names, Arguments("http://127.0.0.1:0"));
        _address = await killed.AddressAsync();
        return killed;
    }

    private async Task RunAsync()
    {
        // The same address again and again: clients hold on to it.
        _platform = await Platform.StartAsync(
            Arguments(_address?.ToString() ?? "http://127.0.0.1:0"),
            [.. Names.Except(_stopped).Select(Service)],
            new PlatformOverrides { Bus = Bus });
        _address = _platform.Address;
    }

    private async Task StopAllAsync()
    {
        if (_platform is not null)
            await _platform.DisposeAsync();
        _platform = null;
    }

    private string[] Arguments(string address) => ["--environment", "Development", "--urls", address, .. Storage, .. CatalogueSetting, .. MoreSettings];
}
