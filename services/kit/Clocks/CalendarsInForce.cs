using OneVisit.Clock;

namespace OneVisit.Kit.Clocks;

/// <summary>The calendars in force.</summary>
/// <param name="Of">Of the city of a place.</param>
/// <param name="Edition">All of them together: another object when any has changed.</param>
public sealed record CalendarsInForce(Func<string, CountingCalendar> Of, Func<object> Edition);
