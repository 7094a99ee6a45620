using CsCheck;
using OneVisit.Clock;
using OneVisit.Contracts;

namespace OneVisit.Unit.Clock;

/// <summary>Whatever is asked, the clock answers as the slow one does, day for day.</summary>
public sealed class ClockProperties
{
    private sealed record Question(DateOnly Start, int Days, bool Natural, IReadOnlyList<(DateOnly From, DateOnly? To)> Pauses, IReadOnlyList<int> Extensions, DateOnly? At);

    private sealed record Published(DateOnly First, DateOnly Last, HashSet<DateOnly> Off, HashSet<DateOnly> MakeUp);

    // From before the published year until after it.
    private static readonly Gen<DateOnly> Start = Gen.Int[0, 700].Select(d => new DateOnly(2025, 9, 1).AddDays(d));

    // Pauses are gaps and lengths in turn, so that they never overlap; a gap of 0 makes two adjacent.
    private static readonly Gen<Question> Questions =
        from start in Start
        from days in Gen.Frequency((3, Gen.Int[0, 12]), (1, Gen.Int[13, 120]))
        from natural in Gen.Bool
        from lead in Gen.Int[-20, 12]
        from stretches in Gen.Select(Gen.Int[0, 12], Gen.Int[1, 14]).List[0, 4]
        from open in Gen.Frequency((5, Gen.Const(false)), (1, Gen.Const(true)))
        from extensions in Gen.Int[0, 10].List[0, 2]
        from at in Gen.Int[-5, 60]
        from asked in Gen.Bool
        select new Question(start, days, natural, Pauses(start.AddDays(lead), stretches, open), extensions, asked ? start.AddDays(at) : null);

    private static readonly Gen<Published> Calendars =
        from first in Gen.Int[0, 300]
        from length in Gen.Int[1, 400]
        from named in Gen.Select(Gen.Int[0, 399], Gen.Bool).List[0, 40]
        select Publish(new DateOnly(2025, 10, 1).AddDays(first), length, named);

    private static readonly Gen<Rung> Rungs = Gen.OneOf(
        Gen.Int[0, 12].Select(after => new Rung(null, null, after)),
        Gen.Int[1, 100].Select(percent => new Rung(percent, null, null)),
        Gen.Int[1, 12].Select(before => new Rung(null, before, null)),
        Gen.Select(Gen.Int[1, 100], Gen.Int[1, 12]).Select((percent, before) => new Rung(percent, before, null)));

    [Fact]
    public void The_national_clock_is_the_slow_one() =>
        Questions.Sample(question => AssertSame(Sample.China, DayByDay.China, question), iter: 20_000);

    [Fact]
    public void Any_calendar_s_clock_is_the_slow_one() => Gen.Select(Calendars, Questions).Sample(
        (published, question) => AssertSame(
            CountingCalendar.Of("any", WorkingWeek.MondayToFriday, published.First, published.Last, published.Off, published.MakeUp),
            new DayByDay(published.First, published.Last, published.Off, published.MakeUp),
            question),
        iter: 5_000);

    [Fact]
    public void A_warning_is_due_on_the_day_on_which_the_slow_clock_first_finds_it() => Gen.Select(Questions, Rungs).Sample(
        (question, rung) => Assert.Equal(
            DayByDay.China.Reached(question.Start, question.Days, question.Natural, question.Pauses, question.Extensions, rung.Percent, rung.DaysBefore, rung.DaysAfter),
            LegalClock.Reached(Sample.China, PeriodOf(question), rung)),
        iter: 5_000);

    [Fact]
    public void A_longer_budget_is_never_due_earlier() => Gen.Select(Questions, Gen.Int[0, 30]).Sample((question, more) =>
    {
        var (shorter, longer) = (Project(question), Project(question with { Days = question.Days + more }));
        Assert.True(shorter.Due is null || shorter.Due <= longer.Due);
    });

    [Fact]
    public void An_extension_is_worth_as_many_days_of_budget() => Gen.Select(Questions, Gen.Int[0, 30]).Sample((question, days) =>
        Assert.Equal(Project(question with { Days = question.Days + days }), Project(question with { Extensions = [.. question.Extensions, days] })));

    [Fact]
    public void The_order_in_which_pauses_are_given_changes_nothing() => Questions.Sample(question =>
        Assert.Equal(Project(question), Project(question with { Pauses = [.. question.Pauses.Reverse()] })));

    [Fact]
    public void A_pause_that_is_over_before_the_start_changes_nothing() => Questions.Sample(question =>
    {
        var before = question.Pauses.Where(p => p.To is null || p.To > question.Start).ToList();
        Assert.Equal(Project(question with { Pauses = before }), Project(question));
    });

    private static void AssertSame(CountingCalendar calendar, DayByDay slow, Question question)
    {
        var period = PeriodOf(question);
        var seen = LegalClock.Project(calendar, period, question.At);
        var expected = slow.Project(question.Start, question.Days, question.Natural, question.Pauses, question.Extensions, question.At);
        Assert.Equal(
            (expected.Due, expected.State, expected.Consumed, expected.Remaining, expected.Provisional),
            (seen.Due, KebabCase.Of(seen.State), seen.Consumed, seen.Remaining, seen.Provisional));
        if (seen.Due is not null)
            Assert.Equal(expected.Days, LegalClock.Explain(calendar, period).Select(d => (d.Date, d.Counted, KebabCase.Of(d.Kind))));
    }

    private static Projection Project(Question question) => LegalClock.Project(Sample.China, PeriodOf(question), question.At);

    private static Period PeriodOf(Question question) => Period.Of(
        question.Start,
        new Budget(question.Days, question.Natural ? Counting.NaturalDays : Counting.WorkingDays),
        [.. question.Pauses.Select(p => new Pause(p.From, p.To, "hearing"))],
        [.. question.Extensions.Select(days => new Extension(days, question.Start))]);

    private static List<(DateOnly From, DateOnly? To)> Pauses(DateOnly from, List<(int Gap, int Length)> stretches, bool open)
    {
        var pauses = new List<(DateOnly, DateOnly?)>();
        foreach (var (gap, length) in stretches)
        {
            from = from.AddDays(gap);
            pauses.Add((from, from.AddDays(length - 1)));
            from = from.AddDays(length);
        }
        if (open)
            pauses.Add((from, null));
        return pauses;
    }

    private static Published Publish(DateOnly first, int length, List<(int Day, bool Off)> named)
    {
        var (off, makeUp) = (new HashSet<DateOnly>(), new HashSet<DateOnly>());
        foreach (var (day, isOff) in named.DistinctBy(n => n.Day).Where(n => n.Day < length))
        {
            var date = first.AddDays(day);
            if (isOff)
                off.Add(date);
            else if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                makeUp.Add(date);
        }
        return new Published(first, first.AddDays(length - 1), off, makeUp);
    }
}
