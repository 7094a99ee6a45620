using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.UnitOfWork;

public sealed class BacklogTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private readonly HandClock _clock = new(Start);
    private readonly Backlog _backlog;

    public BacklogTests() => _backlog = new Backlog(_clock);

    [Fact]
    public void The_batch_in_hand_ages_while_it_is_worked_on_and_is_remembered_for_a_while_after_it()
    {
        _backlog.Take(Start.AddSeconds(-3));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2)), (_backlog.Age, _backlog.Busy));

        _backlog.Finish();
        _clock.Advance(Backlog.Holds / 2);
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.Zero), (_backlog.Own, _backlog.Busy));
        _clock.Advance(Backlog.Holds / 2);
        Assert.Equal(TimeSpan.Zero, _backlog.Age);
    }

    [Fact]
    public void What_does_not_count_has_no_age_and_still_keeps_the_service_busy()
    {
        _backlog.Take(null);
        _clock.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(40)), (_backlog.Own, _backlog.Busy));
    }

    [Fact]
    public void The_oldest_of_what_others_told_counts_and_each_only_for_its_last_word()
    {
        _backlog.Tell("tax", TimeSpan.FromSeconds(9));
        _backlog.Tell("seals", TimeSpan.FromSeconds(4));
        Assert.Equal((TimeSpan.FromSeconds(9), TimeSpan.Zero), (_backlog.Age, _backlog.Own));

        _backlog.Tell("tax", TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(4), _backlog.Age);
        _clock.Advance(Backlog.Holds);
        Assert.Equal(TimeSpan.Zero, _backlog.Age);
    }
}
