using System.Text.Json;

namespace OneVisit.Kit.Departments;

/// <summary>The department's own system has taken the task over.</summary>
/// <param name="Reference">Under what it files it.</param>
public sealed record ReceiveTask(Guid TaskId, string By, string Reference) : TaskCommand(TaskId, By);

/// <summary>The department's own system answers an <see cref="IssueOrder"/>: exactly one of the two.</summary>
/// <param name="Licences">One of each type it was asked for.</param>
/// <param name="Attempt">Which attempt it answers; null: the one that is asked for.</param>
public sealed record AnswerIssue(Guid TaskId, string By, IReadOnlyList<GivenLicence>? Licences, IssueFailure? Failure, int? Attempt = null) : TaskCommand(TaskId, By);

/// <summary>A licence as the department's own system gives it.</summary>
/// <param name="Number">Null: the platform draws one.</param>
/// <param name="ValidUntil">The last day; null: as long as the catalogue says.</param>
/// <param name="Data">An object.</param>
public sealed record GivenLicence(string Type, string? Number, DateOnly? ValidUntil, JsonElement Data);

/// <summary>The department's own system cannot be reached, or can be again: told under the task that waits for it longest.</summary>
/// <param name="Until">Null while it lasts.</param>
/// <param name="Waiting">How many events wait for it.</param>
public sealed record ReportOutage(Guid TaskId, string By, DateTimeOffset Since, DateTimeOffset? Until, long Waiting) : TaskCommand(TaskId, By);

/// <summary>The department's own system has not answered in the time it was given: the task goes back to the pool, and the head is told.</summary>
/// <param name="Since">From when it was waited for.</param>
public sealed record GiveBackTask(Guid TaskId, string By, DateTimeOffset Since) : TaskCommand(TaskId, By);
