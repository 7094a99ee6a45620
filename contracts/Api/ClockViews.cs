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
