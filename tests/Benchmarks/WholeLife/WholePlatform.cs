using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using OneVisit.All;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Kit.Hosting;
using OneVisit.Support;

namespace OneVisit.Benchmarks.WholeLife;

/// <summary>
/// The product as its users meet it, every service as in <c>services/all</c> in one process: through the gateway, with tokens, rate limits set for the
/// load. The driver is in the same process, so its processor time and memory are counted as ours; it keeps to prepared bytes and kept connections.
/// </summary>
internal sealed class WholePlatform : IAsyncDisposable
{
    private const int Applicants = 16;
    public static readonly string[] Departments = ["market-registration", "tax", "seals", "signage"];

    private readonly Completions _completions = new();
    private readonly Submissions _submissions = new();
    private readonly TempFolder _data = new();
    private readonly List<Visitor> _applicants = [];
    private Platform _platform = null!;
    private long _submitted;

    private WholePlatform(Uri? database) => Database = database;

    /// <summary>Null when the stores are SQLite files.</summary>
    public Uri? Database { get; }

    /// <summary>Where the SQLite files are.</summary>
    public string Folder => _data.Path;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>On RabbitMQ and PostgreSQL.</summary>
    public static async Task<WholePlatform> DistributedAsync(Uri database)
    {
        await DeleteQueuesAsync();
        return await new WholePlatform(database).StartAsync("--Bus", TestServers.RabbitMq.ToString(), "--Store", database.ToString());
    }

    /// <summary>On SQLite and the bus in memory.</summary>
    public static Task<WholePlatform> EmbeddedAsync() => new WholePlatform(null).StartAsync();

    /// <summary>Runs on the platform that <c>--platform</c> names, on servers and a database of its own.</summary>
    public static async Task<Result> OnAsync(Options options, Func<WholePlatform, Task<Result>> measure)
    {
        if (options.Text("platform", "distributed", "distributed", "embedded") == "embedded")
        {
            await using var embedded = await EmbeddedAsync();
            return await measure(embedded);
        }
        await using var servers = await Servers.StartAsync();
        var database = await Servers.CreateDatabaseAsync();
        try
        {
            await using var distributed = await DistributedAsync(database);
            return await measure(distributed);
        }
        finally
        {
            await Servers.DropAsync(database);
            await DeleteQueuesAsync();
        }
    }

    /// <summary>Settings that hold for every benchmark through the gateway.</summary>
    public static string[] Arguments(string folder, params string[] more) =>
    [
        "--environment", "Development",
        "--urls", "http://127.0.0.1:0",
        "--Data", folder,
        "--RateLimit:PermitsPerSecond", "1000000",
        "--RateLimit:Burst", "2000000",
        "--Http:MaxWaitingCommands", "100000",
        "--Logging:LogLevel:Default", "Warning",
        // Standard output is for results.
        "--Logging:Console:LogToStandardErrorThreshold", "Trace",
        .. more,
    ];

    public static Task DeleteQueuesAsync() => Servers.DeleteQueuesAsync(["orchestrator", .. Departments, "desk"]);

    /// <summary>Submits one case and waits until it is completed.</summary>
    /// <returns>The instant the completion was committed, as of <see cref="Stopwatch.GetTimestamp"/>.</returns>
    public async Task<long> RunOneAsync()
    {
        var applicant = _applicants[(int)(Interlocked.Increment(ref _submitted) % Applicants)];
        return await _completions.OfAsync(await applicant.SubmitAsync(_submissions.Next()));
    }

    /// <summary>Completed cases in the store that were submitted here.</summary>
    /// <exception cref="InvalidOperationException">There are more or fewer than were seen: the figures would not be true.</exception>
    public async Task<long> VerifyAsync()
    {
        const string Count = "select count(*) from {0}case_file where lifecycle = 'completed' and subject like 'driver-%'";
        var completed = Database is not null
            ? await Servers.ScalarAsync(Database, string.Format(CultureInfo.InvariantCulture, Count, "orchestrator."))
            : CountInFile(string.Format(CultureInfo.InvariantCulture, Count, ""));
        return completed == Interlocked.Read(ref _submitted)
            ? completed
            : throw new InvalidOperationException($"{_submitted} cases were submitted, and the store has {completed} completed ones");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _platform.DisposeAsync();
        _data.Dispose();
    }

    private async Task<WholePlatform> StartAsync(params string[] arguments)
    {
        _platform = await Platform.StartAsync(Arguments(_data.Path, arguments), Everything.Services, new PlatformOverrides { Bus = bus => new WatchedBus(bus, _completions) });
        Http = Visitor.Http(_platform.Address);
        for (var i = 0; i < Applicants; i++)
            _applicants.Add(await Visitor.OfAsync(Http, $"driver-{i}", "applicant"));
        return this;
    }

    private long CountInFile(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(Folder, "orchestrator.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        return (long)command.ExecuteScalar()!;
    }
}
