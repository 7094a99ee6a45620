using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

using OneVisit.Benchmarks.Measuring;
using OneVisit.Kit;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Support;

namespace OneVisit.Benchmarks.Yardstick;

/// <summary>The join and its four departments in one process, each with its own store, over the bus of the platform.</summary>
internal sealed class YardstickPlatform : IAsyncDisposable
{
    private const string Join = ServiceNames.Orchestrator;
    public static readonly string[] Departments = ["review-a", "review-b", "review-c", "review-d"];

    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<long>> _waiting = new();
    private readonly List<IWorker> _departments = [];
    private readonly List<ObservedStore> _stores = [];
    private readonly IBus _bus;
    private readonly JsonElement _form;
    private readonly Utf8Json _submission;
    private readonly Worker<Approval> _join;

    private YardstickPlatform(IBus bus, Func<string, Store> storeOf)
    {
        _bus = bus;
        (_form, _submission) = Sample();
        var time = new CityTime(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        _join = new Worker<Approval>(
            new Unit<Approval>(Join, new ApprovalRules(Departments), Approval.Table(), MessageTypes.Contracts), Observe(storeOf(Join), Completed), bus, TimeProvider.System, Complaints.Logger);
        foreach (var department in Departments)
        {
            var unit = new Unit<TaskState>(department, new TaskRules([new ReviewHandler(department)], time), TaskTable.Create(), MessageTypes.Contracts);
            _departments.Add(new Worker<TaskState>(unit, Observe(storeOf(department), null), bus, TimeProvider.System, Complaints.Logger));
        }
    }

    public long RoundTrips => _stores.Sum(s => s.Trips);

    public long Commits => _stores.Sum(s => s.Commits);

    public static async Task<YardstickPlatform> OnRabbitMqAndPostgresAsync(Uri database)
    {
        await Servers.DeleteQueuesAsync([Join, .. Departments]);
        return await StartAsync(new YardstickPlatform(
            new RabbitBus(TestServers.RabbitMq, MessageTypes.Contracts, Complaints.Logger), service => new PostgresStore(database, service)));
    }

    public static Task<YardstickPlatform> EmbeddedAsync(string folder) =>
        StartAsync(new YardstickPlatform(new MemoryBus(), service => new SqliteStore(Path.Combine(folder, $"{service}.db"))));

    /// <summary>Submits one and waits for its end.</summary>
    /// <returns>The instant the completion was committed, as of <see cref="Stopwatch.GetTimestamp"/>.</returns>
    public async Task<long> RunOneAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var done = _waiting[id] = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var submit = new SubmitApproval(id, [.. Departments.Select(_ => Guid.CreateVersion7(now))], _form, _submission);
        await _join.AskAsync(new Command<Approval>(submit, static (_, version, _) => new Answer(201, "", version.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        return await done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        IWorker[] workers = [_join, .. _departments];
        await Task.WhenAll(workers.Select(w => w.StopAsync()));
        foreach (var worker in workers)
            await worker.DisposeAsync();
        await _bus.DisposeAsync();
        foreach (var store in _stores)
            await store.DisposeAsync();
    }

    private static async Task<YardstickPlatform> StartAsync(YardstickPlatform platform)
    {
        var kit = Migration.In(typeof(Store).Assembly, "kit");
        var department = Migration.In(typeof(Store).Assembly, "department");
        for (var i = 0; i < platform._stores.Count; i++)
            await platform._stores[i].MigrateAsync([.. kit, .. i == 0 ? [Approval.Migration] : department], TimeProvider.System.GetUtcNow(), CancellationToken.None);
        await platform._join.StartAsync(CancellationToken.None);
        foreach (var worker in platform._departments)
            await worker.StartAsync(CancellationToken.None);
        return platform;
    }

    private void Completed(Guid id)
    {
        if (_waiting.TryRemove(id, out var done))
            done.TrySetResult(Stopwatch.GetTimestamp());
    }

    private ObservedStore Observe(Store store, Action<Guid>? completed)
    {
        var observed = new ObservedStore(store, completed);
        _stores.Add(observed);
        return observed;
    }

    /// <summary>The form and the whole submission of the contracts' example.</summary>
    private static (JsonElement Form, Utf8Json Submission) Sample()
    {
        using var stream = typeof(YardstickPlatform).Assembly.GetManifestResourceStream("business-start-up.json")!;
        using var document = JsonDocument.Parse(stream);
        // Without the example's line breaks, as the catalogue hands a form on.
        return (JsonElement.Parse(Utf8Json.Of(document.RootElement.GetProperty("form")).Bytes.Span), Utf8Json.Of(document.RootElement));
    }
}
