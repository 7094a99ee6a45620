namespace OneVisit.Kit.Departments;

/// <summary>The kinds of events that a department's own system can subscribe to. One is never given another meaning; more may be added.</summary>
public static class TaskEvents
{
    /// <summary>A task waits for the department's people, or its system.</summary>
    public const string Requested = "task.requested";
    /// <summary>The applicant has answered a request for a supplement: the task is open again, with the new form and materials.</summary>
    public const string Supplemented = "task.supplemented";
    /// <summary>The applicant did not answer in time: the task is open again, as it was.</summary>
    public const string Lapsed = "task.lapsed";
    /// <summary>Nothing is to be done any more: the case has ended, or goes on without the item.</summary>
    public const string Cancelled = "task.cancelled";
    /// <summary>The promised time was up, and silence is consent: the review has passed by law.</summary>
    public const string DeemedApproved = "task.deemed-approved";
    /// <summary>The department's own system is asked to issue.</summary>
    public const string IssueRequested = "task.issue-requested";
    /// <summary>What was issued holds no more: the department's own register has to follow.</summary>
    public const string RevocationRequested = "task.revocation-requested";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> Kinds = [Requested, Supplemented, Lapsed, Cancelled, DeemedApproved, IssueRequested, RevocationRequested];
}

/// <summary>What an event says of a task: which one, and where it stands. Nothing about people; the rest is in the task itself.</summary>
/// <param name="Version">The task's version with the event: its <c>ETag</c> until something else happens.</param>
internal sealed record TaskEventData(
    Guid Task, Guid Case, string Item, string Department, string Authority, string Region, OneVisit.Contracts.ItemLifecycle Lifecycle, long Version)
{
    public static UnitOfWork.OutsideEvent Of(TaskState task, long version) => new(
        task.TaskId, task.CaseId, task.Department, task.AuthorityRegion,
        new TaskEventData(task.TaskId, task.CaseId, task.Item, task.Department, task.Authority, task.Region, task.Lifecycle, version));
}
