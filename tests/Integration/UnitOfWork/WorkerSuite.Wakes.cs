using OneVisit.Support;

namespace OneVisit.Integration.UnitOfWork;

/// <content>Those who wait for a moment.</content>
public abstract partial class WorkerSuite
{
    [Fact]
    public async Task Who_waits_for_a_moment_is_woken_once()
    {
        var there = await StartAsync(There);
        var here = await StartAsync(Here);
        Guid due = Guid.CreateVersion7(), later = Guid.CreateVersion7();

        await here.AskAsync(new Remind(due, TimeProvider.System.GetUtcNow(), 5, There));
        await here.AskAsync(new Remind(later, TimeProvider.System.GetUtcNow().AddDays(1), 5, There));

        await Eventually.EqualAsync("it has fired", 5, () => there.SumAsync(due));
        await Eventually.EqualAsync("only the other waits", $"{later}", here.WaitingAsync);
        Assert.Equal(5, await there.TotalAsync());
    }

    [Fact]
    public async Task A_wake_whose_effect_the_database_refuses_is_set_aside_and_does_not_come_for_ever()
    {
        var service = await StartAsync(Here);
        Guid bad = Guid.CreateVersion7(), good = Guid.CreateVersion7();

        await service.AskAsync(new Remind(bad, TimeProvider.System.GetUtcNow(), -1000, ""));
        await Eventually.EqualAsync("it is set aside", 1, () => service.RowsAsync("dead_letter"));
        // For tomorrow.
        Assert.Equal($"{bad}", await service.WaitingAsync());

        // Two more rounds of the clock, told by another that works.
        for (var round = 1; round <= 2; round++)
        {
            await service.AskAsync(new Remind(good, TimeProvider.System.GetUtcNow(), 1, ""));
            await Eventually.EqualAsync("the other was woken", round, () => service.SumAsync(good));
        }
        Assert.Equal(1, await service.RowsAsync("dead_letter"));
    }

    [Fact]
    public async Task When_moments_come_to_rest_on_something_else_those_who_wait_derive_theirs_anew()
    {
        var (basis, earlier) = (new object(), TimeSpan.Zero);
        var store = await NewStoreAsync();
        CounterService Copy() => Track(new CounterService(Here, store, Track(NewBus()), Counter.Unit(Here, () => earlier) with { MomentsRestOn = () => basis }));
        Guid first = Guid.CreateVersion7(), second = Guid.CreateVersion7();
        var service = await Copy().StartAsync();
        var due = TimeProvider.System.GetUtcNow().AddHours(1);
        await service.AskAsync(new Remind(first, due, 1, ""));

        (earlier, basis) = (TimeSpan.FromHours(2), new object());
        await Eventually.EqualAsync("its moment lies in the past now", 1, () => service.SumAsync(first));

        // Also when that happened while nothing ran.
        earlier = TimeSpan.Zero;
        await service.AskAsync(new Remind(second, due, 1, ""));
        await service.StopAsync();
        earlier = TimeSpan.FromHours(2);
        var again = await Copy().StartAsync();
        await Eventually.EqualAsync("it is found at the start", 1, () => again.SumAsync(second));
        Assert.Equal(0, await again.RowsAsync("dead_letter"));
    }

    [Fact]
    public async Task Columns_that_rest_on_something_else_are_derived_anew_when_that_changes_also_while_nothing_ran()
    {
        var (basis, earlier) = (new object(), TimeSpan.Zero);
        var store = await NewStoreAsync();
        CounterService Copy() => Track(new CounterService(Here, store, Track(NewBus()), Counter.Unit(Here, () => earlier) with { MomentsRestOn = () => basis }));
        var (due, counter) = (new DateTimeOffset(2100, 1, 31, 12, 0, 0, TimeSpan.Zero), Guid.CreateVersion7());
        var service = await Copy().StartAsync();
        await service.AskAsync(new Remind(counter, due, 1, ""));
        Assert.Equal("2100-01-31", await service.DueAsync(counter));

        (earlier, basis) = (TimeSpan.FromDays(1), new object());
        await Eventually.EqualAsync("it is a day earlier", "2100-01-30", () => service.DueAsync(counter));

        await service.StopAsync();
        earlier = TimeSpan.FromDays(2);
        var again = await Copy().StartAsync();
        await Eventually.EqualAsync("it is another day earlier", "2100-01-29", () => again.DueAsync(counter));
    }
}
