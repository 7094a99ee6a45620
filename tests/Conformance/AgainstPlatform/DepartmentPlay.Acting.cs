using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OneVisit.Conformance.AgainstPlatform;

/// <content>What is done with a task: hands, decision, issue.</content>
internal sealed partial class DepartmentPlay
{
    private async Task HandsAsync(string task)
    {
        var claimed = await System.PostAsync($"{_tasks}/{task}/claim", null, _cancel);
        var again = await System.PostAsync($"{_tasks}/{task}/claim", null, _cancel);
        Holds(PlatformChecks.Claims, (claimed.Status, again.Status) == (200, 200) && claimed.ETag == again.ETag, again);
        var released = await System.PostAsync($"{_tasks}/{task}/release", null, _cancel);
        Holds(PlatformChecks.Claims, released.Status == 200 && released.Body?["holder"]?.ToString().StartsWith("pool:", StringComparison.Ordinal) == true, released);

        if (await AnotherAsync("conformance-officer", "officer", _settings.Department, Region, PlatformChecks.Held) is { } officer)
        {
            await officer.PostAsync($"{_tasks}/{task}/claim", null, _cancel);
            var taken = await System.PostAsync($"{_tasks}/{task}/claim", null, _cancel);
            Holds(PlatformChecks.Held, taken.Is(409, "held-by-another"), taken);
            var decided = await System.PostAsync($"{_tasks}/{task}/decision", Pass(), _cancel, "*");
            Holds(PlatformChecks.Held, decided.Is(409, "held-by-another"), decided);
            var back = await System.PostAsync($"{_tasks}/{task}/release", null, _cancel);
            Holds(PlatformChecks.Held, back.Is(409, "not-the-holder"), back);
            await officer.PostAsync($"{_tasks}/{task}/release", null, _cancel);
        }

        var receipt = new JsonObject { ["reference"] = "conformance-1" };
        var received = await System.PostAsync($"{_tasks}/{task}/receipt", receipt, _cancel);
        Holds(PlatformChecks.Received, received.Status == 200 && received.Body?["receipt"]?["reference"]?.ToString() == "conformance-1", received);
        again = await System.PostAsync($"{_tasks}/{task}/receipt", receipt, _cancel);
        Holds(PlatformChecks.Received, again.Status == 200 && again.ETag == received.ETag, again);
        var other = await System.PostAsync($"{_tasks}/{task}/receipt", new JsonObject { ["reference"] = "conformance-2" }, _cancel);
        Holds(PlatformChecks.Received, other.Is(409, "received-already"), other);
    }

    private async Task IssueEarlyAsync(string task)
    {
        var found = await ReadAsync(task);
        if (found.Body?["issue"] is JsonObject)
        {
            _sheet.Skip(PlatformChecks.IssueEarly, "It is asked for already.");
            return;
        }
        var early = await System.PostAsync($"{_tasks}/{task}/issue", new JsonObject { ["failure"] = new JsonObject { ["code"] = "early", ["reason"] = "too early", ["final"] = false } }, _cancel);
        Holds(PlatformChecks.IssueEarly, early is { Status: 409, Code: "issue-not-requested" or "issued-by-platform" or "issued-already" or "task-not-open" } && (await ReadAsync(task)).ETag == found.ETag, early);
    }

    private async Task DecideAsync(string task)
    {
        var before = await ReadAsync(task);
        var path = $"{_tasks}/{task}/decision";
        var without = await System.PostAsync(path, Pass(), _cancel);
        Holds(PlatformChecks.Required, without.Is(428, "precondition-required"), without);

        var wrong = await System.PostAsync(path, new JsonObject { ["outcome"] = "refuse", ["reason"] = 7, ["note"] = "x" }, _cancel, before.ETag);
        Holds(PlatformChecks.Bodies, wrong.Is(422, "invalid") && wrong.Faults.SequenceEqual(["/legalBasis missing", "/note unknown-member", "/reason wrong-type"]), wrong);
        var broken = await System.SendAsync(HttpMethod.Post, path, new StringContent("{\"outcome\":", Encoding.UTF8, "application/json"), _cancel, before.ETag);
        Holds(PlatformChecks.Malformed, broken.Is(400, "malformed-json"), broken);
        using var plain = new StringContent("{}", Encoding.UTF8, new MediaTypeHeaderValue("text/plain"));
        var typed = await System.SendAsync(HttpMethod.Post, path, plain, _cancel, before.ETag);
        Holds(PlatformChecks.Malformed, typed.Status == 415, typed);

        // Its own release is what changes the task: the next tag is known, and the one before is stale.
        await System.PostAsync($"{_tasks}/{task}/release", null, _cancel);
        var stale = await System.PostAsync(path, Pass(), _cancel, before.ETag);
        var now = await ReadAsync(task);
        Holds(PlatformChecks.Stale, stale.Is(412, "precondition-failed") && IsOpen(now.Body) && now.ETag != before.ETag, stale);
        if (stale.Body?["current"] is { } current)
            Holds(PlatformChecks.Current, current["version"]?.ToString() == now.Body?["version"]?.ToString(), stale);
        else
            _sheet.Skip(PlatformChecks.Current, "This platform does not send it.");

        var decided = await System.PostAsync(path, Pass(), _cancel, now.ETag);
        Holds(PlatformChecks.Decided, decided.Status == 200 && decided.ETag is not null && decided.ETag != now.ETag, decided);
        var repeated = await System.PostAsync(path, Pass(), _cancel, before.ETag);
        Holds(PlatformChecks.Repeated, repeated.Status == 200, repeated);
        var other = await System.PostAsync(path, new JsonObject { ["outcome"] = "refuse", ["reason"] = "x", ["legalBasis"] = "x" }, _cancel, "*");
        Holds(PlatformChecks.Closed, other.Is(409, "task-not-open"), other);
    }

    private async Task IssueAsync(string task)
    {
        Answer asked = await ReadAsync(task);
        await UntilAsync(async () => (asked = await ReadAsync(task)).Body?["issue"] is JsonObject || asked.Body?["lifecycle"]?.ToString() is "issued" or "issue-failed" or "cancelled");
        if (asked.Body?["issue"] is not JsonObject order)
        {
            if (asked.Body?["lifecycle"]?.ToString() == "issuing")
                Holds(PlatformChecks.IssueAsked, false, asked);
            foreach (var check in PlatformChecks.OfIssuing)
                _sheet.Skip(check, $"The system is not asked to issue: the task is {asked.Body?["lifecycle"]}.");
            return;
        }
        var types = order["types"]!.AsArray().Select(t => t!.ToString()).ToList();
        Holds(PlatformChecks.IssueAsked, types.Count > 0 && order["attempt"]?.GetValue<int>() == 1 && order["inputs"] is JsonArray, asked);

        var path = $"{_tasks}/{task}/issue";
        var wrong = await System.PostAsync(path, new JsonObject { ["licences"] = new JsonArray(new JsonObject { ["type"] = "no-such-type", ["number"] = "X", ["data"] = 7, ["validUntil"] = "31.12.2030" }) }, _cancel);
        string[] faults = ["/licences/0/data wrong-type", "/licences/0/type unknown-licence", "/licences/0/validUntil wrong-format"];
        Holds(PlatformChecks.IssueFaults, wrong.Is(422, "invalid") && faults.All(wrong.Faults.Contains), wrong);

        var failed = await System.PostAsync(path, new JsonObject { ["attempt"] = 1, ["failure"] = new JsonObject { ["code"] = "conformance", ["reason"] = "once more", ["final"] = false } }, _cancel);
        Holds(PlatformChecks.IssueFails, failed.Status == 200, failed);
        var next = await UntilAsync(async () => (asked = await ReadAsync(task)).Body?["issue"]?["attempt"]?.GetValue<int>() == 2);
        if (!Holds(PlatformChecks.IssueFails, next, asked))
            return;

        JsonObject Answer(string number) => new()
        {
            ["attempt"] = 2,
            ["licences"] = new JsonArray([.. types.Select(t => new JsonObject { ["type"] = t, ["number"] = $"{number}-{t}", ["data"] = new JsonObject { ["conformance"] = true } })]),
        };
        var issued = await System.PostAsync(path, Answer(task), _cancel);
        Holds(PlatformChecks.Issued, issued.Status == 200, issued);
        var again = await System.PostAsync(path, Answer(task), _cancel);
        Holds(PlatformChecks.Issued, again.Status == 200 && again.ETag == issued.ETag, again);
        var other = await System.PostAsync(path, Answer("another"), _cancel);
        Holds(PlatformChecks.Issued, other.Is(409, "issued-already"), other);
        Answer? licence = null;
        await UntilAsync(async () => (licence = await new Caller(_http, null, See).GetAsync($"/api/licences/{task}-{types[0]}", _cancel)).Status == 200);
        Holds(PlatformChecks.Verified, licence!.Body?["status"]?.ToString() == "valid", licence);
    }

    private static JsonObject Pass() => new() { ["outcome"] = "pass" };
}
