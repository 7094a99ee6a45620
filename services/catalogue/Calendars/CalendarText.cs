using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary><c>calendars/&lt;calendar&gt;.yaml</c>: a calendar by which limits are counted, with what it rests on.</summary>
internal sealed record CalendarText
{
    public required string Id { get; init; }
    public required Text Name { get; init; }
    public required IReadOnlyList<LegalBasis> LegalBasis { get; init; }
    /// <summary>The calendar under an organisation's own: what this one does not name is as it says there.</summary>
    public string? Over { get; init; }
    /// <summary><c>monday</c> and so on. May be left out over another calendar.</summary>
    public IReadOnlyList<string>? WorkingWeek { get; init; }
    /// <summary>Oldest first; each begins the day after the one before ends.</summary>
    public required IReadOnlyList<NoticeText> Notices { get; init; }

    /// <exception cref="InvalidDataException">Names the file and what is wrong.</exception>
    public CountingCalendar ToCalendar(CountingCalendar? under, string source)
    {
        if (Notices.Count == 0)
            throw new InvalidDataException($"{source}: the calendar has no notice");
        foreach (var (before, after) in Notices.Zip(Notices.Skip(1)))
            if (after.From != before.Through.AddDays(1))
                throw new InvalidDataException($"{source}: the notice from {after.From:yyyy-MM-dd} does not begin the day after the one before ends");
        foreach (var notice in Notices)
            notice.RefuseDaysOutside(source);
        try
        {
            var week = WorkingWeek is null ? null : new WorkingWeek(WorkingWeek.Select(day => DayOf(day, source)));
            var (first, last) = (Notices[0].From, Notices[^1].Through);
            var off = Notices.SelectMany(n => n.DaysOff).SelectMany(d => d.Days());
            var makeUp = Notices.SelectMany(n => n.MakeUpDays);
            return under is null
                ? CountingCalendar.Of(Id, week ?? throw new InvalidDataException($"{source}: workingWeek is missing"), first, last, off, makeUp)
                : under.Over(Id, week, first, last, off, makeUp);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{source}: {e.Message}", e);
        }
    }

    private static DayOfWeek DayOf(string name, string source) =>
        KebabCase.Read<DayOfWeek>(name) ?? throw new InvalidDataException($"{source}: '{name}' is no day of the week");
}

/// <summary>What one notice publishes: its stretch, both days inclusive, and the days that differ from the week.</summary>
internal sealed record NoticeText(string Basis, DateOnly From, DateOnly Through, IReadOnlyList<DaysOffText> DaysOff, IReadOnlyList<DateOnly> MakeUpDays)
{
    public void RefuseDaysOutside(string source)
    {
        if (Through < From || Through.DayNumber - From.DayNumber > PeriodCheck.MostDays)
            throw new InvalidDataException($"{source}: the notice from {From:yyyy-MM-dd} ends before it begins, or after too many years");
        if (DaysOff.Any(d => d.Through < d.From || d.From < From || d.Through > Through) || MakeUpDays.Any(d => d < From || d > Through))
            throw new InvalidDataException($"{source}: the notice from {From:yyyy-MM-dd} names days that are not its own");
    }
}

/// <summary>Days off in a row, both ends inclusive.</summary>
internal sealed record DaysOffText(Text Name, DateOnly From, DateOnly Through)
{
    public IEnumerable<DateOnly> Days() => Enumerable.Range(From.DayNumber, Through.DayNumber - From.DayNumber + 1).Select(DateOnly.FromDayNumber);
}
