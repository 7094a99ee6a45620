using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using OneVisit.Integration.Stores;
using OneVisit.Kit;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Kit.Webhooks;
using OneVisit.Support;

namespace OneVisit.Integration.Webhooks;

/// <summary>One process of the department parks: its worker, and what delivers its events.</summary>
internal sealed class HookSender : IAsyncDisposable
{
    public const string Department = "parks";

    private static readonly Migration[] Steps = [.. Migration.In(typeof(Store).Assembly, "department")];

    private readonly Worker<TaskState> _worker;
    private readonly WebhookSender _sender;
    private readonly Kit.Webhooks.Webhooks _webhooks;

    private HookSender(Store store, MemoryBus bus, VirtualClock clock, WebhookSettings settings, WebhookTargets targets)
    {
        (Store, Bus, Clock) = (store, bus, clock);
        var rules = new TaskRules([], new CityTime(TimeZoneInfo.Utc));
        _worker = new Worker<TaskState>(
            new Unit<TaskState>(Department, rules, TaskTable.Create(), MessageTypes.Contracts) { EventOf = TaskEventData.Of }, store, bus, clock, NullLogger.Instance);
        _sender = new WebhookSender(settings, targets, clock, clock.Real);
        var running = new Running<TaskState>(_worker, store, clock);
        _webhooks = new Kit.Webhooks.Webhooks(() => running, settings, _sender, clock, NullLogger.Instance);
    }

    /// <summary>Attempts follow each other within a second; days are as long as ever.</summary>
    public static WebhookSettings Settings { get; } = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(100), LongestDelay = TimeSpan.FromMilliseconds(800), Timeout = TimeSpan.FromSeconds(20), Lease = TimeSpan.FromSeconds(70),
    };

    public Store Store { get; }

    public MemoryBus Bus { get; }

    public VirtualClock Clock { get; }

    public SubscriptionStore Subscriptions => new(Store);

    public static async Task<HookSender> StartAsync(
        TestDatabase database, VirtualClock? clock = null, WebhookSettings? settings = null, WebhookTargets? targets = null, MemoryBus? bus = null)
    {
        var store = await database.OpenMigratedAsync(Steps);
        var sender = new HookSender(store, bus ?? new MemoryBus(), clock ?? new VirtualClock(TimeProvider.System), settings ?? Settings, targets ?? WebhookTargets.Read(null, anywhere: true));
        await sender._worker.StartAsync(CancellationToken.None);
        await sender._webhooks.StartAsync(CancellationToken.None);
        return sender;
    }

    public Task<Subscription> SubscribeAsync(HookReceiver receiver, string region = "", params string[] events) => SubscribeAsync(receiver.Url, region, events);

    public async Task<Subscription> SubscribeAsync(string url, string region = "", params string[] events)
    {
        var before = await Subscriptions.FindAsync(Department, region, CancellationToken.None);
        var now = Clock.GetUtcNow();
        var next = new Subscription
        {
            Id = before?.Id ?? Guid.CreateVersion7(), Department = Department, Region = region, Url = url, Events = Subscription.EventsOf(events.Length == 0 ? null : events),
            Secrets = SigningSecret.Rotated(before?.Secrets, HookReceiver.Secret, now, Settings.Overlap), State = Subscription.Active,
            CreatedAt = now, ChangedAt = now, ChangedBy = "test", Version = (before?.Version ?? 0) + 1,
        };
        Assert.True(await Subscriptions.TryPutAsync(next, before?.Version, region.TrimEnd('0'), now, CancellationToken.None));
        _webhooks.Subscribed();
        return next;
    }

    /// <summary>The events of some cases, each case's in a transaction of their own.</summary>
    public async Task AnnounceAsync(params (int Case, int Number)[] events)
    {
        foreach (var ofCase in events.GroupBy(e => e.Case))
            await Store.WriteAsync(StoreCalls.NoWrites with { Events = [.. ofCase.Select((e, i) => Event(e.Case, e.Number, i + 1))] });
        _worker.Announced.Changed([Guid.CreateVersion7()]);
    }

    public EventRow Event(int ofCase, int number, int inBatch = 1, string kind = TaskEvents.Requested, string region = "430602") => new(
        Guid.CreateVersion7(), inBatch, IdOf(ofCase), IdOf(ofCase), Department, region, kind, new Utf8Json($$"""{"type":"{{kind}}","case":{{ofCase}},"number":{{number}}}"""), Clock.GetUtcNow());

    public Task<Answer> AskAsync(TaskCommand command) => _worker.AskAsync(new Command<TaskState>(command, (_, _, refusal) => new Answer(refusal?.Status ?? 200, "")));

    public async Task<Subscription> SubscriptionAsync(string region = "") => (await Subscriptions.FindAsync(Department, region, CancellationToken.None))!;

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await Store.OpenAsync(CancellationToken.None);
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    public Task<long> WaitingAsync() => ScalarAsync<long>("select count(*) from delivery where not parked");

    public Task DeliveredAsync() => Eventually.EqualAsync("everything is delivered", 0L, WaitingAsync);

    public async ValueTask DisposeAsync()
    {
        await _webhooks.StopAsync(CancellationToken.None);
        await _worker.StopAsync();
        await _worker.DisposeAsync();
        _webhooks.Dispose();
        _sender.Dispose();
    }

    public static Guid IdOf(int ofCase) => new($"019ab000-0000-7000-8000-{ofCase:000000000000}");
}
