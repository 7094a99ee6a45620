using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Support;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>The clock on its own, as anybody may ask it.</summary>
public abstract partial class CaseScenarios
{
    [Fact]
    public async Task Anybody_may_ask_when_a_period_is_due()
    {
        var answer = await ProjectAsync("""
            {"calendar":"cn","start":"2026-02-12","budget":{"days":2,"unit":"working-day"},"pauses":[{"from":"2026-02-24","to":"2026-02-24","cause":"hearing"}],
             "extensions":[{"days":1,"at":"2026-02-13"}],"at":"2026-02-14"}
            """);

        Assert.Equal(200, answer.Status);
        Assert.Equal(["due", "state", "consumed", "remaining", "provisional", "explanation"], answer.Json.EnumerateObject().Select(m => m.Name));
        Assert.Equal(
            ("2026-02-25", "running", 2, 1, false),
            (answer.Text("due"), answer.Text("state"), answer.Json.GetProperty("consumed").GetInt32(), answer.Json.GetProperty("remaining").GetInt32(),
                answer.Json.GetProperty("provisional").GetBoolean()));
        var days = answer.Json.GetProperty("explanation").EnumerateArray().Select(d => d.GetRawText()).ToList();
        Assert.Equal(13, days.Count);
        Assert.Equal("""{"date":"2026-02-14","counted":true,"why":"make-up-working-day"}""", days[1]);
        Assert.Equal("""{"date":"2026-02-15","counted":false,"why":"holiday"}""", days[2]);
        Assert.Equal("""{"date":"2026-02-24","counted":false,"why":"paused"}""", days[11]);
    }

    [Fact]
    public async Task An_open_pause_has_no_due_date_and_a_date_beyond_the_calendar_is_provisional()
    {
        var open = await ProjectAsync("""{"calendar":"cn","start":"2026-03-02","budget":{"days":2,"unit":"working-day"},"pauses":[{"from":"2026-03-03","to":null,"cause":"supplement"}],"extensions":[]}""");
        var beyond = await ProjectAsync("""{"calendar":"cn","start":"2026-12-30","budget":{"days":3,"unit":"natural-day"},"pauses":[],"extensions":[]}""");

        Assert.Equal((200, null, "paused", JsonValueKind.Null), (open.Status, open.Text("due"), open.Text("state"), open.Json.GetProperty("consumed").ValueKind));
        Assert.Equal((200, "2027-01-04", true), (beyond.Status, beyond.Text("due"), beyond.Json.GetProperty("provisional").GetBoolean()));
    }

    [Fact]
    public async Task Every_fault_of_a_projection_is_named_at_once()
    {
        var answer = await ProjectAsync("""
            {"calendar":"mars","start":"2026-02-30","budget":{"days":-1,"unit":"hour"},
             "pauses":[{"from":"2026-03-09","to":"2026-03-02","cause":"x"},{"from":"2026-04-01","cause":"x"},{"from":"2026-04-03","to":"2026-04-04","cause":"x"}],
             "extensions":[{"days":10001,"at":"2026-03-02"}]}
            """);

        Assert.Equal((422, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.Equal(
            ["/budget/days", "/budget/unit", "/calendar", "/extensions/0/days", "/pauses/0/to", "/pauses/2/from", "/start"],
            answer.Faults.Order(StringComparer.Ordinal));
        Assert.Equal(400, (await ProjectAsync("{\"calendar\":")).Status);
        Assert.Equal(415, (await ProjectAsync("{}", "text/plain")).Status);
    }

    [Fact]
    public async Task A_case_says_when_it_is_due_stands_while_the_applicant_is_asked_and_explains_every_date()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp(Sample.LeaveRegistrationToPeople));
        Assert.Equal("running", Due(submitted.Json).GetProperty("state").GetString());
        await HeldByPoolAsync(applicant, submitted.Id);
        var officer = await Platform.ClientAsync("officer", department: "market-registration", region: "430602");
        var id = submitted.Item("market-registration").GetProperty("task").GetString();
        var task = await officer.GetAsync($"{Tasks}/{id}");
        var promised = Due(submitted.Item("market-registration")).GetProperty("committed").GetString();
        Assert.Equal((promised, "running"), (Due(task.Json).GetProperty("committed").GetString(), Due(task.Json).GetProperty("state").GetString()));

        // The promise of one working day, counted by the platform's own public clock.
        var start = (await applicant.GetAsync($"/api/cases/{submitted.Id}/clocks")).Json.GetProperty("clocks")[0].GetProperty("start").GetString();
        Assert.Equal(promised, (await ProjectAsync($$$"""{"calendar":"cn","start":"{{{start}}}","budget":{"days":1,"unit":"working-day"}}""")).Text("due"));

        Assert.Equal(200, (await officer.PostAsync($"{Tasks}/{id}/decision", new JsonObject
        {
            ["outcome"] = "supplement",
            ["reason"] = new JsonObject { ["zh"] = "请补充住所证明", ["en"] = "Please add the proof of domicile" },
            ["legalBasis"] = "行政许可法 第三十二条",
        }, ifMatch: task.ETag)).Status);
        Assert.Equal("paused", Due((await officer.GetAsync($"{Tasks}/{id}")).Json).GetProperty("state").GetString());
        await Eventually.EqualAsync("the clock of the branch stands", "paused supplement ", async () =>
        {
            var due = Due((await applicant.GetAsync($"/api/cases/{submitted.Id}")).Item("market-registration"));
            return $"{due.GetProperty("state")} {due.GetProperty("cause")} {due.GetProperty("committed")}";
        });
        var paused = await applicant.GetAsync($"/api/cases/{submitted.Id}");
        Assert.Equal("paused", Due(paused.Json).GetProperty("state").GetString());
        Assert.Equal("stopped", Due(paused.Item("tax")).GetProperty("state").GetString());
        Assert.Equal(404, (await (await Platform.ClientAsync("applicant")).GetAsync($"/api/cases/{submitted.Id}/clocks")).Status);

        Assert.Equal(200, (await applicant.PostAsync($"/api/cases/{submitted.Id}/supplement", new JsonObject
        {
            ["materials"] = new JsonArray(new JsonObject { ["material"] = "domicile-proof", ["name"] = "b.pdf", ["digest"] = $"sha256:{new string('8', 64)}" }),
        })).Status);
        Assert.Equal("running", Due((await applicant.GetAsync($"/api/cases/{submitted.Id}")).Item("market-registration")).GetProperty("state").GetString());
        await Eventually.EqualAsync("the officer's clock runs again", "running", async () => Due((await officer.GetAsync($"{Tasks}/{id}")).Json).GetProperty("state").GetString());
        Assert.Equal(200, (await officer.PostAsync($"{Tasks}/{id}/decision", Pass(), ifMatch: (await officer.GetAsync($"{Tasks}/{id}")).ETag)).Status);
        Assert.Equal("stopped", Due((await EndOfAsync(applicant, submitted.Id)).Json).GetProperty("state").GetString());

        var clocks = (await applicant.GetAsync($"/api/cases/{submitted.Id}/clocks")).Json.GetProperty("clocks").EnumerateArray().ToList();
        Assert.Equal(10, clocks.Count);
        Assert.All(clocks, clock => Assert.Equal(clock.GetProperty("budget").GetProperty("days").GetInt32(), clock.GetProperty("days").EnumerateArray().Count(d => d.GetProperty("counted").GetBoolean())));
        // In the words of the department, and with the dates.
        Assert.Contains(clocks, clock => clock.GetProperty("pauses").EnumerateArray().Any(p => p.GetProperty("cause").GetString() == "supplement"
            && p.GetProperty("reason").GetProperty("en").GetString()!.EndsWith("Please add the proof of domicile", StringComparison.Ordinal)));
    }

    private static JsonElement Due(JsonElement of) => of.GetProperty("due");

    private async Task<Reply> ProjectAsync(string body, string mediaType = "application/json")
    {
        using var http = new HttpClient();
        using var response = await http.PostAsync(new Uri(Platform.Gateway, "/api/clock/projection"), new StringContent(body, Encoding.UTF8, mediaType));
        return new Reply((int)response.StatusCode, null, null, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
