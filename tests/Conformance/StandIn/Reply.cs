using System.Text.Json.Nodes;
using OneVisit.Contracts.Api;

namespace OneVisit.Conformance.StandIn;

/// <summary>What the stand-in answers.</summary>
internal sealed record Reply(int Status, JsonNode? Body, string? ETag = null, int? RetryAfter = null)
{
    public string? Code => Status >= 400 ? Body?["code"]?.ToString() : null;

    public static Reply Task(StandInTask task) => new(200, task.View(whole: true), task.ETag);

    public static Reply Busy => Problem(503, "overloaded", "Too much is waiting here; nothing was changed. Send it again a little later.") with { RetryAfter = 1 };

    /// <summary>Refused for what has become of the task: what that is comes with it.</summary>
    public static Reply Overtaken(StandInTask task, int status, string code, string title)
    {
        var reply = Problem(status, code, title);
        reply.Body!["current"] = task.Current;
        return reply;
    }

    public static Reply Invalid(IReadOnlyList<Fault> faults) => Problem(422, "invalid", $"The request has {faults.Count} faults.", faults);

    public static Reply Problem(int status, string code, string title, IReadOnlyList<Fault>? faults = null) => new(status, new JsonObject
    {
        ["type"] = $"urn:onevisit:problem:{code}",
        ["code"] = code,
        ["title"] = title,
        ["status"] = status,
        ["errors"] = new JsonArray([.. (faults ?? []).Select(f => new JsonObject { ["pointer"] = f.Pointer, ["code"] = f.Code, ["message"] = f.Message })]),
        ["traceId"] = null,
    });
}
