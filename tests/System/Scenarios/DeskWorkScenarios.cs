using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Support;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>What a department's people do together, through the front door: the built-in city, whose settling allowance two people have to sign.</summary>
public abstract partial class CaseScenarios
{
    private const string Allowances = "/api/departments/veterans/tasks";

    [Fact]
    public async Task A_decision_that_wants_four_eyes_holds_once_a_second_person_has_signed_it()
    {
        var (applicant, id, task) = await AllowanceAsync();
        var (li, wang) = (await VeteransAsync(), await VeteransAsync());
        var seen = await li.PostAsync($"{Allowances}/{task}/claim", null);

        var proposed = await li.PostAsync($"{Allowances}/{task}/decision", DeskCity.Pass(), ifMatch: seen.ETag);
        Assert.Equal((202, "claimed"), (proposed.Status, proposed.Text("lifecycle")));
        Assert.Equal(li.Subject, proposed.Json.GetProperty("proposal").GetProperty("by").GetString());
        Assert.Equal(202, (await li.PostAsync($"{Allowances}/{task}/decision", DeskCity.Pass(), ifMatch: seen.ETag)).Status);
        var own = await li.PostAsync($"{Allowances}/{task}/signature", Signed(true), ifMatch: proposed.ETag);
        Assert.Equal((409, "own-proposal"), (own.Status, own.Text("code")));

        Assert.Equal(428, (await wang.PostAsync($"{Allowances}/{task}/signature", Signed(true))).Status);
        var stale = await wang.PostAsync($"{Allowances}/{task}/signature", Signed(true), ifMatch: seen.ETag);
        Assert.Equal((412, li.Subject), (stale.Status, stale.Json.GetProperty("current").GetProperty("proposal").GetProperty("by").GetString()));
        Assert.Equal(["/opinion"], (await wang.PostAsync($"{Allowances}/{task}/signature", Signed(false), ifMatch: proposed.ETag)).Faults);
        var refused = await wang.PostAsync($"{Allowances}/{task}/signature", new JsonObject { ["agrees"] = false, ["opinion"] = "the months do not add up" }, ifMatch: proposed.ETag);
        Assert.Equal((200, JsonValueKind.Null), (refused.Status, refused.Json.GetProperty("proposal").ValueKind));
        Assert.Equal("the months do not add up", refused.Json.GetProperty("comments")[0].GetProperty("text").GetString());
        Assert.Contains("not-agreed", await ToldAsync(li, "veterans", task));

        var again = await li.PostAsync($"{Allowances}/{task}/decision", DeskCity.Pass(), ifMatch: refused.ETag);
        var signed = await wang.PostAsync($"{Allowances}/{task}/signature", new JsonObject { ["agrees"] = true, ["opinion"] = "counted again" }, ifMatch: again.ETag);
        Assert.Equal((200, "review-passed"), (signed.Status, signed.Text("lifecycle")));
        Assert.Equal(200, (await wang.PostAsync($"{Allowances}/{task}/signature", Signed(true), ifMatch: again.ETag)).Status);

        JsonElement decision = default;
        await Eventually.TrueAsync("the case knows who decided and who signed", async () =>
            (decision = (await applicant.GetAsync($"/api/cases/{id}")).Json.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("task").GetString() == task).GetProperty("decision")).ValueKind == JsonValueKind.Object);
        Assert.Equal($"officer:{li.Subject}", decision.GetProperty("by").GetString());
        Assert.Equal([wang.Subject], decision.GetProperty("signatures").EnumerateArray().Select(s => s.GetProperty("by").GetString()));
        // What colleagues write to each other stays between them.
        foreach (var path in new[] { "", "/journal", "/clocks" })
        {
            var shown = (await applicant.GetAsync($"/api/cases/{id}{path}")).Body;
            Assert.All(["counted again", "add up"], words => Assert.DoesNotContain(words, shown, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Of_two_officers_who_decide_at_once_one_is_refused_with_the_other_s_decision()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp(Sample.LeaveRegistrationToPeople));
        await HeldByPoolAsync(applicant, submitted.Id);
        var path = $"{Tasks}/{submitted.Item("market-registration").GetProperty("task").GetString()}";
        Client[] officers = [await Platform.ClientAsync("officer", department: "market-registration", region: "430602"), await Platform.ClientAsync("officer", department: "market-registration", region: "430602")];
        var seen = await Task.WhenAll(officers.Select(o => o.GetAsync(path)));
        Assert.Equal(seen[0].ETag, seen[1].ETag);

        // A refusal stays as it is: what passes may be issued before the second of them is answered.
        var refusal = new JsonObject { ["outcome"] = "refuse", ["reason"] = "the capital is not plausible", ["legalBasis"] = "市场主体登记管理条例 第十七条" };
        var replies = await Task.WhenAll(officers.Select(o => o.PostAsync($"{path}/decision", refusal.DeepClone(), ifMatch: seen[0].ETag)));

        Assert.Equal([200, 412], replies.Select(r => r.Status).Order());
        var (first, second) = replies[0].Status == 200 ? (0, 1) : (1, 0);
        var current = replies[second].Json.GetProperty("current");
        Assert.Equal(
            ($"officer:{officers[first].Subject}", "the capital is not plausible"),
            (current.GetProperty("decision").GetProperty("by").GetString(), current.GetProperty("decision").GetProperty("reason").GetProperty("en").GetString()));
        Assert.Equal((replies[first].Json.GetProperty("version").GetInt64(), "refused"), (current.GetProperty("version").GetInt64(), current.GetProperty("lifecycle").GetString()));
        Assert.Equal($"officer:{officers[first].Subject}", (await EndOfAsync(applicant, submitted.Id)).Item("market-registration").GetProperty("decision").GetProperty("by").GetString());
    }

    [Fact]
    public async Task A_change_of_a_case_that_has_moved_on_is_told_where_it_is_now()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp(Sample.LeaveRegistrationToPeople));
        await HeldByPoolAsync(applicant, submitted.Id);

        var reply = await applicant.PostAsync($"/api/cases/{submitted.Id}/withdrawal", new JsonObject { ["reason"] = "改主意了" }, ifMatch: submitted.ETag);

        Assert.Equal((412, "reviewing"), (reply.Status, reply.Json.GetProperty("current").GetProperty("lifecycle").GetString()));
        var version = reply.Json.GetProperty("current").GetProperty("version").GetInt64();
        Assert.Equal(200, (await applicant.PostAsync($"/api/cases/{submitted.Id}/withdrawal", new JsonObject { ["reason"] = "改主意了" }, ifMatch: $"\"{version}\"")).Status);
    }

    [Fact]
    public async Task A_task_goes_from_hand_to_hand_and_everybody_concerned_is_told()
    {
        var (applicant, id, task) = await AllowanceAsync();
        var (li, wang, head) = (await VeteransAsync(), await VeteransAsync(), await Platform.ClientAsync("head", department: "veterans", region: "430602"));
        Assert.Equal(200, (await li.PostAsync($"{Allowances}/{task}/claim", null)).Status);

        Assert.Equal(409, (await wang.PostAsync($"{Allowances}/{task}/assign", new JsonObject { ["to"] = wang.Subject })).Status);
        var delegated = await li.PostAsync($"{Allowances}/{task}/delegate", new JsonObject { ["to"] = wang.Subject, ["note"] = "please count the months" });
        Assert.Equal((200, wang.Subject), (delegated.Status, delegated.Text("holder")));
        Assert.Equal("delegated", (await wang.PostAsync($"{Allowances}/{task}/decision", DeskCity.Pass(), ifMatch: "*")).Text("code"));
        Assert.Equal(li.Subject, (await wang.PostAsync($"{Allowances}/{task}/return", new JsonObject { ["opinion"] = "ninety" })).Text("holder"));
        Assert.Equal(200, (await wang.PostAsync($"{Allowances}/{task}/comments", new JsonObject { ["text"] = "between ourselves" })).Status);

        Assert.Equal(["/reason"], (await wang.PostAsync($"{Allowances}/{task}/takeover", new JsonObject())).Faults);
        var taken = await wang.PostAsync($"{Allowances}/{task}/takeover", new JsonObject { ["reason"] = "li is on leave" });
        Assert.Equal((200, wang.Subject), (taken.Status, taken.Text("holder")));
        Assert.Equal(["ninety", "between ourselves"], taken.Json.GetProperty("comments").EnumerateArray().Select(c => c.GetProperty("text").GetString()));
        Assert.Equal(li.Subject, (await head.PostAsync($"{Allowances}/{task}/assign", new JsonObject { ["to"] = li.Subject })).Text("holder"));

        Assert.Equal(["assigned", "taken-over", "returned"], await ToldAsync(li, "veterans", task));
        Assert.Equal(["reassigned", "delegated"], await ToldAsync(wang, "veterans", task));
        Assert.Equal(["taken-over"], await ToldAsync(head, "veterans", task));
        Assert.Empty(await ToldAsync(await VeteransAsync(), "veterans", task));
        Assert.Equal(403, (await applicant.GetAsync("/api/departments/veterans/notices")).Status);
        Assert.Equal(404, (await (await Platform.ClientAsync("officer", department: "tax", region: "430602")).GetAsync("/api/departments/veterans/notices")).Status);
        var shown = (await applicant.GetAsync($"/api/cases/{id}")).Body + (await applicant.GetAsync($"/api/cases/{id}/journal?limit=500")).Body + (await applicant.GetAsync("/api/notices")).Body;
        Assert.All(["ninety", "between ourselves", "on leave", "count the months"], words => Assert.DoesNotContain(words, shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whose_task_it_is_not_can_do_nothing_with_it()
    {
        var (applicant, _, task) = await AllowanceAsync();
        var (other, elsewhere, supervisor) = (
            await Platform.ClientAsync("officer", department: "tax", region: "430602"),
            await Platform.ClientAsync("officer", department: "veterans", region: "430626"),
            await Platform.ClientAsync("supervisor", region: "430602"));

        foreach (var (method, path, body) in DeskWork.Everything)
        {
            Assert.Equal((path, 404), (path, (await other.AskAsync(method, $"{Allowances}/{task}{path}", body)).Status));
            Assert.Equal((path, 404), (path, (await other.AskAsync(method, $"/api/departments/tax/tasks/{task}{path}", body)).Status));
            Assert.Equal((path, 404), (path, (await elsewhere.AskAsync(method, $"{Allowances}/{task}{path}", body)).Status));
            Assert.Equal((path, 403), (path, (await supervisor.AskAsync(method, $"{Allowances}/{task}{path}", body)).Status));
            Assert.Equal((path, 403), (path, (await applicant.AskAsync(method, $"{Allowances}/{task}{path}", body)).Status));
        }
        Assert.Equal(1, (await supervisor.GetAsync($"{Allowances}/{task}")).Json.GetProperty("version").GetInt64());
    }

    /// <summary>What the head of the authority is told in the department, newest first: the kinds.</summary>
    private static async Task<IReadOnlyList<string>> ToldAsync(Client client, string department, string task) =>
        [.. (await client.GetAsync($"/api/departments/{department}/notices?limit=200")).Json.GetProperty("items").EnumerateArray()
            .Where(n => n.GetProperty("task").GetString() == task).Select(n => n.GetProperty("kind").GetString()!)];

    private Task<Client> VeteransAsync() => Platform.ClientAsync("officer", department: "veterans", region: "430602");

    /// <summary>A case with a settling allowance that the office's pool holds.</summary>
    private async Task<(Client Applicant, string Case, string Task)> AllowanceAsync()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var body = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Samples", "discharge-from-service.json")))!.AsObject();
        var id = (await SubmitAsync(applicant, body)).Id;
        JsonElement item = default;
        await Eventually.TrueAsync("the pool holds the allowance", async () =>
            (item = (await applicant.GetAsync($"/api/cases/{id}")).Json.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("item").GetString() == "veterans.settling-allowance"))
                .GetProperty("holder").GetString() == "pool:430602.veterans");
        return (applicant, id, item.GetProperty("task").GetString()!);
    }

    private static JsonObject Signed(bool agrees) => new() { ["agrees"] = agrees };
}

/// <summary>Everything that a department's people can do with a task.</summary>
internal static class DeskWork
{
    public static readonly IReadOnlyList<(HttpMethod Method, string Path, JsonObject? Body)> Everything =
    [
        (HttpMethod.Post, "/claim", null),
        (HttpMethod.Post, "/release", null),
        (HttpMethod.Post, "/assign", new() { ["to"] = "li" }),
        (HttpMethod.Post, "/delegate", new() { ["to"] = "li" }),
        (HttpMethod.Post, "/return", new() { ["opinion"] = "so" }),
        (HttpMethod.Post, "/takeover", new() { ["reason"] = "away" }),
        (HttpMethod.Post, "/comments", new() { ["text"] = "a word" }),
        (HttpMethod.Post, "/countersigners", new() { ["subject"] = "li" }),
        (HttpMethod.Delete, "/countersigners/li", null),
        (HttpMethod.Post, "/signature", new() { ["agrees"] = true }),
        (HttpMethod.Post, "/decision", new() { ["outcome"] = "pass" }),
    ];

    public static Task<Reply> AskAsync(this Client client, HttpMethod method, string path, JsonObject? body) => client.SendAsync(
        method, path, body is null ? null : new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"), ifMatch: "*");
}
