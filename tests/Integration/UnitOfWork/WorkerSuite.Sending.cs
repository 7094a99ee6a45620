using OneVisit.Support;

namespace OneVisit.Integration.UnitOfWork;

/// <content>What is sent arrives, whatever becomes of sender and receiver.</content>
public abstract partial class WorkerSuite
{
    [Fact]
    public async Task What_a_killed_process_has_not_sent_its_successor_sends_once()
    {
        var there = await StartAsync(There);
        var database = Track(NewDatabase());
        var counter = Guid.CreateVersion7();
        // It commits, and nothing leaves it; it is not stopped until the test is over.
        var killed = await StartAsync(Unique.Name("killed"), await database.OpenMigratedAsync(Counter.Step), Track(new SilentBus(NewBus())));
        await killed.AskAsync(new Add(counter, 7, There));
        await killed.AskAsync(new Add(counter, 5, There));
        Assert.Equal(2, await killed.RowsAsync("outbox"));
        Assert.Equal(0, await there.SumAsync(counter));

        var successor = await StartAsync(Here, database.Open());

        await Eventually.EqualAsync("both have arrived", 12, () => there.SumAsync(counter));
        await Eventually.EqualAsync("both are confirmed", 0, () => successor.RowsAsync("outbox"));
        Assert.Equal(2, Assert.Single(await there.VerifiedAsync()).Version);
    }

    [Fact]
    public async Task What_was_sent_and_not_confirmed_is_sent_again_and_takes_effect_once()
    {
        var there = await StartAsync(There);
        var here = await StartAsync(Here, bus: Track(new UnconfirmingBus(NewBus())));
        var counter = Guid.CreateVersion7();

        await Task.WhenAll(Enumerable.Range(1, 50).Select(i => here.AskAsync(new Add(counter, i, There))));

        await Eventually.EqualAsync("all are confirmed", 0, () => here.RowsAsync("outbox"));
        Assert.Equal(50 * 51 / 2, await there.SumAsync(counter));
        await there.VerifiedAsync();
    }

    [Fact]
    public async Task What_is_sent_to_a_stopped_service_arrives_once_it_runs_again()
    {
        var database = Track(NewDatabase());
        var here = await StartAsync(Here);
        var counter = Guid.CreateVersion7();
        await (await StartAsync(There, await database.OpenMigratedAsync(Counter.Step))).StopAsync();

        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => here.AskAsync(new Add(counter, i, There))));
        var there = await StartAsync(There, database.Open());

        await Eventually.EqualAsync("all have arrived", 210, () => there.SumAsync(counter));
        await Eventually.EqualAsync("all are confirmed", 0, () => here.RowsAsync("outbox"));
    }

    [Fact]
    public async Task A_destination_that_takes_nothing_for_half_a_minute_is_named_until_something_arrives_there()
    {
        var (clock, way) = (new StandingClock(), new BarredBus(NewBus()));
        var here = Track(await new CounterService(Here, await NewStoreAsync(), Track(way), clock: clock).StartAsync());
        var there = await StartAsync(There);
        var counter = Guid.CreateVersion7();

        await here.AskAsync(new Add(counter, 3, There));
        for (var seconds = 0; seconds < 30; seconds += 5)
        {
            var refused = way.Refused;
            await Eventually.TrueAsync("it is tried again", () => way.Refused > refused);
            Assert.Null(here.Worker.Concern);
            clock.Now += TimeSpan.FromSeconds(5);
        }
        Assert.Contains($"sent to '{There}'", here.Worker.Concern, StringComparison.Ordinal);

        way.IsBarred = false;
        await Eventually.EqualAsync("it has arrived", 3, () => there.SumAsync(counter));
        await Eventually.TrueAsync("all is well again", () => here.Worker.Concern is null);
    }

    [Fact]
    public async Task What_is_confirmed_is_deleted_though_the_rest_of_the_housekeeping_fails()
    {
        var there = await StartAsync(There);
        var here = await StartAsync(Here, unit: Counter.Unit(Here) with { MomentsRestOn = () => throw new InvalidOperationException("broken on purpose") });

        await here.AskAsync(new Add(Guid.CreateVersion7(), 1, There));

        await Eventually.EqualAsync("it is deleted", 0, () => here.RowsAsync("outbox"));
        Assert.Equal(1, await there.TotalAsync());
        await Eventually.TrueAsync("the rest fails", () => here.Worker.Trouble == "broken on purpose");
    }
}
