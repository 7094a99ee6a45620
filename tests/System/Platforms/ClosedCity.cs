using OneVisit.Support;

namespace OneVisit.SystemTests.Platforms;

/// <summary>The city whose tax department reviews and issues in a system of its own; that system is closed, and the platform is told how to ask it.</summary>
public sealed class ClosedCity : IAsyncDisposable
{
    public const string System = "tax-county";

    private readonly SystemCity _city = new();
    private readonly TempFolder _folder = new();

    private ClosedCity(ClosedSystemServer server) => Server = server;

    public ClosedSystemServer Server { get; }

    public string Catalogue => _city.Path;

    public string[] Settings => ["--Polling:tax", _folder.File("tax.json"), "--PollingSecrets:closed", ClosedSystemServer.Key];

    public static async Task<ClosedCity> StartAsync()
    {
        var city = new ClosedCity(await ClosedSystemServer.StartAsync());
        await File.WriteAllTextAsync(city._folder.File("tax.json"), city.Server.File(System, "tax.registration").ToJsonString());
        return city;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _city.Dispose();
        _folder.Dispose();
    }
}

public sealed class EmbeddedClosed : EmbeddedPlatform
{
    public ClosedCity City { get; private set; } = null!;

    protected override string? Catalogue => City.Catalogue;

    protected override string[] MoreSettings => City.Settings;

    public override async Task InitializeAsync()
    {
        City = await ClosedCity.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await City.DisposeAsync();
    }
}

/// <inheritdoc cref="EmbeddedClosed"/>
public sealed class DistributedClosed : DistributedPlatform
{
    public ClosedCity City { get; private set; } = null!;

    protected override string? Catalogue => City.Catalogue;

    protected override string[] MoreSettings => City.Settings;

    public override async Task InitializeAsync()
    {
        City = await ClosedCity.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await City.DisposeAsync();
    }
}
