namespace OneVisit.Clock;

/// <summary>
/// Days of a legal limit (行政许可法 Art 82: working days). Pure functions of a period and a calendar. The start day does not count; a day
/// counts when it is a working day, or any day where the budget is in natural days, and no pause touches it; the due date is the day on
/// which the budget with its extensions has been counted. A limit in natural days whose last day is not a working day ends on the next
/// one, also when a pause touches that: the end moves, nothing is counted any more. A limit of no days is due on the start day.
/// </summary>
public static class LegalClock
{
    /// <summary>The due date. Constant in the length of the period, linear in the number of its pauses; allocates nothing.</summary>
    /// <param name="at">The day about which consumed, remaining and overdue are asked.</param>
    public static Projection Project(CountingCalendar calendar, Period period, DateOnly? at = null)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(period);
        int? consumed = at is { } day ? Math.Min(period.Days, CountedThrough(calendar, period, day.DayNumber)) : null;
        var remaining = period.Days - consumed;
        if (period.OpenPause is not null)
            return new Projection(null, ClockState.Paused, consumed, remaining, Provisional: false);
        var start = period.Start.DayNumber;
        var due = DueOf(calendar, period);
        return new Projection(
            DateOnly.FromDayNumber(due),
            at?.DayNumber > due ? ClockState.Overdue : ClockState.Running,
            consumed,
            remaining,
            Provisional: !calendar.IsPublished(Math.Min(start + 1, due), due));
    }

    /// <summary>
    /// Every day from the day after the start through the due date. While a pause is open there is none: then through the day on which it
    /// begins, or on which everything has been counted if that is earlier.
    /// </summary>
    public static IReadOnlyList<ExplainedDay> Explain(CountingCalendar calendar, Period period)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(period);
        var open = period.OpenPause;
        var due = open is null ? DueOf(calendar, period) : int.MaxValue;
        var days = new List<ExplainedDay>();
        var counted = 0;
        var next = 0;
        for (var day = period.Start.DayNumber + 1; day <= due; day++)
        {
            if (open is { } pause && (day > pause.From.DayNumber || counted == period.Days))
                break;
            while (next < period.Pauses.Count && period.Pauses[next].To?.DayNumber < day)
                next++;
            var paused = next < period.Pauses.Count && period.Pauses[next].From.DayNumber <= day;
            var counts = !paused && counted < period.Days && (period.Budget.Counting == Counting.NaturalDays || calendar.IsWorking(day));
            if (counts)
                counted++;
            var date = DateOnly.FromDayNumber(day);
            days.Add(new ExplainedDay(date, counts, paused ? DayKind.Paused : calendar.KindOf(date), paused ? period.Pauses[next].Cause : null));
        }
        return days;
    }

    /// <summary>The first day on which a rung has been reached; null while a pause is open, and for one that lies within no day of the period.</summary>
    public static DateOnly? Reached(CountingCalendar calendar, Period period, Rung rung)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(period);
        if (period.OpenPause is not null)
            return null;
        var due = DueOf(calendar, period);
        if (rung.DaysAfter is { } after)
            return DateOnly.FromDayNumber((after == 0 ? due : calendar.NthWorking(calendar.WorkingThrough(due) + after)) + 1);
        if (period.Days == 0)
            return null;
        var start = period.Start.DayNumber;
        var reached = rung.Percent is { } percent ? CountedDay(calendar, period, Math.Max(1, (int)((period.Days * (long)percent + 99) / 100))) : due;
        // A limit of one day has no working day before its last: it is warned of on that day.
        if (rung.DaysBefore is { } before && calendar.NthWorking(calendar.WorkingThrough(due - 1) - before + 1) is var day && day > start)
            reached = Math.Min(reached, day);
        return DateOnly.FromDayNumber(reached);
    }

    /// <summary>What becomes of a due date when the calendar is published or corrected.</summary>
    /// <param name="before">The calendar as it was known when the due date was last told.</param>
    public static Reprojection Reproject(CountingCalendar before, CountingCalendar after, Period period, DateOnly? at = null)
    {
        var (old, now) = (Project(before, period, at), Project(after, period, at));
        if (old.Due == now.Due)
            return new Reprojection(old, now, MovedBy.Nothing, []);
        var changed = new List<ChangedDay>();
        var corrected = false;
        for (var date = period.Start.AddDays(1); date <= old.Due || date <= now.Due; date = date.AddDays(1))
        {
            if (before.IsWorkingDay(date) == after.IsWorkingDay(date))
                continue;
            var day = new ChangedDay(date, before.KindOf(date), after.KindOf(date));
            corrected |= day.Before != DayKind.BeyondPublishedCalendar;
            changed.Add(day);
        }
        return new Reprojection(old, now, corrected ? MovedBy.Correction : MovedBy.Publication, changed);
    }

    private static int DueOf(CountingCalendar calendar, Period period)
    {
        if (period.Days == 0)
            return period.Start.DayNumber;
        var last = CountedDay(calendar, period, period.Days);
        return period.Budget.Counting == Counting.WorkingDays || calendar.IsWorking(last) ? last : calendar.NthWorking(calendar.WorkingThrough(last) + 1);
    }

    /// <summary>The day number of the n-th day that counts, from 1. No pause is open.</summary>
    private static int CountedDay(CountingCalendar calendar, Period period, int n)
    {
        var natural = period.Budget.Counting == Counting.NaturalDays;
        var start = period.Start.DayNumber;
        var missing = n;
        // The last day looked at: what is missing is counted from the day after it.
        var at = start;
        foreach (ref readonly var pause in period.PausesInOrder)
        {
            var from = pause.From.DayNumber;
            if (from > at)
            {
                var free = Count(calendar, natural, from - 1) - Count(calendar, natural, at);
                if (free >= missing)
                    break;
                missing -= free;
            }
            at = Math.Max(at, pause.To!.Value.DayNumber);
        }
        return natural ? at + missing : calendar.NthWorking(calendar.WorkingThrough(at) + missing);
    }

    private static int CountedThrough(CountingCalendar calendar, Period period, int through)
    {
        var natural = period.Budget.Counting == Counting.NaturalDays;
        var (at, counted) = (period.Start.DayNumber, 0);
        foreach (ref readonly var pause in period.PausesInOrder)
        {
            var until = Math.Min(pause.From.DayNumber - 1, through);
            if (until > at)
                counted += Count(calendar, natural, until) - Count(calendar, natural, at);
            at = Math.Max(at, pause.To?.DayNumber ?? int.MaxValue);
            if (at >= through)
                return counted;
        }
        return through > at ? counted + Count(calendar, natural, through) - Count(calendar, natural, at) : counted;
    }

    private static int Count(CountingCalendar calendar, bool natural, int day) => natural ? day : calendar.WorkingThrough(day);
}
