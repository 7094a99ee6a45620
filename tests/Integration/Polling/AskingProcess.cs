using System.Collections.Concurrent;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Logging;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Integration.Stores;
using OneVisit.Kit;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Polling;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Kit.Webhooks;
using OneVisit.Support;

namespace OneVisit.Integration.Polling;

/// <summary>One process of the department parks: its worker, and what asks its closed system.</summary>
internal sealed class AskingProcess : IAsyncDisposable
{
    public const string Department = "parks", Item = "parks.tree", Pool = "pool:430602.parks";

    private static readonly Migration[] Steps = [.. Migration.In(typeof(Store).Assembly, "department")];

    private readonly MemoryBus _bus = new();
    private readonly Worker<TaskState> _worker;
    private readonly Kit.Polling.Polling _polling;
    private IAsyncDisposable? _orchestrator;

    private AskingProcess(Store store, VirtualClock clock, ClosedSystem system, WebhookTargets targets)
    {
        (Store, Clock, System) = (store, clock, system);
        var rules = new TaskRules([], new CityTime(TimeZoneInfo.Utc)) { LicenceTermsOf = _ => null };
        _worker = new Worker<TaskState>(
            new Unit<TaskState>(Department, rules, TaskTable.Create(), MessageTypes.Contracts) { EventOf = TaskEventData.Of }, store, _bus, clock, Log);
        var running = new Running<TaskState>(_worker, store, clock);
        _polling = new Kit.Polling.Polling(() => running, [(system, leaveAlone => new ClosedSystemClient(system, targets, clock, clock.Real, leaveAlone))], rules, clock, Log);
    }

    public Store Store { get; }

    public VirtualClock Clock { get; }

    public ClosedSystem System { get; }

    public Lines Log { get; } = new();

    /// <summary>What the orchestrator is told of outages.</summary>
    public ConcurrentQueue<SystemOutage> Outages { get; } = [];

    /// <summary>Questions follow each other within a second; days are as long as ever.</summary>
    public static ClosedSystem SystemAt(ClosedSystemServer server, Action<System.Text.Json.Nodes.JsonObject>? change = null)
    {
        var (faults, file) = (new List<string>(), server.File("parks-county", Item, licence: "permit"));
        change?.Invoke(file);
        var context = new MappingContext(Department, _ => ClosedSystemServer.Key, _ => null);
        var system = ClosedSystemReader.Read(file.ToJsonString(), context, faults);
        Assert.Empty(faults);
        return system! with { Interval = TimeSpan.FromMilliseconds(100), Longest = TimeSpan.FromMilliseconds(500), Timeout = TimeSpan.FromSeconds(20) };
    }

    public static async Task<AskingProcess> StartAsync(TestDatabase database, VirtualClock clock, ClosedSystem system, WebhookTargets? targets = null)
    {
        var store = await database.OpenMigratedAsync(Steps);
        var process = new AskingProcess(store, clock, system, targets ?? WebhookTargets.Read(null, anywhere: true));
        process._orchestrator = await process._bus.ReceiveAsync("orchestrator", envelope =>
        {
            foreach (var outage in envelope.Messages.Select(m => m.Message).OfType<SystemOutage>())
                process.Outages.Enqueue(outage);
            return Task.CompletedTask;
        }, CancellationToken.None);
        await process._worker.StartAsync(CancellationToken.None);
        await process._polling.StartAsync(CancellationToken.None);
        // Its first look makes the row that everything is kept in.
        await Eventually.TrueAsync("the system is known", async () => await process.ScalarAsync<long>($"select count(*) from closed_system where id = '{system.Id}'") == 1);
        return process;
    }

    public static Guid IdOf(int task) => new($"019ab000-0000-7000-8000-{task:000000000000}");

    /// <summary>Tasks that wait for the department.</summary>
    public Task RequestAsync(params int[] tasks) => SendAsync([.. tasks.Select(t => (TaskMessage)Request(t, Clock.GetUtcNow()))]);

    public static RequestReview Request(int task, DateTimeOffset at) => new()
    {
        CaseId = IdOf(task), TaskId = IdOf(task), Item = Item, Bundle = "trees", BundleVersion = "1", Region = "430602", Authority = "430602.parks",
        Applicant = new ApplicantName { Kind = ApplicantKind.NaturalPerson, Name = "张三" }, Form = JsonElement.Parse("""{"tree":{"place":"北路"}}"""), Materials = [], SubmittedAt = at,
        Terms = new ItemTerms { IssuedBySystem = ["permit"] },
    };

    public Task SendAsync(params TaskMessage[] messages) => _bus.SendAsync(
        Department, Envelope.Seal(Guid.CreateVersion7(), "orchestrator", Clock.GetUtcNow(), MessageTypes.Contracts,
            [.. messages.Select(m => new CarriedMessage(MessageTypes.Contracts.NameOf(m), m, null))], TimeSpan.Zero), CancellationToken.None);

    public static RequestIssue Order(int task, int attempt = 1) => new() { CaseId = IdOf(task), TaskId = IdOf(task), Attempt = attempt, Inputs = [] };

    public static CancelTask Cancel(int task) => new() { CaseId = IdOf(task), TaskId = IdOf(task), Cause = StopCause.CaseWithdrawn, Reason = new Text("撤回", "withdrawn") };

    public static ProvideSupplement Supplement(int task) =>
        new() { CaseId = IdOf(task), TaskId = IdOf(task), Round = 1, Form = JsonElement.Parse("""{"tree":{"place":"南路"}}"""), Materials = [] };

    public async Task<int> AskAsync(TaskCommand command) =>
        (await _worker.AskAsync(new Command<TaskState>(command, (_, _, refusal) => new Answer(refusal?.Status ?? 200, "")))).Status;

    public async Task<TaskState?> TaskAsync(int task)
    {
        await using var connection = await Store.OpenAsync(CancellationToken.None);
        return await connection.QuerySingleOrDefaultAsync<string>("select state from task where id = @id", new { id = IdOf(task) }) is { } state ? JsonSerializer.Deserialize(state, TaskJson.Default.TaskState) : null;
    }

    public Task UntilAsync(int task, ItemLifecycle lifecycle) => Eventually.EqualAsync($"task {task} is {lifecycle}", lifecycle, async () => (await TaskAsync(task))?.Lifecycle ?? default);

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await Store.OpenAsync(CancellationToken.None);
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    public Task<long> RememberedAsync() => ScalarAsync<long>("select count(*) from polled");

    public async Task<SystemCondition> ConditionAsync() => await new PolledStore(Store).ConditionAsync(System.Id, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _polling.StopAsync(CancellationToken.None);
        await _worker.StopAsync();
        await _worker.DisposeAsync();
        _polling.Dispose();
        if (_orchestrator is not null)
            await _orchestrator.DisposeAsync();
    }

    /// <summary>What operators read.</summary>
    internal sealed class Lines : ILogger
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Said
        {
            get
            {
                lock (_lines)
                    return [.. _lines];
            }
        }

        public int Count(string part) => Said.Count(l => l.Contains(part, StringComparison.Ordinal));

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
                _lines.Add(formatter(state, exception));
        }
    }
}
