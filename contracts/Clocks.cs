using System.Text.Json.Serialization;
using OneVisit.Contracts.Api;

namespace OneVisit.Contracts;

/// <summary>A limit without the law behind it: a count of days, never of hours. 0: on the day it starts.</summary>
public sealed record DayLimit(int Days, DayUnit Unit);

/// <summary>Why a clock stands.</summary>
[JsonConverter(typeof(KebabCase<SuspensionCause>))]
public enum SuspensionCause
{
    /// <summary>The applicant has been asked for something and has not answered yet.</summary>
    Supplement,
    /// <summary>Hearing, testing, expert review: not counted (Administrative Licensing Law, art 45).</summary>
    SpecialProcedure,
}

/// <summary>A stretch that is not counted. The dates in the city from that of <paramref name="From"/> through that of <paramref name="To"/>, both inclusive.</summary>
/// <param name="To">Null while it lasts.</param>
public sealed record Suspension(DateTimeOffset From, DateTimeOffset? To, SuspensionCause Cause);

/// <summary>
/// One item's clock as it is kept: a start, two budgets and a ledger. When something is due, what is left and whether it is late follow from
/// these and the calendar, and are kept nowhere.
/// </summary>
public sealed record TaskClock
{
    /// <summary>The moment of acceptance. Its date in the city does not count.</summary>
    public required DateTimeOffset Start { get; init; }
    /// <summary>What the department promises.</summary>
    public required DayLimit Committed { get; init; }
    /// <summary>What the law grants.</summary>
    public required DayLimit Statutory { get; init; }
    /// <summary>In order of time, the last one open or not; null when the clock never stood.</summary>
    public IReadOnlyList<Suspension>? Suspensions { get; init; }
}
