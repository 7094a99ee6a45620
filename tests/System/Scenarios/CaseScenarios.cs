using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts.Codes;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>What a case lives through, written once for both platforms.</summary>
public abstract partial class CaseScenarios(TestPlatform platform)
{
    protected TestPlatform Platform => platform;

    [Fact]
    public async Task A_clean_application_comes_out_with_four_decisions_and_four_licences()
    {
        var applicant = await platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp());
        Assert.Equal("reviewing", submitted.Text("lifecycle"));

        var ended = await EndOfAsync(applicant, submitted.Id);
        Assert.Equal("granted", ended.Text("outcome"));
        Assert.All(ended.Json.GetProperty("items").EnumerateArray(), item =>
        {
            Assert.Equal("issued", item.GetProperty("lifecycle").GetString());
            Assert.StartsWith("rule:", item.GetProperty("decision").GetProperty("by").GetString());
        });
        var licences = ended.Json.GetProperty("licences").EnumerateArray().ToDictionary(l => l.GetProperty("type").GetString()!);
        Assert.Equal(["business-licence", "seal-filing", "sign-permit", "tax-registration"], licences.Keys.Order());
        var creditCode = licences["business-licence"].GetProperty("data").GetProperty("unifiedSocialCreditCode").GetString()!;
        Assert.True(UnifiedSocialCreditCode.IsValid(creditCode), creditCode);
        var seals = licences["seal-filing"].GetProperty("data").GetProperty("seals").EnumerateArray().Select(s => s.GetProperty("number").GetString()!).ToList();
        Assert.Equal(5, seals.Distinct().Count());
        Assert.All(seals, number => Assert.Matches("^430602[0-9]{7}$", number));

        foreach (var licence in licences.Values)
        {
            var verified = await applicant.GetAsync($"/api/licences/{licence.GetProperty("number").GetString()}?type={licence.GetProperty("type").GetString()}");
            Assert.Equal("valid", verified.Text("status"));
        }
    }

    [Fact]
    public async Task Each_department_waits_for_nobody_and_the_licence_comes_before_what_needs_it()
    {
        var applicant = await platform.ClientAsync("applicant");
        var ended = await EndOfAsync(applicant, (await SubmitAsync(applicant, Sample.StartUp())).Id);
        var journal = await JournalAsync(applicant, ended.Id);
        var kinds = journal.Select(e => e.GetProperty("kind").GetString()!).ToList();

        Assert.Equal(4, kinds.Take(kinds.IndexOf("review-decided")).Count(k => k == "review-requested"));
        var issued = journal.Where(e => e.GetProperty("kind").GetString() == "licences-issued").Select(e => e.GetProperty("data").GetProperty("department").GetString()!).ToList();
        Assert.True(issued.IndexOf("market-registration") < issued.IndexOf("tax"));
        Assert.True(issued.IndexOf("market-registration") < issued.IndexOf("seals"));
        JournalProof.Verify(Guid.Parse(ended.Id), journal);
    }

    [Fact]
    public async Task A_required_refusal_issues_nothing_tells_the_others_to_stop_and_gives_every_reason()
    {
        var applicant = await platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp(body =>
        {
            Sample.BreakSeals(body);
            body["form"]!["seals"]!["kinds"] = new JsonArray("finance", "invoice");
            Sample.LeaveRegistrationToPeople(body);
        }));
        var ended = await EndOfAsync(applicant, submitted.Id);

        Assert.Equal("refused", ended.Text("lifecycle"));
        Assert.Equal("refused", ended.Text("outcome"));
        Assert.Empty(ended.Json.GetProperty("licences").EnumerateArray());
        var decision = ended.Item("seals").GetProperty("decision");
        Assert.True(decision.GetProperty("findings").GetArrayLength() >= 2, decision.ToString());
        Assert.NotEqual("", decision.GetProperty("legalBasis").GetString());
        Assert.Equal("cancelled", ended.Lifecycle("market-registration"));

        var officer = await platform.ClientAsync("officer", department: "market-registration", region: "430602");
        var task = ended.Item("market-registration").GetProperty("task").GetString();
        await Eventually.EqualAsync("the department has stopped", "cancelled",
            async () => (await officer.GetAsync($"/api/departments/market-registration/tasks/{task}")).Text("lifecycle"));
    }

    [Fact]
    public async Task An_optional_refusal_does_not_stop_the_rest()
    {
        var applicant = await platform.ClientAsync("applicant");
        var ended = await EndOfAsync(applicant, (await SubmitAsync(applicant, Sample.StartUp(Sample.BreakSign))).Id);
        Assert.Equal("completed", ended.Text("lifecycle"));
        Assert.Equal("partly-granted", ended.Text("outcome"));
        Assert.Equal("refused", ended.Lifecycle("signage"));
        Assert.Equal(3, ended.Json.GetProperty("licences").GetArrayLength());
    }

    [Fact]
    public async Task The_applicant_withdraws_until_issuing_begins_and_the_name_is_free_again()
    {
        var applicant = await platform.ClientAsync("applicant");
        var first = Sample.StartUp(Sample.LeaveRegistrationToPeople);
        var submitted = await SubmitAsync(applicant, first);
        await HeldByPoolAsync(applicant, submitted.Id);

        var withdrawn = await applicant.PostAsync($"/api/cases/{submitted.Id}/withdrawal", new JsonObject { ["reason"] = "改主意了" });
        Assert.Equal(200, withdrawn.Status);
        Assert.Equal("withdrawn", withdrawn.Text("lifecycle"));
        Assert.Equal(200, (await applicant.PostAsync($"/api/cases/{submitted.Id}/withdrawal", new JsonObject { ["reason"] = "改主意了" })).Status);

        var officer = await platform.ClientAsync("officer", department: "market-registration", region: "430602");
        var task = withdrawn.Item("market-registration").GetProperty("task").GetString();
        await Eventually.EqualAsync("the department has stopped", "cancelled",
            async () => (await officer.GetAsync($"/api/departments/market-registration/tasks/{task}")).Text("lifecycle"));

        // What was reserved for a case that has ended is anybody's.
        var same = Sample.StartUp(body => Sample.Name(body)["tradeName"] = Sample.Name(first)["tradeName"]!.DeepClone());
        var done = await EndOfAsync(applicant, (await SubmitAsync(applicant, same)).Id);
        Assert.Equal("granted", done.Text("outcome"));
        var late = await applicant.PostAsync($"/api/cases/{done.Id}/withdrawal", new JsonObject { ["reason"] = "太晚" });
        Assert.Equal(409, late.Status);
    }

    [Fact]
    public async Task The_same_name_is_registered_once_however_many_apply_at_the_same_moment()
    {
        var applicant = await platform.ClientAsync("applicant");
        var bodies = Enumerable.Range(0, 8).Select(_ => Sample.StartUp()).ToList();
        foreach (var body in bodies)
            Sample.Name(body)["tradeName"] = Sample.Name(bodies[0])["tradeName"]!.DeepClone();
        var submitted = await Task.WhenAll(bodies.Select(b => SubmitAsync(applicant, b)));
        var ended = await Task.WhenAll(submitted.Select(s => EndOfAsync(applicant, s.Id)));
        Assert.Single(ended, e => e.Text("lifecycle") == "completed");
        Assert.Equal(7, ended.Count(e => e.Text("lifecycle") == "refused"));
    }

    [Fact]
    public async Task A_repeated_submission_gets_the_first_answer_and_another_body_under_its_key_is_refused()
    {
        var applicant = await platform.ClientAsync("applicant");
        var body = Sample.StartUp();
        var key = Unique.Name("key");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => applicant.PostAsync("/api/cases", body.DeepClone(), key)));
        Assert.All(answers, a => Assert.Equal(201, a.Status));
        Assert.Single(answers.Select(a => a.Body).Distinct());

        var other = await applicant.PostAsync("/api/cases", Sample.StartUp(), key);
        Assert.Equal(422, other.Status);
        Assert.Equal("idempotency-key-reused", other.Text("code"));
        Assert.Equal(1, (await applicant.GetAsync("/api/cases")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_department_that_is_down_gets_its_queue_afterwards_and_the_rest_of_the_case_goes_on()
    {
        var applicant = await platform.ClientAsync("applicant");
        await platform.StopAsync("tax");
        var submitted = await SubmitAsync(applicant, Sample.StartUp());
        await Eventually.TrueAsync("the other three have passed", async () =>
        {
            var now = await applicant.GetAsync($"/api/cases/{submitted.Id}");
            return new[] { "market-registration", "seals", "signage" }.All(d => now.Lifecycle(d) == "review-passed") && now.Lifecycle("tax") == "requested";
        });
        await platform.StartAsync("tax");
        Assert.Equal("granted", (await EndOfAsync(applicant, submitted.Id)).Text("outcome"));
    }

    [Fact]
    public async Task A_process_killed_between_commit_and_publication_loses_nothing_and_doubles_nothing()
    {
        var applicant = await platform.ClientAsync("applicant");
        var (body, key) = (Sample.StartUp(), Unique.Name("key"));
        using var killed = await platform.StartKilledAtAsync("tax");
        await SubmitToTheDyingAsync(applicant, body, key);
        await killed.DiedAsync();

        await platform.StartAsync("orchestrator");
        // The applicant's program does not know whether it was heard; it asks again under the same key.
        var submitted = await applicant.PostAsync("/api/cases", body.DeepClone(), key);
        Assert.Equal(201, submitted.Status);
        Assert.Equal(1, (await applicant.GetAsync("/api/cases")).Json.GetProperty("items").GetArrayLength());
        var ended = await EndOfAsync(applicant, submitted.Id);
        Assert.Equal("granted", ended.Text("outcome"));
        Assert.Equal(4, ended.Json.GetProperty("licences").GetArrayLength());
        JournalProof.Verify(Guid.Parse(ended.Id), await JournalAsync(applicant, ended.Id));
    }

    protected static async Task<Reply> SubmitAsync(Client applicant, JsonObject body)
    {
        var reply = await applicant.PostAsync("/api/cases", body);
        Assert.True(reply.Status == 201, reply.Body);
        return reply;
    }

    /// <summary>The answer may never come: the process is killed after the commit.</summary>
    private static async Task SubmitToTheDyingAsync(Client applicant, JsonObject body, string key)
    {
        try
        {
            await applicant.PostAsync("/api/cases", body.DeepClone(), key);
        }
        catch (HttpRequestException)
        {
        }
    }

    /// <summary>The case once it has ended.</summary>
    protected static async Task<Reply> EndOfAsync(Client caller, string id)
    {
        Reply? last = null;
        await Eventually.TrueAsync($"case {id} has ended", async () =>
        {
            last = await caller.GetAsync($"/api/cases/{id}");
            Assert.True(last.Status == 200, $"{last.Status} {last.Body}");
            return last.Json.GetProperty("endedAt").ValueKind == JsonValueKind.String;
        });
        return last!;
    }

    protected static async Task<Reply> HeldByPoolAsync(Client caller, string id)
    {
        Reply? last = null;
        await Eventually.TrueAsync("registration is left to people", async () =>
        {
            last = await caller.GetAsync($"/api/cases/{id}");
            return last.Item("market-registration").GetProperty("holder").GetString() == "pool:430602.market-registration";
        });
        return last!;
    }

    protected static async Task<List<JsonElement>> JournalAsync(Client caller, string id) =>
        [.. (await caller.GetAsync($"/api/cases/{id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray()];
}
