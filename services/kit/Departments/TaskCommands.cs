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
public sealed record DecideTask(Guid TaskId, string By, ReviewOutcome Outcome, Text Reason, string LegalBasis) : TaskCommand(TaskId, By);
