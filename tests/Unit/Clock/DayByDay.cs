namespace OneVisit.Unit.Clock;

/// <summary>
/// The clock written a second time, from the contract alone and as slowly as it reads: one day after the other, a set of names for the
/// calendar, and nothing shared with the product.
/// </summary>
internal sealed class DayByDay(DateOnly first, DateOnly last, ISet<DateOnly> off, ISet<DateOnly> makeUp)
{
    public sealed record Answer(DateOnly? Due, string State, int? Consumed, int? Remaining, bool Provisional, IReadOnlyList<(DateOnly Date, bool Counted, string Why)> Days);

    /// <summary>The notice for 2026, in the words of the notice.</summary>
    public static DayByDay China { get; } = new(
        new(2026, 1, 1), new(2026, 12, 31),
        Days("1/1 1/2 1/3 2/15 2/16 2/17 2/18 2/19 2/20 2/21 2/22 2/23 4/4 4/5 4/6 5/1 5/2 5/3 5/4 5/5 6/19 6/20 6/21 9/25 9/26 9/27 10/1 10/2 10/3 10/4 10/5 10/6 10/7"),
        Days("1/4 2/14 2/28 5/9 9/20 10/10"));

    public Answer Project(DateOnly start, int budget, bool natural, IReadOnlyList<(DateOnly From, DateOnly? To)> pauses, IReadOnlyList<int> extensions, DateOnly? at)
    {
        var granted = budget + extensions.Sum();
        bool Counts(DateOnly day) => day > start && (natural || IsWorking(day)) && !pauses.Any(p => p.From <= day && (p.To is null || day <= p.To));

        int? consumed = null;
        if (at is { } asked)
        {
            consumed = 0;
            for (var day = start.AddDays(1); day <= asked; day = day.AddDays(1))
                consumed += Counts(day) ? 1 : 0;
            consumed = Math.Min(granted, consumed.Value);
        }
        if (pauses.Any(p => p.To is null))
            return new Answer(null, "paused", consumed, granted - consumed, false, []);

        var days = new List<(DateOnly, bool, string)>();
        var (due, counted) = (start, 0);
        while (counted < granted)
        {
            due = due.AddDays(1);
            if (Counts(due))
                counted++;
            days.Add((due, Counts(due), Why(due, pauses)));
        }
        while (natural && granted > 0 && !IsWorking(due))
        {
            due = due.AddDays(1);
            days.Add((due, false, Why(due, pauses)));
        }
        var provisional = granted == 0 ? due < first || due > last : days.Any(d => d.Item1 < first || d.Item1 > last);
        return new Answer(due, at > due ? "overdue" : "running", consumed, granted - consumed, provisional, days);
    }

    /// <summary>The first day on which a warning holds: each of its conditions is looked for day by day.</summary>
    public DateOnly? Reached(DateOnly start, int budget, bool natural, IReadOnlyList<(DateOnly From, DateOnly? To)> pauses, IReadOnlyList<int> extensions, int? percent, int? before, int? after)
    {
        if (Project(start, budget, natural, pauses, extensions, null).Due is not { } due)
            return null;
        if (after is { } late)
        {
            var day = due;
            for (var passed = 0; passed < late; passed += IsWorking(day) ? 1 : 0)
                day = day.AddDays(1);
            return day.AddDays(1);
        }
        var granted = budget + extensions.Sum();
        if (granted == 0)
            return null;
        DateOnly? first = null;
        for (var day = start.AddDays(1); percent is not null && first is null; day = day.AddDays(1))
        {
            if (Project(start, budget, natural, pauses, extensions, day).Consumed * 100 >= Math.Max(1, granted * percent.Value))
                first = day;
        }
        if (before is { } early)
        {
            var day = due;
            for (var left = early; left > 0; left -= IsWorking(day) ? 1 : 0)
                day = day.AddDays(-1);
            if (day > start && (first is null || day < first))
                first = day;
        }
        return first ?? due;
    }

    public bool IsWorking(DateOnly day)
    {
        if (first <= day && day <= last && makeUp.Contains(day))
            return true;
        if (first <= day && day <= last && off.Contains(day))
            return false;
        return day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
    }

    private string Why(DateOnly day, IReadOnlyList<(DateOnly From, DateOnly? To)> pauses)
    {
        if (pauses.Any(p => p.From <= day && day <= p.To))
            return "paused";
        if (day < first || day > last)
            return "beyond-published-calendar";
        if (makeUp.Contains(day))
            return "make-up-working-day";
        if (off.Contains(day))
            return "holiday";
        return IsWorking(day) ? "working-day" : "weekend";
    }

    private static HashSet<DateOnly> Days(string days) => [.. days.Split(' ').Select(d => new DateOnly(2026, int.Parse(d.Split('/')[0]), int.Parse(d.Split('/')[1])))];
}
