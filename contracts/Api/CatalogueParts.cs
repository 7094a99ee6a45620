namespace OneVisit.Contracts.Api;

/// <summary>A law and the article an item rests on.</summary>
public sealed record LegalBasis(string Law, string Article);

/// <summary>A time limit as the catalogue promises it. <c>Days</c> 0: on the day of receipt.</summary>
/// <param name="Basis">The law, notice or promise it rests on; <c>unverified</c> when none has been checked.</param>
public sealed record TimeLimit(int Days, DayUnit Unit, string Basis);

/// <param name="Committed">Promised by the department; never longer than <paramref name="Statutory"/>.</param>
public sealed record ItemLimits(TimeLimit Committed, TimeLimit Statutory);

/// <param name="Amount">In units of <paramref name="Currency"/>, ISO 4217; what the applicant pays when <paramref name="PaidBy"/> is the applicant.</param>
public sealed record Fee(decimal Amount, string Currency, Payer PaidBy, string Basis);

/// <summary>How often the applicant has to come, and why.</summary>
public sealed record Visits(int Count, Text Why);

/// <summary>A material an item asks for.</summary>
public sealed record MaterialView
{
    public required string Id { get; init; }
    public required Text Name { get; init; }
    public required Necessity Necessity { get; init; }
    public required IReadOnlyList<MaterialForm> Forms { get; init; }
    public required TrustGrade Grade { get; init; }
    public required string Basis { get; init; }
    /// <summary>True when the applicant's answers decide whether it is asked for.</summary>
    public required bool Conditional { get; init; }
}

/// <summary>How often issuing is tried again before it counts as failed for good.</summary>
/// <param name="Attempts">All attempts together, the first one included.</param>
/// <param name="FirstDelaySeconds">Before the second attempt; doubled before each later one.</param>
/// <param name="MaxDelaySeconds">The longest delay the doubling reaches.</param>
public sealed record IssueRetry(int Attempts, int FirstDelaySeconds, int MaxDelaySeconds);
