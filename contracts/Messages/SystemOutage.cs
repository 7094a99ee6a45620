namespace OneVisit.Contracts.Messages;

/// <summary>
/// Department to orchestrator: the department's own system cannot be reached, or can be again. One task stands for all that wait for it; the head of its
/// authority and the supervisor are told.
/// </summary>
public sealed record SystemOutage : TaskMessage
{
    /// <summary>When it began: what tells one outage from the next.</summary>
    public required DateTimeOffset Since { get; init; }
    /// <summary>When it was over; null while it lasts.</summary>
    public DateTimeOffset? Until { get; init; }
    /// <summary>How many events wait to be delivered.</summary>
    public required long Waiting { get; init; }
}

/// <summary>An outage of a department's own system, as it is kept.</summary>
/// <param name="Until">Null while it lasts.</param>
public sealed record SystemDown(DateTimeOffset Since, DateTimeOffset? Until);
