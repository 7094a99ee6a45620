using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.UnitOfWork;

public sealed class ArrivalsTests
{
    private readonly HandClock _clock = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
    private readonly Arrivals _arrivals;

    public ArrivalsTests() => _arrivals = new Arrivals(_clock);

    [Fact]
    public void What_is_refused_for_half_a_minute_is_told_with_destination_time_and_reason()
    {
        for (var second = 0; second < 30; second++)
        {
            Fail("tax");
            Arrive("seals");
            Assert.Null(_arrivals.Concern);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            "nothing that was sent to 'tax' since 2026-03-02T01:00:00Z has arrived (no queue takes it; it stays in the outbox and is sent again)",
            _arrivals.Concern);
    }

    [Fact]
    public void What_is_never_confirmed_is_told_though_nothing_failed()
    {
        _arrivals.Sent("tax");
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(
            "nothing that was sent to 'tax' since 2026-03-02T01:00:00Z has arrived (it is not confirmed; it stays in the outbox and is sent again over a new connection)",
            _arrivals.Concern);
    }

    [Fact]
    public void Every_destination_that_takes_nothing_is_told()
    {
        _arrivals.Sent("tax");
        _arrivals.Sent("seals");
        _arrivals.Sent("desk");
        _clock.Advance(Arrivals.Patience);
        _arrivals.Arrived("desk");

        Assert.Equal(["'seals'", "'tax'"], _arrivals.Concern!.Split("; nothing").Select(line => line.Split(' ').First(word => word.StartsWith('\''))));
    }

    [Fact]
    public void A_destination_that_takes_one_thing_after_another_is_in_order_however_much_is_under_way()
    {
        for (var second = 0; second < 100; second++)
        {
            _arrivals.Sent("tax");
            _arrivals.Sent("tax");
            _clock.Advance(TimeSpan.FromSeconds(1));
            _arrivals.Arrived("tax");
            Assert.Null(_arrivals.Concern);
        }
    }

    [Fact]
    public void What_arrives_at_last_ends_the_concern()
    {
        Fail("tax");
        _arrivals.Sent("tax");
        _clock.Advance(Arrivals.Patience);
        Assert.NotNull(_arrivals.Concern);

        _arrivals.Arrived("tax");
        Assert.Null(_arrivals.Concern);
        _clock.Advance(Arrivals.Patience);
        Assert.Null(_arrivals.Concern);
    }

    [Fact]
    public void What_is_no_longer_tried_has_been_brought_by_another_copy()
    {
        Fail("tax");
        _clock.Advance(Arrivals.Patience);
        Assert.Null(_arrivals.Concern);

        _arrivals.Sent("tax");
        Assert.Null(_arrivals.Concern);
    }

    [Fact]
    public void Only_the_first_failure_since_something_arrived_is_told()
    {
        Assert.True(Fail("tax"));
        Assert.False(Fail("tax"));
        Assert.True(Fail("seals"));
        Arrive("tax");
        Assert.True(Fail("tax"));
        Assert.False(Fail("seals"));
    }

    private bool Fail(string to)
    {
        _arrivals.Sent(to);
        return _arrivals.Failed(to, "no queue takes it");
    }

    private void Arrive(string at)
    {
        _arrivals.Sent(at);
        _arrivals.Arrived(at);
    }
}
