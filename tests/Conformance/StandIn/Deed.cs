using System.Text.Json.Nodes;

namespace OneVisit.Conformance.StandIn;

/// <summary>What the system under test did: one request, and what it was answered.</summary>
/// <param name="Verb"><c>list</c>, <c>read</c>, or the last step of a command's path.</param>
/// <param name="Task">Null of a list.</param>
/// <param name="Round">How many supplements of the task had been answered by then.</param>
internal sealed record Deed(
    DateTimeOffset At, string Verb, Guid? Task, int Status, string? Code, string? IfMatch, string? IfNoneMatch, string Query, JsonObject? Body, int Round)
{
    public string Outcome => Body?["outcome"]?.ToString() ?? "";

    public override string ToString() => $"{At:HH:mm:ss.fff} {Verb} {Task} {Query} {IfMatch} -> {Status} {Code}";
}
