using CsCheck;
using OneVisit.Support;

namespace OneVisit.Unit.Measuring;

public sealed class PaceTests
{
    private static readonly Gen<(int Rate, TimeSpan Elapsed)> AnyMoment = Gen.Select(Gen.Int[1, 2000], Gen.Long[0, 600_000_000].Select(TimeSpan.FromTicks));

    [Fact]
    public void The_first_is_due_at_once() => Assert.Equal(1, new Pace(10).DueBy(TimeSpan.Zero));

    [Fact]
    public void Whoever_sleeps_as_told_finds_the_next_one_due_and_not_a_millisecond_later() => AnyMoment.Sample(at =>
    {
        var pace = new Pace(at.Rate);
        var next = pace.DueBy(at.Elapsed);
        var awake = at.Elapsed + pace.Until(next, at.Elapsed);
        Assert.InRange(pace.DueBy(awake), next + 1, next + 1 + (at.Rate / 1000));
        Assert.InRange(awake - pace.DueAt(next), TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
    });

    [Fact]
    public void A_moment_that_lies_between_two_ticks_is_the_same_for_whoever_sleeps_and_whoever_counts()
    {
        var pace = new Pace(754);
        var elapsed = TimeSpan.FromTicks(555_480_716);
        var next = pace.DueBy(elapsed);

        Assert.Equal(next + 1, pace.DueBy(elapsed + pace.Until(next, elapsed)));
    }

    [Fact]
    public void So_many_begin_in_a_second_as_were_asked_for() => AnyMoment.Sample(at =>
    {
        var pace = new Pace(at.Rate);
        Assert.Equal(at.Rate, pace.DueBy(at.Elapsed + TimeSpan.FromSeconds(1)) - pace.DueBy(at.Elapsed), 1.0);
    });
}
