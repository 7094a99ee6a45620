using System.Text.Json.Serialization;
using OneVisit.Contracts;

namespace OneVisit.Kit.Departments;

/// <summary>A final answer that waits for others to sign it.</summary>
/// <param name="By">The subject of whoever proposed it, and holds the task.</param>
/// <param name="Decision">As it will hold, but for its moment; with those who have signed so far.</param>
public sealed record Proposal(string By, Decision Decision);

/// <summary>Must sign a final answer before it holds.</summary>
/// <param name="NamedBy">The subject of whoever named them.</param>
public sealed record Countersigner(string Subject, string NamedBy);

/// <summary>Another handles the task for its holder, who decides when it is back.</summary>
/// <param name="By">The subject of whoever decides.</param>
/// <param name="To">The subject of whoever handles it.</param>
/// <param name="Note">What is asked of them; null for nothing.</param>
/// <param name="Returned">When it came back; null while it is away.</param>
public sealed record Delegation(string By, string To, DateTimeOffset At, string? Note = null, DateTimeOffset? Returned = null);

/// <summary>Something the department's people wrote for each other. It is told to nobody outside the department.</summary>
/// <param name="By">The subject.</param>
public sealed record TaskComment(string By, DateTimeOffset At, CommentKind Kind, string Text);

/// <summary>On what occasion it was written.</summary>
[JsonConverter(typeof(KebabCase<CommentKind>))]
public enum CommentKind
{
    Comment,
    /// <summary>With a delegated task that came back.</summary>
    Opinion,
    /// <summary>With a proposal that was not signed.</summary>
    Disagreement,
}
