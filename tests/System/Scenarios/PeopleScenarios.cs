using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Support;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>People decide, and each sees only what is theirs.</summary>
public abstract partial class CaseScenarios
{
    private const string Tasks = "/api/departments/market-registration/tasks";

    [Fact]
    public async Task An_officer_decides_what_the_rule_left_open()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp(Sample.LeaveRegistrationToPeople));
        await HeldByPoolAsync(applicant, submitted.Id);
        var officer = await Platform.ClientAsync("officer", department: "market-registration", region: "430602");
        var id = submitted.Item("market-registration").GetProperty("task").GetString();
        Assert.Contains(id, (await officer.GetAsync($"{Tasks}?state=open&region=430602&limit=200")).Json.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("task").GetString()));

        var task = await officer.PostAsync($"{Tasks}/{id}/claim", null);
        Assert.Equal(200, task.Status);
        Assert.Equal("claimed", task.Text("lifecycle"));
        Assert.Equal(428, (await officer.PostAsync($"{Tasks}/{id}/decision", Pass())).Status);
        Assert.Equal(412, (await officer.PostAsync($"{Tasks}/{id}/decision", Pass(), ifMatch: "\"1\"")).Status);
        var decided = await officer.PostAsync($"{Tasks}/{id}/decision", Pass(), ifMatch: task.ETag);
        Assert.Equal(200, decided.Status);
        Assert.Equal(200, (await officer.PostAsync($"{Tasks}/{id}/decision", Pass(), ifMatch: task.ETag)).Status);

        var ended = await EndOfAsync(applicant, submitted.Id);
        Assert.Equal("granted", ended.Text("outcome"));
        Assert.Equal($"officer:{officer.Subject}", ended.Item("market-registration").GetProperty("decision").GetProperty("by").GetString());
    }

    [Fact]
    public async Task A_supplement_pauses_only_the_branch_that_asked_and_its_answer_goes_back_to_it()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp(Sample.LeaveRegistrationToPeople));
        await HeldByPoolAsync(applicant, submitted.Id);
        var officer = await Platform.ClientAsync("officer", department: "market-registration", region: "430602");
        var id = submitted.Item("market-registration").GetProperty("task").GetString();
        var task = await officer.PostAsync($"{Tasks}/{id}/claim", null);
        var asked = await officer.PostAsync($"{Tasks}/{id}/decision", new JsonObject
        {
            ["outcome"] = "supplement",
            ["reason"] = new JsonObject { ["zh"] = "请补充住所证明", ["en"] = "Please add the proof of domicile" },
            ["legalBasis"] = "行政许可法 第三十二条",
        }, ifMatch: task.ETag);
        Assert.Equal(200, asked.Status);

        await Eventually.TrueAsync("the applicant is asked", async () => (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Json.GetProperty("supplement").ValueKind == JsonValueKind.Object);
        var paused = await applicant.GetAsync($"/api/cases/{submitted.Id}");
        Assert.Equal("supplement-requested", paused.Lifecycle("market-registration"));
        Assert.Equal("applicant", paused.Item("market-registration").GetProperty("holder").GetString());
        Assert.Equal("review-passed", paused.Lifecycle("tax"));
        Assert.Equal("review-passed", paused.Lifecycle("seals"));

        var digest = $"sha256:{new string('7', 64)}";
        var answered = await applicant.PostAsync($"/api/cases/{submitted.Id}/supplement", new JsonObject
        {
            ["materials"] = new JsonArray(new JsonObject { ["material"] = "domicile-proof", ["name"] = "新合同.pdf", ["digest"] = digest }),
        });
        Assert.True(answered.Status == 200, answered.Body);
        await Eventually.TrueAsync("the officer has the new paper", async () =>
            (await officer.GetAsync($"{Tasks}/{id}")).Json.GetProperty("materials").EnumerateArray().Any(m => m.GetProperty("digest").GetString() == digest));
        var again = await officer.GetAsync($"{Tasks}/{id}");
        Assert.Equal(200, (await officer.PostAsync($"{Tasks}/{id}/decision", Pass(), ifMatch: again.ETag)).Status);
        Assert.Equal("granted", (await EndOfAsync(applicant, submitted.Id)).Text("outcome"));
    }

    [Fact]
    public async Task What_is_not_theirs_does_not_exist_for_applicants_and_officers()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp());
        var ended = await EndOfAsync(applicant, submitted.Id);
        var stranger = await Platform.ClientAsync("applicant");
        foreach (var path in new[] { "", "/journal" })
            Assert.Equal(404, (await stranger.GetAsync($"/api/cases/{submitted.Id}{path}")).Status);
        Assert.Equal(404, (await stranger.PostAsync($"/api/cases/{submitted.Id}/withdrawal", new JsonObject { ["reason"] = "x" })).Status);
        Assert.Empty((await stranger.GetAsync("/api/cases")).Json.GetProperty("items").EnumerateArray());

        var sign = ended.Item("signage").GetProperty("task").GetString();
        var tax = await Platform.ClientAsync("officer", department: "tax", region: "430602");
        Assert.Equal(404, (await tax.GetAsync($"/api/departments/signage/tasks/{sign}")).Status);
        Assert.Equal(404, (await tax.GetAsync("/api/departments/signage/tasks")).Status);
        Assert.Equal(200, (await tax.GetAsync($"/api/cases/{submitted.Id}")).Status);
        var elsewhere = await Platform.ClientAsync("officer", department: "signage", region: "430626");
        Assert.Equal(404, (await elsewhere.GetAsync($"/api/departments/signage/tasks/{sign}")).Status);
        Assert.Equal(404, (await elsewhere.GetAsync($"/api/cases/{submitted.Id}")).Status);
        Assert.Equal(403, (await applicant.GetAsync($"/api/departments/signage/tasks/{sign}")).Status);
    }

    [Fact]
    public async Task A_department_gets_only_the_fields_and_materials_its_item_declares()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var ended = await EndOfAsync(applicant, (await SubmitAsync(applicant, Sample.StartUp())).Id);
        foreach (var department in new[] { "tax", "seals", "signage" })
        {
            var officer = await Platform.ClientAsync("officer", department: department, region: "430602");
            var task = await officer.GetAsync($"/api/departments/{department}/tasks/{ended.Item(department).GetProperty("task").GetString()}");
            Assert.Equal(200, task.Status);
            Assert.DoesNotContain("shareholders", task.Body, StringComparison.Ordinal);
            Assert.All(Sample.IdentityNumbers, number => Assert.DoesNotContain(number, task.Body, StringComparison.Ordinal));
            var materials = task.Json.GetProperty("materials").EnumerateArray().Select(m => m.GetProperty("material").GetString()).Order();
            Assert.Equal(department == "signage" ? ["sign-rendering", "sign-site-agreement"] : [], materials);
        }
        Assert.All(Sample.IdentityNumbers, number => Assert.DoesNotContain(number, ended.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clerk_submits_for_the_applicant_and_sees_the_cases_of_the_place()
    {
        var clerk = await Platform.ClientAsync("clerk", region: "430602");
        var submitted = await SubmitAsync(clerk, Sample.StartUp(body => body["acceptance"] = new JsonObject { ["window"] = "W03", ["region"] = "430602" }));
        var ended = await EndOfAsync(clerk, submitted.Id);
        Assert.Equal("granted", ended.Text("outcome"));
        Assert.Equal(1, ended.Json.GetProperty("visits").GetProperty("made").GetInt32());
        var other = await Platform.ClientAsync("clerk", region: "430626");
        Assert.Equal(404, (await other.GetAsync($"/api/cases/{submitted.Id}")).Status);
    }

    [Fact]
    public async Task The_journal_followed_live_tells_everything_and_ends_with_the_case()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp());
        var stream = await applicant.GetAsync($"/api/cases/{submitted.Id}/journal", "text/event-stream");
        Assert.Equal("text/event-stream", stream.MediaType);
        var events = stream.Body.Split('\n').Where(l => l.StartsWith("event: ", StringComparison.Ordinal)).Select(l => l["event: ".Length..]).ToList();
        Assert.Equal("submitted", events[0]);
        Assert.Equal("completed", events[^1]);
        Assert.Equal((await JournalAsync(applicant, submitted.Id)).Count, events.Count);
    }

    [Fact]
    public async Task A_page_of_the_journal_may_begin_behind_any_entry_and_shows_the_same_entries_with_the_same_hashes()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var ended = await EndOfAsync(applicant, (await SubmitAsync(applicant, Sample.StartUp())).Id);
        var whole = (await JournalAsync(applicant, ended.Id)).Select(e => e.GetRawText()).ToList();

        for (var after = 0; after < whole.Count; after++)
        {
            var page = (await applicant.GetAsync($"/api/cases/{ended.Id}/journal?limit=2&cursor={after}")).Json;
            Assert.Equal(whole.Skip(after).Take(2), page.GetProperty("items").EnumerateArray().Select(e => e.GetRawText()));
            Assert.Equal(after + 2 < whole.Count ? $"{after + 2}" : null, page.GetProperty("next").GetString());
        }
    }

    [Fact]
    public async Task Who_follows_a_journal_does_not_hold_up_a_stop()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp(Sample.LeaveRegistrationToPeople));
        await HeldByPoolAsync(applicant, submitted.Id);
        var stream = await applicant.FollowAsync($"/api/cases/{submitted.Id}/journal");
        try
        {
            // The framework would wait 30 seconds for it.
            await Platform.StopAsync("orchestrator").WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Contains("event: submitted", await stream, StringComparison.Ordinal);
        }
        finally
        {
            await Platform.StartAsync("orchestrator");
        }
        Assert.Equal(200, (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Status);
    }

    private static JsonObject Pass() => new()
    {
        ["outcome"] = "pass",
        ["reason"] = new JsonObject { ["zh"] = "同意", ["en"] = "Agreed" },
        ["legalBasis"] = "市场主体登记管理条例 第十九条",
    };
}
