using OneVisit.All;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;
using OneVisit.Support;

namespace OneVisit.SystemTests.Platforms;

/// <summary>A whole platform as its users meet it: through the gateway, with tokens. What differs between the two kinds stays here.</summary>
public abstract class TestPlatform : IAsyncLifetime
{
    public static readonly IReadOnlyList<string> Names = [.. Everything.Services.Select(s => s.Name)];

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Wraps the bus of every service; set before <see cref="InitializeAsync"/>.</summary>
    protected virtual Func<IBus, IBus>? Bus => null;

    /// <summary>The folder of the catalogue; null for the one built in. Set before <see cref="InitializeAsync"/>.</summary>
    protected virtual string? Catalogue => null;

    /// <summary>More settings of every process. Set before <see cref="InitializeAsync"/>.</summary>
    protected virtual string[] MoreSettings => [];

    public abstract Uri Gateway { get; }

    /// <summary>The settings that say where the stores are.</summary>
    public abstract string[] Storage { get; }

    /// <summary>What a service has stored by now.</summary>
    public Task<Snapshot> SnapshotAsync(string service) =>
        Snapshot.OpenAsync(Setting("--Store") is { } store ? new Uri(store) : null, Setting("--Data")!, service, CancellationToken.None);

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    /// <summary>Stops one service as an operator would; the others go on.</summary>
    public abstract Task StopAsync(string service);

    /// <summary>Starts it again.</summary>
    public abstract Task StartAsync(string service);

    /// <summary>Runs the orchestrator (embedded: everything) so that it is killed in the moment between a commit and its publication to the service.</summary>
    public abstract Task<PlatformProcess> StartKilledAtAsync(string service);

    /// <summary>A client with a token of its own.</summary>
    public Task<Client> ClientAsync(string role, string? subject = null, string? department = null, string? region = null) =>
        Client.SignInAsync(_http, () => Gateway, role, subject, department, region);

    /// <summary>The settings that say which catalogue it is.</summary>
    protected string[] CatalogueSetting => Catalogue is { } folder ? ["--Catalogue:Folder", folder] : [];

    private string? Setting(string name) => Storage.SkipWhile(s => s != name).ElementAtOrDefault(1);

    public static IService Service(string name) => Everything.Services.Single(s => s.Name == name);
}
