using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.UnitOfWork.Shelves;

namespace OneVisit.Unit.UnitOfWork;

/// <summary>An aggregate that waits for a moment is woken when it has come, and is not woken for ever.</summary>
public sealed class WakeTests
{
    private static readonly DateTimeOffset Tea = Start.AddMinutes(3);
    private readonly Shelves _shelves = new() { Memory = new Recollection<Shelf>(8) };

    private object? WakesAt => Assert.Single(_shelves.Store.Rows("shelf"))["wakes_at"];

    [Fact]
    public async Task The_moment_stands_with_the_state_and_goes_when_it_has_come()
    {
        await _shelves.RunAsync(Command(new Arm(Id(1), Tea)));
        Assert.Equal(Tea, WakesAt);

        _shelves.Now = Tea;
        await WakeAsync();

        Assert.Equal(["on", "woke"], _shelves[1]!.Heard);
        Assert.Null(WakesAt);
    }

    [Fact]
    public async Task Woken_twice_in_one_batch_and_again_it_wakes_once()
    {
        await _shelves.RunAsync(Command(new Arm(Id(1), Tea)));
        _shelves.Now = Tea;

        await _shelves.RunAsync(new WakeIntake(Id(1), () => { }), new WakeIntake(Id(1), () => { }));
        await WakeAsync();

        Assert.Equal(["on", "woke"], _shelves[1]!.Heard);
        Assert.Empty(_shelves.Store.Rows("dead_letter"));
    }

    [Fact]
    public async Task What_no_longer_waits_when_it_is_woken_stays_as_it_is()
    {
        await _shelves.RunAsync(Command(new Arm(Id(1), Tea)));
        await _shelves.RunAsync(Command(new Arm(Id(1), null)));
        Assert.Null(WakesAt);
        _shelves.Now = Tea;
        var version = _shelves.Version(1);

        await WakeAsync();

        Assert.Equal(["on", "off"], _shelves[1]!.Heard);
        Assert.Equal(version, _shelves.Version(1));
    }

    [Fact]
    public async Task Woken_too_early_it_goes_on_waiting_for_the_moment_it_asks_for()
    {
        await _shelves.RunAsync(Command(new Arm(Id(1), Tea)));
        _shelves.Store.Rows("shelf")[0]["wakes_at"] = Start;

        await WakeAsync();

        Assert.Equal(["on"], _shelves[1]!.Heard);
        Assert.Equal(Tea, WakesAt);
        Assert.Empty(_shelves.Store.Rows("dead_letter"));
    }

    [Fact]
    public async Task Rules_that_do_nothing_at_the_moment_they_asked_for_are_asked_again_on_the_next_day_only()
    {
        await _shelves.RunAsync(Command(new Doze(Id(1), Tea)));
        _shelves.Now = Tea;

        await WakeAsync();

        Assert.Equal(Tea.AddDays(1), WakesAt);
        Assert.Contains("woken for ever", (string)Assert.Single(_shelves.Store.Rows("dead_letter"))["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wake_that_failed_beside_a_message_that_changes_the_aggregate_is_not_forgotten()
    {
        await _shelves.RunAsync(Command(new Doze(Id(1), Tea)));
        _shelves.Now = Tea;

        await _shelves.RunAsync(new WakeIntake(Id(1), () => { }), Command(new Arm(Id(1), Tea.AddDays(3))));

        Assert.Equal(Tea.AddDays(1), WakesAt);
    }

    [Fact]
    public async Task An_aggregate_whose_wake_fails_waits_for_its_new_moment_once_it_has_changed()
    {
        await _shelves.RunAsync(Command(new Doze(Id(1), Tea)));
        _shelves.Now = Tea;
        await WakeAsync();

        await _shelves.RunAsync(Command(new Arm(Id(1), Tea.AddMinutes(1))));

        Assert.Equal(Tea.AddMinutes(1), WakesAt);
    }

    private async Task WakeAsync() => await _shelves.RunAsync(new WakeIntake(Id(1), () => { }));
}
