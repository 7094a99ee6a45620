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
    public async Task Its_own_work_counts_by_when_it_was_sent_unless_that_was_before_it_began()
    {
        var clock = new StandingClock();
        await using var worker = await StartAtAsync(clock, Counter.Unit(Here));
        var counter = Guid.CreateVersion7();
        Task SendAsync(DateTimeOffset at) =>
            NewBus().SendAsync(Here, Envelope.Seal(Guid.CreateVersion7(), There, at, Counter.Types, [new CarriedMessage("add", new Add(counter, 1), null)]), CancellationToken.None);
        Task<Answer> AskAsync() => worker.AskAsync(new Command<CounterState>(new Add(counter, 1), (state, _, _) => new Answer(200, $"{state!.Sum}")));
        var began = clock.Now;

        // A department comes back to an hour of work.
        clock.Now = began.AddSeconds(20);
        await SendAsync(began.AddHours(-1));
        Assert.Equal("2", (await AskAsync()).Body);

        // Work that had to wait for sixteen seconds here.
        await SendAsync(began.AddSeconds(4));
        await Assert.ThrowsAsync<OverloadedException>(AskAsync);
        // While it is in hand it grows older with the clock.
        await Eventually.TrueAsync("the work that had to wait is done", () => worker.Activity.AtRest);
        clock.Now += Backlog.Holds;
        Assert.Equal("4", (await AskAsync()).Body);
        await worker.StopAsync();
    }

    [Fact]
    public async Task A_batch_that_does_not_come_to_its_end_is_told_as_trouble()
    {
        var clock = new StandingClock();
        using var hold = new ManualResetEventSlim();
        using var held = new ManualResetEventSlim();
        await using var worker = await StartAtAsync(clock, Counter.Unit(Here));
        var asked = Task.Run(() => worker.AskAsync(new Command<CounterState>(new Add(Guid.CreateVersion7(), 1), (_, _, _) =>
        {
            held.Set();
            hold.Wait();
            return new Answer(200, "");
        })));
        held.Wait();

        try
        {
            clock.Now += TimeSpan.FromSeconds(30);
            Assert.Null(worker.Trouble);
            clock.Now += TimeSpan.FromSeconds(1);
            Assert.Contains("31 s", worker.Trouble, StringComparison.Ordinal);
        }
        finally
        {
            // Otherwise a failure here would hold the store for ever, and the suite with it.
            hold.Set();
        }
        await asked;
        await Eventually.TrueAsync("the trouble is over", () => worker.Trouble is null);
        await worker.StopAsync();
    }

    private async Task<Worker<CounterState>> StartAtAsync(TimeProvider clock, Unit<CounterState> unit)
    {
        var worker = new Worker<CounterState>(unit, await NewStoreAsync(), NewBus(), clock, NullLogger.Instance);
        await worker.StartAsync(CancellationToken.None);
        return worker;
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
