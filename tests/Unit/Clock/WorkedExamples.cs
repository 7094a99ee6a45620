using OneVisit.Clock;
using OneVisit.Kit;

namespace OneVisit.Unit.Clock;

/// <summary>Periods counted by hand with the notice for 2026 beside them.</summary>
public sealed class WorkedExamples
{
    [Theory]
    // An ordinary week: Monday, three days, Thursday. Friday, one day, Monday.
    [InlineData("2026-03-02", 3, "2026-03-05")]
    [InlineData("2026-03-06", 1, "2026-03-09")]
    [InlineData("2026-03-07", 1, "2026-03-09")]
    // Spring Festival: Saturday the 14th is worked; 15th to 23rd is off; Saturday the 28th is worked.
    [InlineData("2026-02-13", 1, "2026-02-14")]
    [InlineData("2026-02-13", 2, "2026-02-24")]
    [InlineData("2026-02-14", 1, "2026-02-24")]
    [InlineData("2026-02-24", 4, "2026-02-28")]
    [InlineData("2026-02-24", 5, "2026-03-02")]
    // New Year: Sunday the 4th is worked.
    [InlineData("2026-01-02", 1, "2026-01-04")]
    [InlineData("2026-01-02", 2, "2026-01-05")]
    // Labour Day and its Saturday; Dragon Boat; Mid-Autumn and its Sunday; National Day and its Saturday.
    [InlineData("2026-04-30", 1, "2026-05-06")]
    [InlineData("2026-04-30", 4, "2026-05-09")]
    [InlineData("2026-06-18", 1, "2026-06-22")]
    [InlineData("2026-09-18", 1, "2026-09-20")]
    [InlineData("2026-09-24", 1, "2026-09-28")]
    [InlineData("2026-09-30", 1, "2026-10-08")]
    [InlineData("2026-09-30", 3, "2026-10-10")]
    // The licensing law's twenty days of a spring: 25, 26, 27, 28 of February, the 15 working days of 2 to 20 March, and the 23rd.
    [InlineData("2026-02-24", 20, "2026-03-23")]
    // Nothing to count: due on the start day, whatever day that is.
    [InlineData("2026-02-17", 0, "2026-02-17")]
    public void Working_days(string start, int days, string due) =>
        Assert.Equal((Sample.Date(due), false), Due(Sample.Period(start, days)));

    [Theory]
    [InlineData("2026-03-02", 3, "2026-03-05")]
    // Ends on a Sunday, on a make-up Sunday, on a holiday, on the first of several.
    [InlineData("2026-03-02", 6, "2026-03-09")]
    [InlineData("2026-09-15", 5, "2026-09-20")]
    [InlineData("2026-02-10", 10, "2026-02-24")]
    [InlineData("2026-09-25", 2, "2026-09-28")]
    [InlineData("2026-09-21", 10, "2026-10-08")]
    [InlineData("2026-03-07", 0, "2026-03-07")]
    public void Natural_days_end_on_a_working_day(string start, int days, string due) =>
        Assert.Equal((Sample.Date(due), false), Due(Sample.Period(start, days, Counting.NaturalDays)));

    [Theory]
    // From Thursday through Monday, over a weekend: Tuesday is the second day.
    [InlineData("2026-03-03", 2, "2026-03-05..2026-03-09", "2026-03-10")]
    // On the weekend alone: nothing is lost, nothing gained.
    [InlineData("2026-03-03", 5, "2026-03-07..2026-03-08", "2026-03-10")]
    // The last day would have been the first of the pause.
    [InlineData("2026-03-02", 1, "2026-03-03..2026-03-03", "2026-03-04")]
    // It begins the day after the due date, and does not move it.
    [InlineData("2026-03-02", 1, "2026-03-04..2026-03-20", "2026-03-03")]
    // Before the start; over the start; two adjacent ones.
    [InlineData("2026-03-02", 1, "2026-02-24..2026-03-01", "2026-03-03")]
    [InlineData("2026-03-02", 1, "2026-02-24..2026-03-04", "2026-03-05")]
    [InlineData("2026-03-02", 2, "2026-03-04..2026-03-05 2026-03-06..2026-03-09", "2026-03-10")]
    // Over the make-up Saturday, which then is no day won.
    [InlineData("2026-02-12", 2, "2026-02-14..2026-02-14", "2026-02-24")]
    public void A_pause_counts_neither_its_first_nor_its_last_day(string start, int days, string pauses, string due) =>
        Assert.Equal((Sample.Date(due), false), Due(Sample.Period(start, days, pauses: pauses)));

    [Fact]
    public void A_natural_end_moves_to_the_next_working_day_also_into_a_pause()
    {
        var period = Sample.Period("2026-03-02", 6, Counting.NaturalDays, pauses: "2026-03-09..2026-03-13");

        Assert.Equal(Sample.Date("2026-03-09"), Due(period).Due);
        Assert.Equal(
            [("2026-03-08", true, DayKind.Weekend), ("2026-03-09", false, DayKind.Paused)],
            LegalClock.Explain(Sample.China, period).TakeLast(2).Select(d => ($"{d.Date:yyyy-MM-dd}", d.Counted, d.Kind)));
    }

    [Theory]
    [InlineData("", "2026-03-04")]
    [InlineData("3", "2026-03-09")]
    [InlineData("3 2", "2026-03-11")]
    [InlineData("0", "2026-03-04")]
    public void Extensions_are_counted_like_the_budget(string extensions, string due) =>
        Assert.Equal((Sample.Date(due), false), Due(Sample.Period("2026-03-02", 2, extensions: extensions)));

    [Theory]
    // 31 December is the last published day.
    [InlineData("2026-12-30", 1, "2026-12-31", false)]
    [InlineData("2026-12-30", 2, "2027-01-01", true)]
    [InlineData("2026-12-31", 2, "2027-01-04", true)]
    [InlineData("2027-03-05", 0, "2027-03-05", true)]
    // And the first of January the first: the start day itself does not count, so it may lie before.
    [InlineData("2025-12-30", 1, "2025-12-31", true)]
    [InlineData("2025-12-31", 1, "2026-01-04", false)]
    [InlineData("2025-12-31", 0, "2025-12-31", true)]
    public void A_date_beyond_what_is_published_is_provisional(string start, int days, string due, bool provisional) =>
        Assert.Equal((Sample.Date(due), provisional), Due(Sample.Period(start, days)));

    [Theory]
    [InlineData("2026-03-01", 0, 3, "Running")]
    [InlineData("2026-03-02", 0, 3, "Running")]
    [InlineData("2026-03-03", 1, 2, "Running")]
    [InlineData("2026-03-05", 3, 0, "Running")]
    [InlineData("2026-03-06", 3, 0, "Overdue")]
    [InlineData("2027-03-06", 3, 0, "Overdue")]
    public void What_is_used_up_is_asked_for_a_day(string at, int consumed, int remaining, string state)
    {
        var projection = LegalClock.Project(Sample.China, Sample.Period("2026-03-02", 3), Sample.Date(at));

        Assert.Equal((consumed, remaining, state), (projection.Consumed, projection.Remaining, $"{projection.State}"));
    }

    [Fact]
    public void Without_a_day_nothing_is_said_of_what_is_used_up() =>
        Assert.Equal((null, null, ClockState.Running), LegalClock.Project(Sample.China, Sample.Period("2026-03-02", 3)) is var p ? (p.Consumed, p.Remaining, p.State) : default);

    [Fact]
    public void While_a_pause_is_open_nothing_is_due_and_what_was_counted_before_it_stays_counted()
    {
        var period = Sample.Period("2026-03-02", 5, pauses: "2026-03-05..");

        Assert.Equal(new Projection(null, ClockState.Paused, 2, 3, Provisional: false), LegalClock.Project(Sample.China, period, Sample.Date("2026-06-30")));
        Assert.Equal(
            [("2026-03-03", true, DayKind.WorkingDay), ("2026-03-04", true, DayKind.WorkingDay), ("2026-03-05", false, DayKind.Paused)],
            LegalClock.Explain(Sample.China, period).Select(d => ($"{d.Date:yyyy-MM-dd}", d.Counted, d.Kind)));
    }

    [Fact]
    public void Every_day_says_what_it_is_and_whether_it_counted()
    {
        var period = Sample.Period("2026-02-12", 3, pauses: "2026-02-24..2026-02-24");

        Assert.Equal(
            [
                "13 +WorkingDay", "14 +MakeUpWorkingDay", "15 Holiday", "16 Holiday", "17 Holiday", "18 Holiday", "19 Holiday", "20 Holiday", "21 Holiday",
                "22 Holiday", "23 Holiday", "24 Paused hearing", "25 +WorkingDay",
            ],
            LegalClock.Explain(Sample.China, period).Select(d => $"{d.Date.Day} {(d.Counted ? "+" : "")}{d.Kind} {d.Cause}".TrimEnd()));
        Assert.Equal(
            ["31 +WorkingDay", "1 +BeyondPublishedCalendar", "2 BeyondPublishedCalendar", "3 BeyondPublishedCalendar", "4 +BeyondPublishedCalendar"],
            LegalClock.Explain(Sample.China, Sample.Period("2026-12-30", 3)).Select(d => $"{d.Date.Day} {(d.Counted ? "+" : "")}{d.Kind}"));
    }

    /// <summary>A moment becomes a date of the city before anything is counted, wherever the machine stands.</summary>
    [Theory]
    [InlineData("2026-03-02T15:59:59.999Z", "2026-03-03")]
    [InlineData("2026-03-02T16:00:00Z", "2026-03-04")]
    [InlineData("2026-03-02T23:59:59+08:00", "2026-03-03")]
    [InlineData("2026-03-03T00:00:00+08:00", "2026-03-04")]
    [InlineData("2026-03-02T23:00:00-05:00", "2026-03-04")]
    public void A_limit_runs_from_the_date_in_the_city(string accepted, string due)
    {
        var city = new CityTime(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var period = Period.Of(city.DateOf(DateTimeOffset.Parse(accepted)), new Budget(1, Counting.WorkingDays));

        Assert.Equal((Sample.Date(due), false), Due(period));
    }

    private static (DateOnly? Due, bool Provisional) Due(Period period) =>
        LegalClock.Project(Sample.China, period) is var projection ? (projection.Due, projection.Provisional) : default;
}
