namespace OneVisit.Contracts.Api;

/// <summary>A law and the article an item rests on.</summary>
/// <param name="Text">What the article says; null where it is not quoted.</param>
public sealed record LegalBasis(string Law, string Article, string? Text = null);

/// <summary>A time limit as the catalogue promises it. <c>Days</c> 0: on the day of receipt.</summary>
/// <param name="Basis">The law, notice or promise it rests on; <c>unverified</c> when none has been checked.</param>
public sealed record TimeLimit(int Days, DayUnit Unit, string Basis);

/// <param name="Committed">Promised by the department; never longer than <paramref name="Statutory"/>.</param>
public sealed record ItemLimits(TimeLimit Committed, TimeLimit Statutory);

/// <summary>A sample of the answers given by rule is checked after the issue.</summary>
/// <param name="Share">Above 0 and up to 1.</param>
/// <param name="Limit">For the check, from the issue on.</param>
/// <param name="Basis">The rule that asks for it; <c>unverified</c> when none has been checked.</param>
public sealed record SampleShare(decimal Share, TimeLimit Limit, string Basis);

/// <summary>How long the applicant has for a supplement.</summary>
/// <param name="Unanswered">What becomes of the item when no answer comes.</param>
public sealed record SupplementLimit(TimeLimit Limit, Unanswered Unanswered);

/// <param name="Amount">In units of <paramref name="Currency"/>, ISO 4217; what the applicant pays when <paramref name="PaidBy"/> is the applicant.</param>
/// <param name="Online">True when it can be paid online.</param>
public sealed record Fee(decimal Amount, string Currency, Payer PaidBy, string Basis, bool Online = false);

/// <summary>How often the applicant has to come, and why.</summary>
public sealed record Visits(int Count, Text Why);

/// <summary>A procedure that takes time of its own, told to the applicant in writing (行政许可法 第四十五条).</summary>
/// <param name="CountsInStatutoryLimit">True where a law says that its time counts in the statutory limit after all.</param>
public sealed record SpecialProcedure(
    string Id, Text Name, ProcedureKind Kind, ProcedureLimit Limit, string Basis, bool CountsInStatutoryLimit = false, Fee? Fee = null);

/// <summary>How long a special procedure may take.</summary>
public sealed record ProcedureLimit(int Days, DayUnit Unit);

/// <summary>How far away an item may be accepted (全域通办): within the smallest region of this level that holds the deciding authority.</summary>
public sealed record AcceptanceScope(RegionLevel Scope);

/// <summary>Telephone numbers or addresses.</summary>
public sealed record Channels(string? Consultation = null, string? Complaint = null);

/// <summary>A material an item asks for.</summary>
public sealed record MaterialView
{
    public required string Id { get; init; }
    public required Text Name { get; init; }
    public required Necessity Necessity { get; init; }
    public required IReadOnlyList<MaterialForm> Forms { get; init; }
    public required TrustGrade Grade { get; init; }
    public required MaterialSource Source { get; init; }
    /// <summary>True when the original has to be shown.</summary>
    public required bool Original { get; init; }
    public required int Copies { get; init; }
    /// <summary>Of a tolerable material: how long after the acceptance it may still be brought; null for every other.</summary>
    public TimeLimit? Tolerance { get; init; }
    /// <summary>The licence type it is, when the city itself issues it: then it is looked up and not asked for.</summary>
    public string? IssuedAs { get; init; }
    /// <summary>Where a filled-in sample is found.</summary>
    public string? Sample { get; init; }
    /// <summary>Where the blank form is found.</summary>
    public string? Blank { get; init; }
    public required string Basis { get; init; }
    /// <summary>True when the applicant's answers decide whether it is asked for.</summary>
    public required bool Conditional { get; init; }
}

/// <summary>How often issuing is tried again before it counts as failed for good.</summary>
/// <param name="Attempts">All attempts together, the first one included.</param>
/// <param name="FirstDelaySeconds">Before the second attempt; doubled before each later one.</param>
/// <param name="MaxDelaySeconds">The longest delay the doubling reaches.</param>
public sealed record IssueRetry(int Attempts, int FirstDelaySeconds, int MaxDelaySeconds);
