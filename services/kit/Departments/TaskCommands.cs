using OneVisit.Contracts;
using OneVisit.Kit.Identity;

namespace OneVisit.Kit.Departments;

/// <summary>What an officer, or the department's own system, does with a task.</summary>
/// <param name="By">The caller's subject.</param>
public abstract record TaskCommand(Guid TaskId, string By)
{
    /// <summary>As what the caller acts.</summary>
    public Role Role { get; init; } = Role.Officer;
}

/// <summary>Take the task.</summary>
public sealed record ClaimTask(Guid TaskId, string By) : TaskCommand(TaskId, By);

/// <summary>Give it back to the pool: its holder, or the head.</summary>
public sealed record ReleaseTask(Guid TaskId, string By) : TaskCommand(TaskId, By);

/// <summary>Hand it to somebody. What another holds: its holder, the head, or the department's own system.</summary>
public sealed record AssignTask(Guid TaskId, string By, string To) : TaskCommand(TaskId, By);

/// <summary>Answer the review.</summary>
/// <param name="Procedure">The special procedure that begins; null with every other outcome.</param>
/// <param name="Notice">How the applicant was told of it in writing.</param>
/// <param name="Requested">With a supplement: what the applicant is asked for; null when the reason says it all.</param>
public sealed record DecideTask(
    Guid TaskId, string By, ReviewOutcome Outcome, Text Reason, string LegalBasis, string? Procedure = null, WrittenNotice? Notice = null,
    SupplementDemand? Requested = null) : TaskCommand(TaskId, By)
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

/// <summary>Enter what was found when the task was checked after the issue.</summary>
/// <param name="LegalBasis">The law by which it is revoked; null for the one that the item's terms name.</param>
public sealed record CheckAfterIssue(Guid TaskId, string By, bool Passed, Text Reason, string? LegalBasis = null) : TaskCommand(TaskId, By);

/// <summary>Correct a clerical error in a licence that was issued.</summary>
/// <param name="Type">Which of the task's licences.</param>
/// <param name="Data">Members of its data, with what they should have said.</param>
/// <param name="LegalBasis">Null: the one that the licence type names.</param>
/// <param name="TellOthers">Whether it may touch what other licences of the case carry.</param>
public sealed record CorrectLicence(
    Guid TaskId, string By, string Type, IReadOnlyDictionary<string, System.Text.Json.JsonElement> Data, Text Reason, string? LegalBasis = null, bool TellOthers = false) : TaskCommand(TaskId, By);

/// <summary>Have another handle it; the holder decides when it is back.</summary>
public sealed record DelegateTask(Guid TaskId, string By, string To, string? Note) : TaskCommand(TaskId, By);

/// <summary>Bring a delegated task back to whoever decides it; they may call it back themselves, and so may the head.</summary>
public sealed record ReturnTask(Guid TaskId, string By, string? Opinion) : TaskCommand(TaskId, By);

/// <summary>Take a task whose holder is away.</summary>
public sealed record TakeOverTask(Guid TaskId, string By, string Reason) : TaskCommand(TaskId, By);

/// <summary>Name somebody without whose signature no final answer holds: the holder, or the head.</summary>
public sealed record NameCountersigner(Guid TaskId, string By, string Subject) : TaskCommand(TaskId, By);

/// <summary>Their signature is no longer needed: whoever named them, or the head.</summary>
public sealed record DropCountersigner(Guid TaskId, string By, string Subject) : TaskCommand(TaskId, By);

/// <summary>Agree to a proposed answer, or disagree.</summary>
public sealed record SignTask(Guid TaskId, string By, bool Agrees, string? Opinion) : TaskCommand(TaskId, By);

/// <summary>Write something for the department's own people.</summary>
public sealed record CommentOnTask(Guid TaskId, string By, string Text) : TaskCommand(TaskId, By);
