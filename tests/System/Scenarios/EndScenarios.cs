using System.Globalization;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.All.Verify;
using OneVisit.Contracts;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;
using static OneVisit.SystemTests.Scenarios.DeskCity;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>Whoever has to know of a case's end reads it under <c>/api/notices</c>. The tax department works in a system of its own.</summary>
public abstract class EndScenarios(TestPlatform platform)
{
    private const string Tasks = "/api/departments/tax/tasks";

    [Fact]
    public async Task Every_way_to_end_is_told_to_the_applicant_once_and_to_who_had_something_of_it_in_hand()
    {
        var applicant = await platform.ClientAsync("applicant");
        var (tax, supervisor) = (await platform.ClientAsync("system", department: "tax", region: "430602"), await platform.ClientAsync("supervisor", region: "430602"));
        var officer = await platform.ClientAsync("officer", department: "tax", region: "430602");

        var refused = await InThePoolAsync(applicant, tax, Sample.LeaveRegistrationToPeople);
        Assert.Equal(200, (await tax.PostAsync($"{Tasks}/{refused.Task}/decision", Decision("refuse"), ifMatch: "*")).Status);
        await ToldAsync(applicant, refused.Case, "refused");
        var registrar = await platform.ClientAsync("officer", department: "market-registration", region: "430602");
        Assert.Equal(["task-stopped"], await KindsAsync(registrar, refused.Case));
        Assert.Empty(await KindsAsync(officer, refused.Case));

        var notAccepted = await InThePoolAsync(applicant, tax);
        Assert.Equal(200, (await tax.PostAsync($"{Tasks}/{notAccepted.Task}/decision", Decision("not-accepted"), ifMatch: "*")).Status);
        await ToldAsync(applicant, notAccepted.Case, "not-accepted");

        var withdrawn = await InThePoolAsync(applicant, tax);
        for (var again = 0; again < 2; again++)
            Assert.Equal(200, (await applicant.PostAsync($"/api/cases/{withdrawn.Case}/withdrawal", new JsonObject { ["reason"] = "改主意了" })).Status);
        await ToldAsync(applicant, withdrawn.Case, "withdrawn");
        Assert.Equal(["task-stopped"], await KindsAsync(officer, withdrawn.Case));
        var documents = (await applicant.GetAsync($"/api/cases/{withdrawn.Case}/documents")).Json.GetProperty("documents").EnumerateArray().Select(d => d.GetProperty("kind").GetString());
        Assert.Equal(["acceptance-notice", "withdrawal-notice"], documents);

        var terminated = await InThePoolAsync(applicant, tax);
        var ground = new JsonObject { ["ground"] = "applicant-died", ["reason"] = new JsonObject { ["zh"] = "户籍已注销", ["en"] = "The household register says so" } };
        Assert.Equal(403, (await applicant.PostAsync($"/api/cases/{terminated.Case}/termination", ground)).Status);
        Assert.Equal(403, (await (await platform.ClientAsync("head", department: "tax", region: "430602")).PostAsync($"/api/cases/{terminated.Case}/termination", ground)).Status);
        var wrong = await supervisor.PostAsync($"/api/cases/{terminated.Case}/termination", new JsonObject { ["ground"] = "tired", ["note"] = 1 });
        Assert.Equal((422, "/ground,/note,/reason"), (wrong.Status, string.Join(",", wrong.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()).Order(StringComparer.Ordinal))));
        var key = Unique.Name("key");
        foreach (var again in new[] { key, key, null })
        {
            var answer = await supervisor.PostAsync($"/api/cases/{terminated.Case}/termination", ground.DeepClone(), again);
            Assert.Equal((200, "terminated", "terminated"), (answer.Status, answer.Text("lifecycle"), answer.Text("outcome")));
            Assert.Contains("第七十条", answer.Json.GetProperty("termination").GetProperty("legalBasis").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal("terminated-already", (await supervisor.PostAsync($"/api/cases/{terminated.Case}/termination", new JsonObject { ["ground"] = "law-changed", ["reason"] = "so" })).Text("code"));
        await ToldAsync(applicant, terminated.Case, "terminated");
        Assert.Equal(["task-stopped"], await KindsAsync(officer, terminated.Case));
        await Eventually.EqualAsync("the department has stopped", "cancelled", async () => (await tax.GetAsync($"{Tasks}/{terminated.Task}")).Text("lifecycle"));
        var decision = (await applicant.GetAsync($"/api/cases/{terminated.Case}/documents")).Json.GetProperty("documents").EnumerateArray().Single(d => d.GetProperty("kind").GetString() == "termination-decision");
        Assert.Equal(2, decision.GetProperty("remedies").GetArrayLength());

        var granted = await ToBeIssuedAsync(applicant, tax);
        Assert.Equal("issuing-has-begun", (await supervisor.PostAsync($"/api/cases/{granted.Case}/termination", ground.DeepClone())).Text("code"));
        Assert.Equal(200, (await tax.PostAsync($"{Tasks}/{granted.Task}/issue", Licence())).Status);
        await ToldAsync(applicant, granted.Case, "completed");
        var partly = await ToBeIssuedAsync(applicant, tax, Sample.BreakSign);
        Assert.Equal(200, (await tax.PostAsync($"{Tasks}/{partly.Task}/issue", Licence())).Status);
        await ToldAsync(applicant, partly.Case, "partly-completed");
        Assert.Equal("case-has-ended", (await supervisor.PostAsync($"/api/cases/{partly.Case}/termination", ground.DeepClone())).Text("code"));

        var parked = await ToBeIssuedAsync(applicant, tax);
        Assert.Equal(200, (await tax.PostAsync($"{Tasks}/{parked.Task}/issue", new JsonObject
        {
            ["failure"] = new JsonObject { ["code"] = "closed", ["reason"] = new JsonObject { ["zh"] = "系统关闭", ["en"] = "The register is closed for good" }, ["final"] = true },
        })).Status);
        await Eventually.TrueAsync("the supervisor is told that it waits", async () => (await KindsAsync(supervisor, parked.Case)).SequenceEqual(["parked"]));
        Assert.Empty(await KindsAsync(applicant, parked.Case));
        Assert.Equal(200, (await supervisor.PostAsync($"/api/cases/{parked.Case}/resolution", new JsonObject { ["action"] = "compensate", ["reason"] = "不再开放" })).Status);
        await ToldAsync(applicant, parked.Case, "compensated");
        Assert.Equal(["compensated"], await KindsAsync(registrar, parked.Case));

        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        Assert.True(await VerifyCommand.RunAsync(platform.Storage, Everything.Services, output) == 0, output.ToString());
    }

    private static JsonObject Decision(string outcome) => new()
    {
        ["outcome"] = outcome,
        ["reason"] = new JsonObject { ["zh"] = "不符合条件", ["en"] = "It does not fit" },
        ["legalBasis"] = "中华人民共和国行政许可法 第三十八条",
    };

    private static JsonObject Licence() => new()
    {
        ["licences"] = new JsonArray(new JsonObject { ["type"] = "tax-registration", ["data"] = new JsonObject { ["taxpayerKind"] = "small-scale" } }),
    };

    private static async Task ToldAsync(Client applicant, string id, string kind)
    {
        await Eventually.EqualAsync("the case has ended", true, async () => (await applicant.GetAsync($"/api/cases/{id}")).Json.GetProperty("endedAt").ValueKind == System.Text.Json.JsonValueKind.String);
        Assert.Equal([kind], await KindsAsync(applicant, id));
    }

    private static async Task<List<string?>> KindsAsync(Client caller, string id) =>
        [.. (await caller.GetAsync($"/api/notices?case={id}&limit=200")).Json.GetProperty("items").EnumerateArray().Select(n => n.GetProperty("kind").GetString()).Where(k => k is not ("warning" or "after-check-due"))];

    /// <summary>A case that waits for the tax department's answer.</summary>
    private static async Task<(string Case, string Task)> InThePoolAsync(Client applicant, Client tax, Action<JsonObject>? change = null)
    {
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp(change));
        Assert.True(submitted.Status == 201, submitted.Body);
        var task = submitted.Item("tax").GetProperty("task").GetString()!;
        await Eventually.TrueAsync("every department has it", async () =>
            (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Json.GetProperty("items").EnumerateArray().All(i => i.GetProperty("lifecycle").GetString() != KebabCase.Of(ItemLifecycle.Requested)));
        return (submitted.Id, task);
    }

    private static async Task<(string Case, string Task)> ToBeIssuedAsync(Client applicant, Client tax, Action<JsonObject>? change = null)
    {
        var waiting = await InThePoolAsync(applicant, tax, change);
        Assert.Equal(200, (await tax.PostAsync($"{Tasks}/{waiting.Task}/decision", Pass(), ifMatch: "*")).Status);
        await Eventually.TrueAsync("the system is asked to issue", async () => (await tax.GetAsync($"{Tasks}/{waiting.Task}")).Json.GetProperty("issue").ValueKind == System.Text.Json.JsonValueKind.Object);
        return waiting;
    }
}
