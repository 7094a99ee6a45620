namespace OneVisit.Clock;

public enum ClockState : byte
{
    Running,
    /// <summary>A pause is open.</summary>
    Paused,
    /// <summary>The day asked about lies after the due date.</summary>
    Overdue,
}

/// <summary>What follows from a period and a calendar. Derived, never stored.</summary>
/// <param name="Due">Null while a pause is open.</param>
/// <param name="Consumed">Days counted up to and including the day asked about; null when none was.</param>
/// <param name="Provisional">The due date rests on days nothing has been published about, and may move when something is.</param>
public readonly record struct Projection(DateOnly? Due, ClockState State, int? Consumed, int? Remaining, bool Provisional);

/// <summary>One day of a period, and what it did to the clock.</summary>
/// <param name="Cause">Of the pause that touches it.</param>
public readonly record struct ExplainedDay(DateOnly Date, bool Counted, DayKind Kind, string? Cause);

/// <summary>Why a due date is another than it was.</summary>
public enum MovedBy
{
    /// <summary>It has not moved.</summary>
    Nothing,
    /// <summary>Days nothing had been published about were published.</summary>
    Publication,
    /// <summary>What had been published about a day was changed.</summary>
    Correction,
}

/// <summary>A day that two calendars see differently.</summary>
public readonly record struct ChangedDay(DateOnly Date, DayKind Before, DayKind After);

/// <summary>What another calendar makes of the same period.</summary>
/// <param name="Days">The days between start and due date that count differently now: the reason, day by day. Empty when nothing moved.</param>
public sealed record Reprojection(Projection Before, Projection After, MovedBy MovedBy, IReadOnlyList<ChangedDay> Days);
