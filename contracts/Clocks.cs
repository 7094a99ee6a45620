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
/// <param name="Reason">What the department said; null from a platform that did not keep it.</param>
public sealed record Suspension(DateTimeOffset From, DateTimeOffset? To, SuspensionCause Cause, Text? Reason = null);

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
    /// <summary>Null when nothing was granted on top.</summary>
    public LimitExtension? Extension { get; init; }
}

/// <summary>Days granted on top by the head of the authority (Administrative Licensing Law, art 42), once.</summary>
/// <param name="Days">In the unit of the limit.</param>
/// <param name="OfPromise">Whether the promised date moves too: one that had passed stays passed.</param>
public sealed record LimitExtension(int Days, DateTimeOffset At, bool OfPromise);

/// <summary>What is granted for the steps of one item, beside its two limits. What is null does not exist for the item.</summary>
public sealed record ItemTerms
{
    /// <summary>The most the head of the authority may grant on top, in the unit of the statutory limit.</summary>
    public int? Extension { get; init; }
    /// <summary>For the applicant's answer to a request for a supplement.</summary>
    public DayLimit? Supplement { get; init; }
    /// <summary>True: an item whose request is not answered in time is taken as withdrawn. False: its department goes on with what is there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WithdrawnUnanswered { get; init; }
    /// <summary>For a visit to the premises, from the request on; it is part of the review.</summary>
    public DayLimit? Inspection { get; init; }
    /// <summary>From the decision to grant until the licence is issued (art 44).</summary>
    public DayLimit? Issuing { get; init; }
    /// <summary>For the check of what was promised, from the issue on.</summary>
    public DayLimit? AfterCheck { get; init; }
    /// <summary>The law by which a licence is revoked whose check afterwards fails; null where nothing is checked.</summary>
    public string? RevokedBy { get; init; }
    public IReadOnlyList<ProcedureTerms>? Procedures { get; init; }
    /// <summary>The law by which silence is consent once the promised time is up; null where it is not.</summary>
    public string? DeemedApproved { get; init; }
    /// <summary>True: a final answer holds once a second person of the authority has signed it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FourEyes { get; init; }
    /// <summary>Which share of the answers given by rule is checked afterwards; null: none is drawn.</summary>
    public SampleTerms? Sample { get; init; }
    /// <summary>The licence types that the department's own system issues; null where the platform issues.</summary>
    public IReadOnlyList<string>? IssuedBySystem { get; init; }
}

/// <summary>A sample of the answers given by rule is checked after the issue.</summary>
/// <param name="Share">From 0 to 1.</param>
/// <param name="Limit">For the check, from the issue on.</param>
public sealed record SampleTerms(decimal Share, DayLimit Limit);

/// <summary>A special procedure of an item (art 45).</summary>
/// <param name="Id">As the catalogue names it.</param>
/// <param name="Counts">True where a law says that its time counts after all.</param>
public sealed record ProcedureTerms(string Id, DayLimit Limit, bool Counts);

/// <summary>The written notice that a special procedure begins (art 45), as it is filed.</summary>
public sealed record WrittenNotice(string Number, DateOnly Date);
