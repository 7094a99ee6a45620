namespace OneVisit.Contracts.Api;

/// <summary>When a period is due, and why.</summary>
public sealed record ProjectionView
{
    /// <summary>Null while a pause is open.</summary>
    public required DateOnly? Due { get; init; }
    /// <summary><c>running</c>, <c>paused</c> while a pause is open, or <c>overdue</c> when <c>at</c> lies after <c>due</c>.</summary>
    public required string State { get; init; }
    /// <summary>Days counted up to and including <c>at</c>; null without one.</summary>
    public required int? Consumed { get; init; }
    public required int? Remaining { get; init; }
    /// <summary>A day up to <c>due</c> lies beyond the published calendar: the date may move when that is published.</summary>
    public required bool Provisional { get; init; }
    /// <summary>Every day from the day after the start through <c>due</c>.</summary>
    public required IReadOnlyList<ProjectedDay> Explanation { get; init; }
}

/// <param name="Why">
/// What the day is: <c>working-day</c>, <c>weekend</c>, <c>holiday</c>, <c>make-up-working-day</c>, <c>paused</c> or <c>beyond-published-calendar</c>.
/// </param>
public sealed record ProjectedDay(DateOnly Date, bool Counted, string Why);

/// <summary>When an item is due, in dates of the city. Derived each time it is asked for.</summary>
/// <param name="Committed">By promise; null while the clock stands.</param>
/// <param name="Statutory">By law; null while the clock stands.</param>
/// <param name="State">
/// <c>running</c>; <c>paused</c>; <c>stopped</c> once the department has decided, or nothing is left to decide; <c>overdue</c> when today lies after the
/// committed date.
/// </param>
/// <param name="Cause">Why it is paused: <c>supplement</c> or <c>special-procedure</c>; else null.</param>
public sealed record ItemDue(DateOnly? Committed, DateOnly? Statutory, string State, string? Cause);
