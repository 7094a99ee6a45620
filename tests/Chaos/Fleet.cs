using OneVisit.All.Verify;
using OneVisit.Support;

namespace OneVisit.Chaos;

/// <summary>The platform under test: its processes, where they keep what they know, and who answers its users.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly string[] Departments = ["market-registration", "tax", "seals", "signage", "desk"];
    /// <summary>Each in a process of its own, as in production.</summary>
    private static readonly string[][] Apart = [.. Departments.Select(d => new[] { d }), ["orchestrator"]];

    /// <summary>As many services in a process as make a short run fit on two processors: starting a process costs seconds of them.</summary>
    private static readonly string[][] Packed = [Departments, ["orchestrator"]];

    private readonly List<Member> _members = [];
    private readonly List<Func<ValueTask>> _ends = [];

    private Fleet(Uri? store, string folder)
    {
        Store = store;
        Folder = folder;
    }

    /// <summary>In the order in which they may be restarted.</summary>
    public IReadOnlyList<Member> Members => _members;

    public IReadOnlyList<Uri> Gateways => [.. _members.Where(m => m.Name.StartsWith("gateway", StringComparison.Ordinal) || m.Name == "all").Select(m => m.Address!)];

    /// <summary>The database, not through any proxy; null for SQLite files.</summary>
    public Uri? Store { get; }

    public string Folder { get; }

    public VerifyOptions Verify(TimeSpan stall) => new(Store, Folder, TimeSpan.FromSeconds(1), stall);

    /// <summary>One process with everything, on files in the folder.</summary>
    public static async Task<Fleet> EmbeddedAsync(string folder, string? ignored = null)
    {
        var fleet = new Fleet(null, folder);
        fleet._members.Add(new Member("all", () => ["--Data", folder], ignored));
        await fleet._members[0].StartAsync();
        return fleet;
    }

    /// <summary>Every service a process of its own, or several, on a database of its own and the broker's queues made anew.</summary>
    /// <param name="database">The server.</param>
    /// <param name="bus">As the services are to be told; the addresses of several nodes are tried one after the other.</param>
    /// <param name="packed">The departments share a process.</param>
    /// <param name="storeProxy">What stands between the services and the server, if anything does.</param>
    public static async Task<Fleet> DistributedAsync(Uri database, Uri broker, string bus, int copies = 1, bool packed = false, TcpProxy? storeProxy = null)
    {
        var name = Unique.Name("chaos").Replace('-', '_');
        await Databases.RunAsync(database, $"create database {name}");
        await Brokers.DeleteQueuesAsync(broker, [.. Departments, "orchestrator"]);
        var store = new UriBuilder(database) { Path = name }.Uri;
        var data = new TempFolder();
        var fleet = new Fleet(store, data.Path);
        fleet._ends.Add(async () =>
        {
            await Databases.RunAsync(database, $"drop database if exists {name} with (force)");
            data.Dispose();
        });
        string[] settings = ["--Store", (storeProxy is null ? store : store.Through(storeProxy)).ToString(), "--Bus", bus, "--Data", data.Path];
        var behind = new List<(string Service, int Copy, Member Member)>();
        foreach (var together in packed ? Packed : Apart)
        {
            for (var copy = 1; copy <= copies; copy++)
            {
                var member = new Member($"{(together.Length > 1 ? "departments" : together[0])}-{copy}", () => ["--services", string.Join(',', together), .. settings]);
                fleet._members.Add(member);
                behind.AddRange(together.Select(service => (service, copy, member)));
            }
        }
        await Task.WhenAll(fleet._members.Where(m => m.Name.EndsWith("-1", StringComparison.Ordinal)).Select(m => m.StartAsync()));
        await Task.WhenAll(fleet._members.Where(m => !m.Name.EndsWith("-1", StringComparison.Ordinal)).Select(m => m.StartAsync()));
        for (var copy = 1; copy <= copies; copy++)
        {
            // Each gateway has the copies of its own number behind it.
            var own = behind.Where(b => b.Copy == copy).ToList();
            var gateway = new Member($"gateway-{copy}", () =>
                ["--services", "gateway", "--Data", data.Path, .. own.SelectMany(b => new[] { $"--Services:{b.Service}", b.Member.Address!.ToString() })]);
            await gateway.StartAsync();
            fleet._members.Add(gateway);
        }
        return fleet;
    }

    public void AtTheEnd(Func<ValueTask> end) => _ends.Add(end);

    /// <summary>Asks every process to stop.</summary>
    public async Task StopAsync()
    {
        foreach (var member in _members.AsEnumerable().Reverse())
            await member.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
            await member.DisposeAsync();
        foreach (var end in _ends)
            await end();
    }
}
