using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.All.Verify;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;
using static OneVisit.SystemTests.Scenarios.DeskCity;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>The tax department works in a system of its own: it knows nothing of the platform but what stands in the contract.</summary>
public abstract partial class SystemScenarios(TestPlatform platform)
{
    private const string Tasks = "/api/departments/tax/tasks";

    protected TestPlatform Platform => platform;

    [Fact]
    public async Task A_department_s_system_waits_for_its_tasks_takes_them_over_decides_and_issues()
    {
        var (applicant, system) = (await platform.ClientAsync("applicant"), await SystemAsync());
        var seen = await system.GetAsync($"{Tasks}?state=open&limit=200&region=430602");
        var next = system.WaitAsync($"{Tasks}?state=open&limit=200&region=430602&wait=60", seen.ETag!);
        var submitted = await SubmitAsync(applicant);

        var inbox = await next;
        Assert.Equal(200, inbox.Status);
        Assert.NotEqual(seen.ETag, inbox.ETag);
        Assert.Equal(304, (await system.WaitAsync($"{Tasks}?state=open&limit=200&region=430602&wait=1", inbox.ETag!)).Status);
        var task = submitted.Item("tax").GetProperty("task").GetString()!;
        Assert.Contains(task, inbox.Json.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("task").GetString()));

        var received = await system.PostAsync($"{Tasks}/{task}/receipt", new JsonObject { ["reference"] = "SW-2026-17" });
        Assert.Equal((200, "claimed", "SW-2026-17"), (received.Status, received.Text("lifecycle"), received.Json.GetProperty("receipt").GetProperty("reference").GetString()));
        Assert.Equal((200, received.ETag), await system.PostAsync($"{Tasks}/{task}/receipt", new JsonObject { ["reference"] = "SW-2026-17" }) is var again ? (again.Status, again.ETag) : default);
        await Eventually.EqualAsync("the case says who has it", system.Subject, async () => (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Item("tax").GetProperty("holder").GetString()!);
        Assert.Equal(200, (await system.PostAsync($"{Tasks}/{task}/decision", Pass(), ifMatch: received.ETag)).Status);

        var asked = await AskedToIssueAsync(system, task);
        var order = asked.Json.GetProperty("issue");
        Assert.Equal((1, "tax-registration"), (order.GetProperty("attempt").GetInt32(), order.GetProperty("types").EnumerateArray().Single().GetString()));
        var creditCode = order.GetProperty("inputs")[0].GetProperty("data").GetProperty("unifiedSocialCreditCode").GetString();
        Assert.Equal(18, creditCode!.Length);
        Assert.Equal("issuing", asked.Text("lifecycle"));

        var issued = await system.PostAsync($"{Tasks}/{task}/issue", Licence($"T-{creditCode}"));
        Assert.True(issued.Status == 200, issued.Body);
        Assert.Equal(200, (await system.PostAsync($"{Tasks}/{task}/issue", Licence($"T-{creditCode}"))).Status);
        Assert.Equal("issued-already", (await system.PostAsync($"{Tasks}/{task}/issue", Licence("T-0"))).Text("code"));
        var ended = await EndOfAsync(applicant, submitted.Id);
        Assert.Equal("granted", ended.Text("outcome"));
        Assert.Equal($"system:{system.Subject}", ended.Item("tax").GetProperty("decision").GetProperty("by").GetString());
        Assert.Equal("small-scale", ended.Item("tax").GetProperty("licences")[0].GetProperty("data").GetProperty("taxpayerKind").GetString());
        Assert.Equal("valid", (await applicant.GetAsync($"/api/licences/T-{creditCode}")).Text("status"));
        Assert.DoesNotContain(task, (await system.GetAsync($"{Tasks}?state=open&limit=200")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_that_passes_leads_to_the_next_attempt_and_every_fault_of_an_answer_is_told_at_once()
    {
        var (applicant, system) = (await platform.ClientAsync("applicant"), await SystemAsync());
        var first = await ToBeIssuedAsync(applicant, system);
        var number = $"T-{first.Task}";
        Assert.Equal(200, (await system.PostAsync($"{Tasks}/{first.Task}/issue", Licence(number))).Status);
        var (_, task) = await ToBeIssuedAsync(applicant, system);

        var wrong = Licence(number, new JsonObject { ["type"] = "sign-permit", ["data"] = 7, ["validUntil"] = "2020-12-31" });
        wrong["licences"]![0]!["validUntil"] = "2030-02-30";
        var refused = await system.PostAsync($"{Tasks}/{task}/issue", wrong);
        Assert.Equal(422, refused.Status);
        Assert.Equal(
            ["/licences/0/number number-exists", "/licences/0/validUntil wrong-format", "/licences/1/data wrong-type", "/licences/1/type unknown-licence", "/licences/1/validUntil ends-before-it-begins"],
            refused.Json.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("pointer").GetString()} {e.GetProperty("code").GetString()}").Order(StringComparer.Ordinal));

        var failed = await system.PostAsync($"{Tasks}/{task}/issue", new JsonObject
        {
            ["attempt"] = 1,
            ["failure"] = new JsonObject { ["code"] = "register-closed", ["reason"] = new JsonObject { ["zh"] = "系统维护", ["en"] = "The register is closed" }, ["final"] = false },
        });
        Assert.Equal((200, "issue-failed"), (failed.Status, failed.Text("lifecycle")));
        var second = await AskedToIssueAsync(system, task, attempt: 2);
        // Without a number the platform draws one.
        var issued = await system.PostAsync($"{Tasks}/{task}/issue", Licence(null), ifMatch: second.ETag);
        Assert.True(issued.Status == 200, issued.Body);
        Assert.Matches("^tax-20[0-9]{2}-[0-9]{6}$", issued.Json.GetProperty("licences")[0].GetProperty("number").GetString());
    }

    [Fact]
    public async Task What_is_the_system_s_to_do_is_nobody_else_s()
    {
        var (applicant, system) = (await platform.ClientAsync("applicant"), await SystemAsync());
        var (id, task) = await ToBeIssuedAsync(applicant, system);
        var seals = await platform.ClientAsync("system", department: "seals", region: "430602");
        var elsewhere = await platform.ClientAsync("system", department: "tax", region: "430603");
        var officer = await platform.ClientAsync("officer", department: "tax", region: "430602");

        Assert.Equal(404, (await seals.PostAsync($"{Tasks}/{task}/issue", Licence("X"))).Status);
        Assert.Equal(404, (await elsewhere.PostAsync($"{Tasks}/{task}/issue", Licence("X"))).Status);
        Assert.Equal(404, (await elsewhere.PostAsync($"{Tasks}/{task}/receipt", new JsonObject { ["reference"] = "X" })).Status);
        Assert.Equal(403, (await officer.PostAsync($"{Tasks}/{task}/receipt", new JsonObject { ["reference"] = "X" })).Status);
        Assert.Equal(403, (await (await platform.ClientAsync("supervisor")).PostAsync($"{Tasks}/{task}/issue", Licence("X"))).Status);
        Assert.Equal(422, (await system.PostAsync($"{Tasks}/{task}/receipt", new JsonObject { ["reference"] = " ", ["note"] = 1 })).Status);
        Assert.Equal(400, (await system.GetAsync($"{Tasks}?wait=61&state=x")).Status);
        var sealTask = (await applicant.GetAsync($"/api/cases/{id}")).Item("seals").GetProperty("task").GetString();
        Assert.Equal("issued-by-platform", (await seals.PostAsync($"/api/departments/seals/tasks/{sealTask}/issue", new JsonObject { ["licences"] = new JsonArray() })).Text("code"));
    }

    [Fact]
    public async Task What_was_kept_of_it_is_sound_also_while_the_system_has_not_answered()
    {
        var (applicant, system) = (await platform.ClientAsync("applicant"), await SystemAsync());
        await ToBeIssuedAsync(applicant, system);
        await using var output = new StringWriter(CultureInfo.InvariantCulture);

        var code = await VerifyCommand.RunAsync(platform.Storage, Everything.Services, output);

        Assert.True(code == 0, output.ToString());
    }

    protected Task<Client> SystemAsync() => platform.ClientAsync("system", department: "tax", region: "430602");

    protected static async Task<Reply> SubmitAsync(Client applicant)
    {
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp());
        Assert.True(submitted.Status == 201, submitted.Body);
        return submitted;
    }

    /// <summary>A case whose tax registration has been passed by the department's system, and is to be issued.</summary>
    protected static async Task<(string Case, string Task)> ToBeIssuedAsync(Client applicant, Client system)
    {
        var submitted = await SubmitAsync(applicant);
        var task = submitted.Item("tax").GetProperty("task").GetString()!;
        await Eventually.EqualAsync("the task is there", 200, async () => (await system.GetAsync($"{Tasks}/{task}")).Status);
        Assert.Equal(200, (await system.PostAsync($"{Tasks}/{task}/decision", Pass(), ifMatch: "*")).Status);
        await AskedToIssueAsync(system, task);
        return (submitted.Id, task);
    }

    protected static async Task<Reply> AskedToIssueAsync(Client system, string task, int attempt = 1)
    {
        Reply? last = null;
        await Eventually.TrueAsync($"the system is asked to issue, attempt {attempt}", async () =>
            (last = await system.GetAsync($"{Tasks}/{task}")).Json.GetProperty("issue") is { ValueKind: JsonValueKind.Object } order && order.GetProperty("attempt").GetInt32() == attempt);
        return last!;
    }

    protected static JsonObject Licence(string? number, params JsonObject[] more)
    {
        var licence = new JsonObject { ["type"] = "tax-registration", ["data"] = new JsonObject { ["taxpayerKind"] = "small-scale" } };
        if (number is not null)
            licence["number"] = number;
        return new JsonObject { ["licences"] = new JsonArray([licence, .. more]) };
    }
}
