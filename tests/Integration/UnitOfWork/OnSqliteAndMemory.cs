using Microsoft.Extensions.Logging.Abstractions;
using OneVisit.Integration.Stores;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Support;

namespace OneVisit.Integration.UnitOfWork;

public sealed class OnSqliteAndMemory : WorkerSuite
{
    /// <summary>One for all services: they share a process.</summary>
    private readonly Lazy<IBus> _bus = new(() => new MemoryBus());

    protected override TestDatabase NewDatabase() => new SqliteDatabase();

    protected override IBus NewBus() => _bus.Value;

    [Fact]
    public async Task A_command_more_than_may_wait_is_refused_at_once_and_those_before_it_are_answered()
    {
        await using var worker = new Worker<CounterState>(
            Counter.Unit(Here) with { MaxWaitingCommands = 3 }, await NewStoreAsync(), NewBus(), TimeProvider.System, NullLogger.Instance);
        var counter = Guid.CreateVersion7();
        Task<Answer> Ask() => worker.AskAsync(new Command<CounterState>(new Add(counter, 1), (state, _, _) => new Answer(200, $"{state!.Sum}")));
        Task<Answer>[] waiting = [Ask(), Ask(), Ask()];

        await Assert.ThrowsAsync<OverloadedException>(Ask);
        await worker.StartAsync(CancellationToken.None);
        Assert.Equal(["1", "2", "3"], (await Task.WhenAll(waiting)).Select(a => a.Body));
        Assert.Equal("4", (await Ask()).Body);
        await worker.StopAsync();
    }

    [Fact]
    public async Task Behind_an_old_backlog_nothing_new_is_begun_and_everything_else_goes_on()
    {
        var here = await StartAsync(Here);
        var counter = Guid.CreateVersion7();
        Task TellAsync(TimeSpan age) => NewBus().SendAsync(
            Here,
            Envelope.Seal(Guid.CreateVersion7(), There, TimeProvider.System.GetUtcNow(), Counter.Types, [new CarriedMessage("add", new Add(counter, 1), null)], age),
            CancellationToken.None);

        await TellAsync(TimeSpan.FromSeconds(14));
        Assert.Equal(2, await here.AskAsync(new Add(counter, 1)));
        await TellAsync(TimeSpan.FromSeconds(16));

        var refusal = await Assert.ThrowsAsync<OverloadedException>(() => here.AskAsync(new Add(counter, 1)));
        Assert.Contains("16", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(3, await here.AskAsync(new Remind(counter, TimeProvider.System.GetUtcNow().AddDays(1), 1, "")));
        await TellAsync(TimeSpan.Zero);
        await TellAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(6, await here.AskAsync(new Add(counter, 1)));
    }

    [Fact]
    public async Task Envelopes_nobody_takes_do_not_hide_those_behind_them()
    {
        var there = await StartAsync(There);
        var store = await NewStoreAsync();
        var counter = Guid.CreateVersion7();
        Column[] columns = [new("id", ColumnType.Uuid), new("destination", ColumnType.Text), new("body", ColumnType.Bytes), new("created_at", ColumnType.Instant)];
        object?[] Row(string to, Envelope envelope) => [envelope.Id, to, envelope.Body.ToArray(), TimeProvider.System.GetUtcNow()];
        List<object?[]> rows = [.. Enumerable.Range(0, 2500).Select(_ => Row("nobody", Counter.Envelope(new Add(counter, 1)))), Row(There, Counter.Envelope(new Add(counter, 1)))];
        await store.WriteAsync(new InsertRows("outbox", columns, [.. rows.OrderBy(r => (Guid)r[0]!)]));

        var here = await StartAsync(Here, store);

        await Eventually.EqualAsync("the last one has arrived", 1, () => there.SumAsync(counter));
        await Eventually.EqualAsync("it is confirmed", 2500, () => here.RowsAsync("outbox"));
    }
}
