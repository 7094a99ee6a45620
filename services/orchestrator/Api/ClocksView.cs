using OneVisit.Contracts;

namespace OneVisit.Orchestrator.Api;

/// <summary>Every clock of a case, explained. First the whole, then item by item; the promise before the law.</summary>
/// <param name="Clocks">Empty for a case of before limits were kept.</param>
public sealed record ClocksView(Guid Case, DateOnly Today, IReadOnlyList<ClockView> Clocks);

/// <summary>One limit, and how its date comes about.</summary>
public sealed record ClockView
{
    /// <summary>Null: the whole.</summary>
    public required string? Item { get; init; }
    /// <summary>What people call the item, or the paper.</summary>
    public required Text Name { get; init; }
    /// <summary>The material's id, where a promised paper is waited for; else null.</summary>
    public string? Material { get; init; }
    /// <summary>
    /// <c>committed</c> or <c>statutory</c>; <c>receipt</c> before the acceptance; or the step that has a limit of its own: <c>supplement</c>, <c>special-procedure</c>,
    /// <c>inspection</c>, <c>issuing</c>, <c>after-check</c>; or <c>tolerance</c>, the time for a paper that was left out.
    /// </summary>
    public required string Limit { get; init; }
    public required Text Summary { get; init; }
    /// <summary>The item whose dates these are, where the whole is promised with its last item; else null.</summary>
    public required string? Follows { get; init; }
    public required DateOnly Start { get; init; }
    public required DayLimit Budget { get; init; }
    /// <summary>What was granted on top.</summary>
    public required IReadOnlyList<ClockExtension> Extensions { get; init; }
    /// <summary>The law, notice or promise; <c>unverified</c> when none has been checked; null when the catalogue no longer has the item.</summary>
    public required string? Basis { get; init; }
    public required IReadOnlyList<ClockPause> Pauses { get; init; }
    public required DateOnly? Due { get; init; }
    public required string State { get; init; }
    /// <summary>Days counted up to today, or up to the end.</summary>
    public required int Consumed { get; init; }
    public required int Remaining { get; init; }
    public required bool Provisional { get; init; }
    /// <summary>From the day after the start through the due date; while paused, through the day the pause began.</summary>
    public required IReadOnlyList<ClockDay> Days { get; init; }
}

/// <param name="Days">In the unit of the limit.</param>
/// <param name="At">The date it was granted on.</param>
public sealed record ClockExtension(int Days, DateOnly At);

/// <summary>Dates that are not counted, both inclusive.</summary>
/// <param name="To">Null while it lasts.</param>
public sealed record ClockPause(DateOnly From, DateOnly? To, string Cause, Text Reason);

/// <param name="Why">As in a projection.</param>
/// <param name="Text">The same for people: which day it was, or why it was none.</param>
public sealed record ClockDay(DateOnly Date, bool Counted, string Why, Text Text);
