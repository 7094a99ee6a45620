namespace OneVisit.Clock;

/// <summary>
/// The days the legal clock counts (工作日历): a weekly rule, and within the published stretch the days off and the make-up working days that
/// the calendar names. It is not the calendar of opening hours. Immutable; made once, it answers every question in constant time.
/// </summary>
public sealed class CountingCalendar
{
    private readonly WorkingWeek _week;
    private readonly int _first;
    private readonly int _last;
    private readonly DayKind[] _kinds;
    /// <summary>Working days from the first published day through each.</summary>
    private readonly int[] _through;
    /// <summary>The published working days in order.</summary>
    private readonly int[] _working;
    /// <summary>Working days before the first published day.</summary>
    private readonly int _before;
    /// <summary>What the published days have more, or fewer, than the weekly rule says; it holds for all that follows.</summary>
    private readonly int _shift;

    private CountingCalendar(string id, WorkingWeek week, int first, DayKind[] kinds)
    {
        Id = id;
        _week = week;
        _first = first;
        _last = first + kinds.Length - 1;
        _kinds = kinds;
        _through = new int[kinds.Length];
        var working = new List<int>(kinds.Length);
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] is DayKind.WorkingDay or DayKind.MakeUpWorkingDay)
                working.Add(first + i);
            _through[i] = working.Count;
        }
        _working = [.. working];
        _before = week.Through(first - 1);
        _shift = _before + _working.Length - week.Through(_last);
    }

    public string Id { get; }

    /// <summary>The first day about which something is published.</summary>
    public DateOnly PublishedFrom => DateOnly.FromDayNumber(_first);

    /// <summary>The last one: the horizon.</summary>
    public DateOnly PublishedThrough => DateOnly.FromDayNumber(_last);

    /// <summary>A calendar from what was published.</summary>
    /// <param name="daysOff">Days off, weekends in between included or not.</param>
    /// <param name="makeUpDays">Days that are worked although the week has them off.</param>
    /// <exception cref="ArgumentException">The stretch ends before it begins, or a named day lies outside, is named twice over, or is a make-up day that is worked anyhow.</exception>
    public static CountingCalendar Of(
        string id, WorkingWeek week, DateOnly publishedFrom, DateOnly publishedThrough, IEnumerable<DateOnly> daysOff, IEnumerable<DateOnly> makeUpDays)
    {
        ArgumentNullException.ThrowIfNull(week);
        var first = publishedFrom.DayNumber;
        if (publishedThrough < publishedFrom)
            throw new ArgumentException($"the calendar is published through {publishedThrough:yyyy-MM-dd}, before it begins");
        var kinds = new DayKind[publishedThrough.DayNumber - first + 1];
        for (var i = 0; i < kinds.Length; i++)
            kinds[i] = week.IsWorking(first + i) ? DayKind.WorkingDay : DayKind.Weekend;
        Name(kinds, first, daysOff, makeUpDays);
        return new CountingCalendar(id, week, first, kinds);
    }

    /// <summary>
    /// An organisation's calendar over this one. What it names goes before what this one names; a week of its own decides the days that neither
    /// names. Published is what both have published.
    /// </summary>
    /// <param name="week">Null: the week of this calendar.</param>
    /// <param name="publishedFrom">Null: as this calendar. Likewise <paramref name="publishedThrough"/>.</param>
    /// <exception cref="ArgumentException">As for <see cref="Of"/>, or the two have no published day in common.</exception>
    public CountingCalendar Over(
        string id, WorkingWeek? week, DateOnly? publishedFrom, DateOnly? publishedThrough, IEnumerable<DateOnly> daysOff, IEnumerable<DateOnly> makeUpDays)
    {
        var first = Math.Max(_first, publishedFrom?.DayNumber ?? _first);
        var last = Math.Min(_last, publishedThrough?.DayNumber ?? _last);
        if (last < first)
            throw new ArgumentException($"the calendar has no published day in common with {Id}");
        var kinds = _kinds[(first - _first)..(last - _first + 1)];
        for (var i = 0; week is not null && i < kinds.Length; i++)
            if (kinds[i] is DayKind.WorkingDay or DayKind.Weekend)
                kinds[i] = week.IsWorking(first + i) ? DayKind.WorkingDay : DayKind.Weekend;
        Name(kinds, first, daysOff, makeUpDays);
        return new CountingCalendar(id, week ?? _week, first, kinds);
    }

    /// <summary>What the calendar says of a day.</summary>
    public DayKind KindOf(DateOnly date) => IsPublished(date.DayNumber) ? _kinds[date.DayNumber - _first] : DayKind.BeyondPublishedCalendar;

    public bool IsWorkingDay(DateOnly date) => IsWorking(date.DayNumber);

    /// <summary>Working days after the one date through the other; 0 when that is not later.</summary>
    public int WorkingDays(DateOnly after, DateOnly through) => Math.Max(0, WorkingThrough(through.DayNumber) - WorkingThrough(after.DayNumber));

    internal bool IsPublished(int day) => day >= _first && day <= _last;

    /// <summary>True when every day of the stretch is published; of an empty stretch, true.</summary>
    internal bool IsPublished(int from, int through) => from > through || (from >= _first && through <= _last);

    internal bool IsWorking(int day) =>
        IsPublished(day) ? _kinds[day - _first] is DayKind.WorkingDay or DayKind.MakeUpWorkingDay : _week.IsWorking(day);

    /// <summary>Working days from day number 0 through this one.</summary>
    internal int WorkingThrough(int day) =>
        day < _first ? _week.Through(day) : day <= _last ? _before + _through[day - _first] : _week.Through(day) + _shift;

    /// <summary>The day number of the n-th working day since day number 0, counted from 1.</summary>
    internal int NthWorking(int n)
    {
        var published = n - _before - 1;
        return published < 0 ? _week.Nth(n) : published < _working.Length ? _working[published] : _week.Nth(n - _shift);
    }

    private static void Name(DayKind[] kinds, int first, IEnumerable<DateOnly> daysOff, IEnumerable<DateOnly> makeUpDays)
    {
        var named = new HashSet<DateOnly>();
        foreach (var day in daysOff)
            kinds[IndexOf(day)] = DayKind.Holiday;
        foreach (var day in makeUpDays)
        {
            ref var kind = ref kinds[IndexOf(day)];
            if (kind is DayKind.WorkingDay or DayKind.MakeUpWorkingDay)
                throw new ArgumentException($"{day:yyyy-MM-dd} is a make-up working day, and is worked anyhow");
            kind = DayKind.MakeUpWorkingDay;
        }

        int IndexOf(DateOnly day)
        {
            var index = day.DayNumber - first;
            if (index < 0 || index >= kinds.Length)
                throw new ArgumentException($"{day:yyyy-MM-dd} lies outside of what the calendar publishes");
            if (!named.Add(day))
                throw new ArgumentException($"{day:yyyy-MM-dd} is named twice");
            return index;
        }
    }
}
