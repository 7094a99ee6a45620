using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.All.Verify;
using OneVisit.Contracts;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;
using static OneVisit.SystemTests.Scenarios.DeskCity;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>What is looked at after the issue, and what becomes of a licence that should not have been: <c>tests/Samples/desk-city</c>.</summary>
public abstract class RevocationScenarios(TestPlatform platform)
{
    private const string Law = "中华人民共和国行政许可法 第六十九条";

    [Fact]
    public async Task A_permit_granted_on_a_promise_that_is_not_kept_is_revoked_and_who_rests_on_it_is_told()
    {
        var applicant = await platform.ClientAsync("applicant");
        var id = (await SubmitAsync(applicant, "venue-opening", new JsonObject
        {
            ["venue"] = new JsonObject { ["name"] = "洞庭书场" },
            ["fire"] = new JsonObject { ["alarm"] = "A-7" },
            ["health"] = new JsonObject { ["staff"] = "all well" },
        }, "floor-plan", "air-report")).Id;
        await PassAsync("health", id);
        await PassAsync("fire", id);
        var granted = await EndOfAsync(applicant, id);
        var (permit, certificate) = (NumberOf(granted, "hygiene-permit"), NumberOf(granted, "fire-certificate"));
        var (health, fire) = (await OfficerAsync("health"), await OfficerAsync("fire"));
        var path = $"/api/departments/health/tasks/{granted.Item("health").GetProperty("task").GetString()}";
        var task = await health.GetAsync(path);
        Assert.Equal("commitment", task.Json.GetProperty("afterCheck").GetProperty("reason").GetString());
        Assert.Equal(granted.Item("health").GetProperty("step").GetProperty("due").GetString(), task.Json.GetProperty("afterCheck").GetProperty("due").GetString());
        Assert.Contains("after-check-due", await NoticesAsync(health, id));
        Assert.Equal("valid", (await applicant.GetAsync($"/api/licences/{permit}")).Text("status"));

        // A slip in what a desk has issued is corrected as any other; what has been revoked is not.
        var slip = new JsonObject { ["type"] = "hygiene-permit", ["data"] = new JsonObject { ["kind"] = "书场" }, ["reason"] = "a slip of the pen" };
        var corrected = await health.PostAsync($"{path}/correction", slip, ifMatch: task.ETag);
        Assert.True(corrected.Status == 200, corrected.Body);
        task = await health.GetAsync(path);
        await Eventually.EqualAsync("the permit is corrected", 2, async () => (await applicant.GetAsync($"/api/licences/{permit}")).Json.GetProperty("version").GetInt32());
        Assert.Equal("某市更正办法 第三条", (await applicant.GetAsync($"/api/cases/{id}")).Item("health").GetProperty("corrections")[0].GetProperty("legalBasis").GetString());

        Assert.Equal(428, (await health.PostAsync($"{path}/after-check", Found())).Status);
        Assert.Equal(200, (await health.PostAsync($"{path}/after-check", Found(), ifMatch: task.ETag)).Status);
        Assert.Equal(200, (await health.PostAsync($"{path}/after-check", Found(), ifMatch: task.ETag)).Status);

        await Eventually.EqualAsync("the permit is revoked", "revoked", async () => (await applicant.GetAsync($"/api/licences/{permit}")).Text("status"));
        Assert.Equal("valid", (await applicant.GetAsync($"/api/licences/{certificate}")).Text("status"));
        var after = await applicant.GetAsync($"/api/cases/{id}");
        Assert.Equal(("completed", "granted", "revoked", "issued"), (after.Text("lifecycle"), after.Text("outcome"), after.Lifecycle("health"), after.Lifecycle("fire")));
        Assert.Equal(granted.Text("endedAt"), after.Text("endedAt"));
        Assert.Equal(Law, after.Item("health").GetProperty("afterCheck").GetProperty("legalBasis").GetString());
        Assert.DoesNotContain("hygiene-permit", after.Json.GetProperty("licences").EnumerateArray().Select(l => l.GetProperty("type").GetString()));
        Assert.Equal("revoked", (await health.GetAsync(path)).Text("lifecycle"));
        slip["data"]!["kind"] = "茶馆";
        Assert.Equal((409, "licence-revoked"), await health.PostAsync($"{path}/correction", slip, ifMatch: "*") is var late ? (late.Status, late.Text("code")) : default);
        foreach (var version in new[] { 1, 2 })
            Assert.Equal("revoked", (await applicant.GetAsync($"/api/licences/{permit}?version={version}")).Text("status"));
        Assert.Equal(["licences-revoked", "after-check-failed"], (await NoticesAsync(applicant, id)).Take(2));
        Assert.Contains("licences-revoked", await NoticesAsync(fire, id));
        Assert.DoesNotContain("licences-revoked", await NoticesAsync(health, id));
        var told = (await fire.GetAsync($"/api/notices?case={id}")).Json.GetProperty("items").EnumerateArray().First(n => n.GetProperty("kind").GetString() == "licences-revoked");
        Assert.Contains(Law, told.GetProperty("text").GetProperty("zh").GetString(), StringComparison.Ordinal);
        Assert.Equal(permit, told.GetProperty("data").GetProperty("numbers")[0].GetString());
        await SoundAsync();
    }

    [Fact]
    public async Task Of_what_is_granted_at_once_whoever_likes_can_work_out_what_is_drawn_and_what_fails_is_revoked()
    {
        var (applicant, fund) = (await platform.ClientAsync("applicant"), await platform.ClientAsync("officer", department: "housing-fund", region: "430600"));
        // Half are drawn: that none of forty is would be a wonder.
        for (var tries = 0; ; tries++)
        {
            Assert.True(tries < 40, "none was drawn");
            var submitted = await SubmitAsync(applicant, "fund-withdrawal", new JsonObject { ["withdrawal"] = new JsonObject { ["amount"] = 1200.50, ["purpose"] = "rent" } }, "lease");
            var ended = await EndOfAsync(applicant, submitted.Id);
            var item = ended.Json.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("item").GetString() == "housing-fund.withdrawal");
            var task = item.GetProperty("task").GetString()!;
            var seen = await fund.GetAsync($"/api/departments/housing-fund/tasks/{task}");
            var drawn = Sampling.IsDrawn(Guid.Parse(task), 0.5m);
            Assert.Equal(drawn ? JsonValueKind.Object : JsonValueKind.Null, seen.Json.GetProperty("afterCheck").ValueKind);
            Assert.Equal(drawn ? JsonValueKind.Object : JsonValueKind.Null, item.GetProperty("step").ValueKind);
            var check = await fund.PostAsync($"/api/departments/housing-fund/tasks/{task}/after-check", Found(), ifMatch: seen.ETag);
            if (!drawn)
            {
                Assert.Equal((409, "no-after-check"), (check.Status, check.Text("code")));
                continue;
            }
            Assert.Equal("sample", seen.Json.GetProperty("afterCheck").GetProperty("reason").GetString());
            Assert.Equal(200, check.Status);
            var number = NumberOf(ended, "fund-withdrawal");
            await Eventually.EqualAsync("what was granted is revoked", "revoked", async () => (await applicant.GetAsync($"/api/licences/{number}")).Text("status"));
            var journal = (await applicant.GetAsync($"/api/cases/{submitted.Id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("kind").GetString());
            Assert.Equal(["drawn", "after-checked", "revocation-requested", "licences-revoked"], journal.Where(k => k is "drawn" or "after-checked" or "revocation-requested" or "licences-revoked"));
            await SoundAsync();
            return;
        }
    }

    private static JsonObject Found() => new() { ["passed"] = false, ["reason"] = new JsonObject { ["zh"] = "现场与承诺不符", ["en"] = "The premises are not as promised" } };

    private static string NumberOf(Reply reply, string type) =>
        reply.Json.GetProperty("licences").EnumerateArray().Single(l => l.GetProperty("type").GetString() == type).GetProperty("number").GetString()!;

    /// <summary>Kinds of what the caller was told about a case, newest first.</summary>
    private static async Task<List<string?>> NoticesAsync(Client caller, string id) =>
        [.. (await caller.GetAsync($"/api/notices?case={id}&limit=200")).Json.GetProperty("items").EnumerateArray().Select(n => n.GetProperty("kind").GetString())];

    private Task<Client> OfficerAsync(string department) => platform.ClientAsync("officer", department: department, region: "430602");

    private async Task PassAsync(string department, string id)
    {
        var (officer, inbox) = (await OfficerAsync(department), $"/api/departments/{department}/tasks");
        string? task = null;
        await Eventually.TrueAsync("the task is in the inbox", async () => (task = (await officer.GetAsync($"{inbox}?state=open&limit=200")).Json.GetProperty("items").EnumerateArray()
            .Where(t => t.GetProperty("case").GetString() == id).Select(t => t.GetProperty("task").GetString()).FirstOrDefault()) is not null);
        Assert.Equal(200, (await officer.PostAsync($"{inbox}/{task}/decision", Pass(), ifMatch: "*")).Status);
    }

    private async Task SoundAsync()
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        var code = await VerifyCommand.RunAsync(platform.Storage, Everything.Services, output);
        Assert.True(code == 0, output.ToString());
    }
}
