using OneVisit.Contracts;

namespace OneVisit.Kit.Departments;

/// <summary>What an officer, or the department's own system, does with a task.</summary>
/// <param name="By">The caller's subject.</param>
public abstract record TaskCommand(Guid TaskId, string By);

/// <summary>Take the task.</summary>
public sealed record ClaimTask(Guid TaskId, string By) : TaskCommand(TaskId, By);

/// <summary>Give it back to the pool.</summary>
public sealed record ReleaseTask(Guid TaskId, string By) : TaskCommand(TaskId, By);

/// <summary>Hand it to somebody.</summary>
public sealed record AssignTask(Guid TaskId, string By, string To) : TaskCommand(TaskId, By);

/// <summary>Answer the review.</summary>
/// <param name="Procedure">The special procedure that begins; null with every other outcome.</param>
/// <param name="Notice">How the applicant was told of it in writing.</param>
public sealed record DecideTask(
    Guid TaskId, string By, ReviewOutcome Outcome, Text Reason, string LegalBasis, string? Procedure = null, WrittenNotice? Notice = null) : TaskCommand(TaskId, By)
{
    /// <summary>True: the department's own system decides, and not a person.</summary>
    public bool BySystem { get; init; }
}

/// <summary>The head of the authority grants days on top, before the limit is up.</summary>
public sealed record ExtendLimit(Guid TaskId, string By, int Days, Text Reason, string LegalBasis) : TaskCommand(TaskId, By);

/// <summary>Enter what was found at the joint inspection.</summary>
public sealed record EnterFinding(Guid TaskId, string By, bool Agrees, Text Finding, IReadOnlyList<Photograph> Photographs) : TaskCommand(TaskId, By);

/// <summary>The leader asks for another time for the joint inspection, before its day.</summary>
public sealed record MoveInspection(Guid TaskId, string By, VisitSlot Slot, Text Reason) : TaskCommand(TaskId, By);

/// <summary>Enter what was found when the applicant's promise was checked after the issue.</summary>
public sealed record CheckAfterIssue(Guid TaskId, string By, bool Passed, Text Reason) : TaskCommand(TaskId, By);
