namespace OneVisit.Clock;

/// <summary>What a day is: to a calendar, and to a period that a pause may touch.</summary>
public enum DayKind : byte
{
    /// <summary>Working by the weekly rule.</summary>
    WorkingDay,
    /// <summary>Off by the weekly rule.</summary>
    Weekend,
    /// <summary>Off because the calendar names it, whatever day of the week it is.</summary>
    Holiday,
    /// <summary>Working because the calendar names it, though it would be off.</summary>
    MakeUpWorkingDay,
    /// <summary>Nothing has been published about it: the weekly rule is taken to hold.</summary>
    BeyondPublishedCalendar,
    /// <summary>A pause touches it. Said before anything else, since then nothing counts.</summary>
    Paused,
}
