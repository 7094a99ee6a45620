using Dapper;
using OneVisit.Integration.Stores;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Support;

namespace OneVisit.Integration.UnitOfWork;

/// <summary>What the unit of work promises, on every pair of store and bus.</summary>
public abstract partial class WorkerSuite : IAsyncLifetime
{
    private readonly Stack<IAsyncDisposable> _running = new();

    /// <summary>Two services, unknown to every other test.</summary>
    protected string Here { get; } = Unique.Name("here");

    /// <inheritdoc cref="Here"/>
    protected string There { get; } = Unique.Name("there");

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        while (_running.TryPop(out var part))
            await part.DisposeAsync();
    }

    protected abstract TestDatabase NewDatabase();

    /// <summary>The bus as one more process would see it.</summary>
    protected abstract IBus NewBus();

    protected T Track<T>(T part)
        where T : IAsyncDisposable
    {
        _running.Push(part);
        return part;
    }

    private protected async Task<Store> NewStoreAsync() => await Track(NewDatabase()).OpenMigratedAsync(Counter.Step);

    private protected async Task<CounterService> StartAsync(string name, Store? store = null, IBus? bus = null, Unit<CounterState>? unit = null) =>
        Track(await new CounterService(name, store ?? await NewStoreAsync(), bus ?? Track(NewBus()), unit).StartAsync());

    [Fact]
    public async Task A_command_is_answered_once_its_effect_is_committed()
    {
        var service = await StartAsync(Here);
        var counter = Guid.CreateVersion7();

        Assert.Equal(3, await service.AskAsync(new Add(counter, 3)));
        Assert.Equal(3, await service.SumAsync(counter));
        Assert.Equal(5, await service.AskAsync(new Add(counter, 2)));
        Assert.Equal(5, await service.SumAsync(counter));
    }

    [Fact]
    public async Task What_is_not_at_hand_is_waited_for_and_held_until_the_effect_is_committed()
    {
        var (first, second) = (new TaskCompletionSource<object?>(), new TaskCompletionSource<object?>());
        Task<object?>? Ahead(CounterState? state, object message) => message is Add { By: 1 } && !first.Task.IsCompleted ? first.Task
            : message is Add { By: 2 } && !second.Task.IsCompleted ? second.Task : null;
        var service = await StartAsync(Here, unit: Counter.Unit(Here) with { Ahead = Ahead });
        var counter = Guid.CreateVersion7();
        await service.AskAsync(new Add(counter, 10));

        var asked = Task.WhenAll(service.AskAsync(new Add(counter, 1)), service.AskAsync(new Add(counter, 2)));
        first.SetResult(new object());
        second.SetResult(null);

        Assert.Equal(13, (await asked).Max());
        Assert.Equal(13, await service.SumAsync(counter));
        Assert.Equal(0, await service.RowsAsync("dead_letter"));
    }

    [Fact]
    public async Task What_cannot_be_waited_for_because_a_store_is_away_is_refused_and_looked_for_again()
    {
        var away = true;
        var service = await StartAsync(Here, unit: Counter.Unit(Here) with
        {
            Ahead = (_, _) => away ? Task.FromException<object?>(new StoreUnavailableException("away")) : null,
        });
        var counter = Guid.CreateVersion7();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => service.AskAsync(new Add(counter, 1)));
        // In memory it is sent once it has its effect.
        var sent = Track(NewBus()).SendAsync(Here, Counter.Envelope(new Add(counter, 2)), CancellationToken.None);
        Assert.Equal(0, await service.SumAsync(counter));

        away = false;
        await sent;
        await Eventually.EqualAsync("the message has its effect", 2, () => service.SumAsync(counter));
        Assert.Equal(0, await service.RowsAsync("dead_letter"));
    }

    [Fact]
    public async Task A_thousand_commands_at_once_add_up()
    {
        var service = await StartAsync(Here);
        Guid[] counters = [.. Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7())];

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => service.AskAsync(new Add(counters[i % 10], i))));

        var rows = (await service.VerifiedAsync()).ToDictionary(r => r.Id);
        for (var c = 0; c < counters.Length; c++)
            Assert.Equal(new CounterRow(counters[c], 100, Enumerable.Range(0, 100).Sum(n => (10 * n) + c), 100), rows[counters[c]]);
    }

    [Fact]
    public async Task What_is_brought_several_times_and_shuffled_takes_effect_once()
    {
        var bus = Track(new RepeatingBus(NewBus()));
        var there = await StartAsync(There, bus: bus);
        var here = await StartAsync(Here, bus: bus);

        await PassOnAsync(here);
        await Eventually.EqualAsync("all have arrived", await here.TotalAsync(), there.TotalAsync);
        await bus.RepeatAllAsync();
        await PassOnAsync(here);

        await Eventually.EqualAsync("all have arrived", await here.TotalAsync(), there.TotalAsync);
        await Eventually.EqualAsync("all are confirmed", 0, () => here.RowsAsync("outbox"));
        Assert.Equal((await here.VerifiedAsync()).OrderBy(r => r.Id), (await there.VerifiedAsync()).OrderBy(r => r.Id));
    }

    /// <summary>The control: without the inbox the check above fails.</summary>
    [Fact]
    public async Task Without_the_inbox_what_is_brought_several_times_takes_effect_several_times()
    {
        var bus = Track(new RepeatingBus(NewBus()));
        var there = await StartAsync(There, new ForgetfulStore(await NewStoreAsync()), bus);
        var here = await StartAsync(Here, bus: bus);

        await PassOnAsync(here);
        var total = await here.TotalAsync();
        await Eventually.TrueAsync("all have arrived", async () => await there.TotalAsync() >= total);
        await bus.RepeatAllAsync();

        await Eventually.TrueAsync("something has arrived twice", async () => await there.TotalAsync() > total);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_cannot_take_effect_is_set_aside_and_hurts_only_itself(bool refusedByTheDatabase)
    {
        var service = await StartAsync(Here);
        Guid first = Guid.CreateVersion7(), second = Guid.CreateVersion7();
        object bad = refusedByTheDatabase ? new Add(first, -1000) : new Break(first);
        var envelope = Counter.Envelope(new Add(first, 1), bad, new Add(second, 2), new Add(first, 4));
        var sender = Track(NewBus());

        await sender.SendAsync(Here, envelope, CancellationToken.None);
        await sender.SendAsync(Here, envelope, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => service.AskAsync(new Add(second, 10))));

        await Eventually.EqualAsync("it is set aside", 1, () => service.RowsAsync("dead_letter"));
        await Eventually.EqualAsync("the others have taken effect", 5, () => service.SumAsync(first));
        await Eventually.EqualAsync("the others have taken effect", 102, () => service.SumAsync(second));
        await using var connection = await service.Store.OpenAsync(CancellationToken.None);
        var (origin, type, body, reason) = await connection.QuerySingleAsync<(Guid, string, string, string)>("select envelope, type, body, reason from dead_letter");
        Assert.Equal((envelope.Id, Counter.Types.NameOf(bad)), (origin, type));
        Assert.Contains(first.ToString(), body, StringComparison.Ordinal);
        Assert.Contains(refusedByTheDatabase ? "constraint" : "broken on purpose", reason, StringComparison.OrdinalIgnoreCase);
        Assert.Null(service.Worker.Trouble);
    }

    [Fact]
    public async Task A_message_nobody_can_read_is_set_aside_and_hurts_only_itself()
    {
        var service = await StartAsync(Here);
        var counter = Guid.CreateVersion7();
        var bytes = Counter.Envelope(new Add(counter, 1), new Break(counter), new Add(counter, 2)).Body.ToArray();
        var unknown = System.Text.Encoding.UTF8.GetString(bytes).Replace("\"break\"", "\"unheard-of\"", StringComparison.Ordinal);

        await Track(NewBus()).SendAsync(Here, Envelope.Open(System.Text.Encoding.UTF8.GetBytes(unknown), Counter.Types), CancellationToken.None);

        await Eventually.EqualAsync("the others have taken effect", 3, () => service.SumAsync(counter));
        Assert.Equal(1, await service.ScalarAsync("select count(*) from dead_letter where type = 'unheard-of' and reason like '%unheard-of%'"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_that_fails_fails_only_for_its_caller(bool refusedByTheDatabase)
    {
        var service = await StartAsync(Here);
        var counter = Guid.CreateVersion7();

        var good = Enumerable.Range(0, 20).Select(_ => service.AskAsync(new Add(counter, 1))).ToList();
        var bad = service.AskAsync(refusedByTheDatabase ? new Add(counter, -1000) : new Break(counter));
        good.AddRange(Enumerable.Range(0, 20).Select(_ => service.AskAsync(new Add(counter, 1))));

        await Assert.ThrowsAnyAsync<Exception>(() => bad);
        await Task.WhenAll(good);
        Assert.Equal(new CounterRow(counter, 40, 40, 40), Assert.Single(await service.VerifiedAsync()));
        Assert.Equal(0, await service.RowsAsync("dead_letter"));
    }

    [Fact]
    public async Task Stopping_finishes_what_was_taken_and_refuses_the_rest()
    {
        var database = Track(NewDatabase());
        var there = await StartAsync(There);
        var first = await StartAsync(Here, await database.OpenMigratedAsync(Counter.Step));
        var counter = Guid.CreateVersion7();

        var asked = Enumerable.Range(0, 500).Select(_ => first.AskAsync(new Add(counter, 1, There))).ToList();
        var stopping = first.StopAsync();
        asked.AddRange(Enumerable.Range(0, 500).Select(_ => first.AskAsync(new Add(counter, 1, There))));
        await stopping;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => first.AskAsync(new Add(counter, 1)));
        foreach (var one in asked)
        {
            if (await Record.ExceptionAsync(() => one) is { } refusal)
                Assert.IsType<StoreUnavailableException>(refusal);
        }
        var done = asked.Count(a => a.IsCompletedSuccessfully);
        Assert.InRange(done, 500, 1000);

        var second = await StartAsync(Here, database.Open());
        Assert.Equal(done, await second.SumAsync(counter));
        Assert.Equal(done + 1, await second.AskAsync(new Add(counter, 1, There)));
        await Eventually.EqualAsync("all have arrived", done + 1, () => there.SumAsync(counter));
        await Eventually.EqualAsync("all are confirmed", 0, () => second.RowsAsync("outbox"));
    }

    [Fact]
    public async Task Old_inbox_rows_are_deleted_and_young_ones_kept()
    {
        var store = await NewStoreAsync();
        var now = TimeProvider.System.GetUtcNow();
        var old = now.AddDays(-9);
        (Guid Id, DateTimeOffset Received)[] rows =
        [
            (Guid.CreateVersion7(old), old), (Guid.CreateVersion7(old), old),
            // Waited nine days for its receiver: its repeat may still be on its way.
            (Guid.CreateVersion7(old), now.AddMinutes(-1)),
            (Guid.CreateVersion7(now.AddDays(-7)), now.AddDays(-7)), (Guid.CreateVersion7(now), now),
        ];
        await using (var connection = await store.OpenAsync(CancellationToken.None))
        {
            foreach (var (id, received) in rows)
                await connection.ExecuteAsync("insert into inbox (id, received_at) values (@id, @received)", new { id, received });
        }

        await StartAsync(Here, store);

        await Eventually.EqualAsync("the old ones are gone", 3, () => store.CountAsync("inbox"));
        await using var after = await store.OpenAsync(CancellationToken.None);
        Assert.Equal(rows[2..].Select(r => r.Id).Order(), (await after.QueryAsync<Guid>("select id from inbox")).Order());
    }

    private async Task PassOnAsync(CounterService here)
    {
        var counters = Enumerable.Range(0, 8).Select(_ => Guid.CreateVersion7()).ToArray();
        for (var round = 0; round < 20; round++)
            await Task.WhenAll(counters.Select((counter, i) => here.AskAsync(new Add(counter, 1 + round + i, There))));
    }
}
