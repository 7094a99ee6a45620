using System.Text.Json;

namespace OneVisit.Support.Histories;

/// <summary>What somebody asks of a task.</summary>
public enum ActKind
{
    Read,
    Claim,
    Release,
    Delegate,
    Return,
    Decide,
}

/// <summary>One request about a task, from its sending to its answer, as whoever sent it saw it.</summary>
/// <param name="By">The officer's subject.</param>
public sealed record TaskAct(Guid Task, string By, ActKind Kind)
{
    /// <summary>The outcome of a decision, or to whom the task is delegated; null of all else.</summary>
    public string? What { get; init; }

    /// <summary>The version of <c>If-Match</c>; null when none was named.</summary>
    public long? Seen { get; init; }

    /// <summary>When it was sent, by one clock for all clients that only goes forward.</summary>
    public long Sent { get; init; }

    /// <summary>When its answer was here; the last moment there is when none came.</summary>
    public long Answered { get; init; } = long.MaxValue;

    /// <summary>The HTTP status; 0 without an answer.</summary>
    public int Status { get; init; }

    /// <summary>The task as the answer shows it, or a refusal's <c>current</c>; null when it shows none.</summary>
    public TaskSight? Shown { get; init; }

    public bool Succeeded => Status is 200 or 202;

    /// <summary>Refused, because the task was not, or no longer, as its sender took it to be.</summary>
    public bool WasRefused => Status is 409 or 412;

    /// <summary>Whether it was done, nobody told.</summary>
    public bool IsUncertain => Status is 0 or 429 or >= 500;

    public override string ToString() => $"{By} {Kind.ToString().ToLowerInvariant()} {What} on {Seen} → {Status} {Shown}";
}

/// <summary>A task as one answer shows it.</summary>
/// <param name="DecidedBy">As the platform writes it, <c>officer:</c> and the subject; null before a decision.</param>
public sealed record TaskSight(long Version, string Holder, string? DecidedBy, string? Outcome)
{
    /// <summary>Of a task, a row of the inbox, or what a refusal found instead.</summary>
    public static TaskSight Of(JsonElement task)
    {
        var decision = task.GetProperty("decision");
        var decided = decision.ValueKind == JsonValueKind.Object;
        return new TaskSight(
            task.GetProperty("version").GetInt64(), task.GetProperty("holder").GetString()!,
            decided ? decision.GetProperty("by").GetString() : null, decided ? decision.GetProperty("outcome").GetString() : null);
    }

    public override string ToString() => $"version {Version} of {Holder}{(DecidedBy is null ? "" : $", {Outcome} by {DecidedBy}")}";
}

/// <summary>One entry of a task's journal.</summary>
/// <param name="Version">The version it made. People's acts make one entry each, as long as no item wants four eyes.</param>
/// <param name="By">As the journal writes it; null of what nobody did.</param>
/// <param name="What">The outcome of a decision, or to whom the task is delegated.</param>
public sealed record TaskEntry(long Version, string Kind, string? By = null, string? What = null)
{
    public static TaskEntry Of(long number, string kind, string data)
    {
        var members = JsonElement.Parse(data);
        return new TaskEntry(number, kind, Text("by"), Text("outcome") ?? Text("to"));

        string? Text(string name) => members.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    public override string ToString() => $"{Kind} {What} by {By}";
}
