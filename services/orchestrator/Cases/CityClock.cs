using System.Collections.Concurrent;
using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Clocks;

namespace OneVisit.Orchestrator.Cases;

/// <summary>By what a city counts: its calendar in force, when it warns, and what it calls things. Immutable but for what it remembers.</summary>
/// <param name="deadlines">By the calendar in force.</param>
/// <param name="edition">Names the text of the calendar and the warnings: dates told under another edition may have moved, and what is warned of.</param>
/// <param name="warnings">In the order in which they are told.</param>
/// <param name="nameOf">What people call an item.</param>
/// <param name="editionOf">The calendar of an earlier edition; null when it is not kept.</param>
public sealed class CityClock(
    Deadlines deadlines, string edition, IReadOnlyList<Warning> warnings, Func<string, Text> nameOf, Func<string, CountingCalendar?> editionOf)
{
    // Cases begun on one day with the same limit are warned of on the same day: a year has a few thousand of them.
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<(int Start, int Days, DayUnit Unit), (DateOnly First, DateOnly Due)> _plain = new();

    public Deadlines Deadlines => deadlines;

    public string Edition => edition;

    public IReadOnlyList<Warning> Warnings => warnings;

    /// <summary>What holds of joint inspections.</summary>
    public required InspectionPlan Inspections { get; init; }

    public Text NameOf(string item) => nameOf(item);

    /// <summary>For how long requests for a supplement are gathered; null: each is told at once.</summary>
    public CollectionTerms? Collection { get; init; }

    /// <summary>An item as it stands on a day; null when the catalogue does not know it.</summary>
    public Func<string, DateOnly, ServiceItem?> ItemOf { get; init; } = (_, _) => null;

    public CountingCalendar? EditionOf(string name) => editionOf(name);

    /// <summary>The first day on which a period that was never paused or extended is warned of; null when it never is.</summary>
    internal DateOnly? FirstWarning(DateOnly start, DayLimit limit) => PlainOf(start, limit).First is var day && day == DateOnly.MaxValue ? null : day;

    /// <summary>The due date of a period that was never paused or extended.</summary>
    internal DateOnly DueOf(DateOnly start, DayLimit limit) => PlainOf(start, limit).Due;

    private (DateOnly First, DateOnly Due) PlainOf(DateOnly start, DayLimit limit)
    {
        var key = (start.DayNumber, limit.Days, limit.Unit);
        if (_plain.TryGetValue(key, out var known))
            return known;
        var period = Period.Of(start, new Budget(limit.Days, limit.Unit == DayUnit.NaturalDay ? Counting.NaturalDays : Counting.WorkingDays));
        if (_plain.Count >= MostRemembered)
            _plain.Clear();
        return _plain[key] = (FirstWarning(period, []) ?? DateOnly.MaxValue, LegalClock.Project(deadlines.Calendar, period).Due!.Value);
    }

    /// <param name="told">Ids of warnings that have been given.</param>
    internal DateOnly? FirstWarning(Period period, IReadOnlyList<string> told)
    {
        DateOnly? first = null;
        foreach (var warning in warnings)
        {
            if (!told.Contains(warning.Id) && LegalClock.Reached(deadlines.Calendar, period, warning.Rung) is { } day && (first is null || day < first))
                first = day;
        }
        return first;
    }
}

/// <summary>When a limit is warned of, and who is told.</summary>
/// <param name="Id">Given once for each clock.</param>
public sealed record Warning(string Id, WarningColour Colour, Rung Rung, IReadOnlyList<WarningTo> To);
