using System.Globalization;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.All.Verify;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;
using static OneVisit.SystemTests.Scenarios.DeskCity;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>Departments without code, through the front door: <c>tests/Samples/desk-city</c>.</summary>
public abstract class DeskScenarios(TestPlatform platform)
{
    private const string AlarmSecret = "ALARM-7431-SECRET";
    private const string StaffSecret = "STAFF-2216-SECRET";

    [Fact]
    public async Task Officers_decide_and_the_bundle_is_completed_with_the_licences_the_catalogue_describes()
    {
        var (applicant, id) = await VenueAsync();
        await DecideAsync("health", id);
        await DecideAsync("fire", id);

        var ended = await EndOfAsync(applicant, id);
        Assert.Equal("granted", ended.Text("outcome"));
        Assert.All(ended.Json.GetProperty("items").EnumerateArray(), i => Assert.StartsWith("officer:", i.GetProperty("decision").GetProperty("by").GetString(), StringComparison.Ordinal));
        var licences = ended.Json.GetProperty("licences").EnumerateArray().ToDictionary(l => l.GetProperty("type").GetString()!);
        var hygiene = licences["hygiene-permit"];
        Assert.Matches("^430602-hygiene-permit-20[0-9]{2}-[0-9]{6}$", hygiene.GetProperty("number").GetString());
        Assert.Equal("洞庭书场", hygiene.GetProperty("data").GetProperty("venue").GetString());
        Assert.Equal("公共场所", hygiene.GetProperty("data").GetProperty("kind").GetString());
        Assert.True(hygiene.GetProperty("data").GetProperty("file").GetInt64() > 0);
        Assert.Equal("{}", licences["fire-certificate"].GetProperty("data").GetRawText());
        Assert.Matches("^fire-20[0-9]{2}-[0-9]{6}$", licences["fire-certificate"].GetProperty("number").GetString());
        Assert.All(licences.Values, l => Assert.DoesNotContain("SECRET", l.GetRawText(), StringComparison.Ordinal));
        Assert.Equal("valid", (await applicant.GetAsync($"/api/licences/{hygiene.GetProperty("number").GetString()}")).Text("status"));

        // Fire needs the hygiene permit, and both are desks: the order holds within one service too.
        var journal = (await applicant.GetAsync($"/api/cases/{id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["health", "fire"], journal.Where(e => e.GetProperty("kind").GetString() == "licences-issued").Select(e => e.GetProperty("data").GetProperty("department").GetString()));
    }

    [Fact]
    public async Task A_department_sees_its_own_tasks_and_in_them_what_its_item_declares()
    {
        var (_, id) = await VenueAsync();

        foreach (var (department, other, theirs, secret, material) in new[] { ("fire", "health", AlarmSecret, StaffSecret, "floor-plan"), ("health", "fire", StaffSecret, AlarmSecret, "air-report") })
        {
            var officer = await platform.ClientAsync("officer", department: department, region: "430602");
            var inbox = await officer.GetAsync($"/api/departments/{department}/tasks?state=open&limit=200");
            var tasks = inbox.Json.GetProperty("items").EnumerateArray().ToList();
            Assert.All(tasks, t => Assert.Equal(department, t.GetProperty("department").GetString()));
            var mine = tasks.Single(t => t.GetProperty("case").GetString() == id).GetProperty("task").GetString();
            var task = await officer.GetAsync($"/api/departments/{department}/tasks/{mine}");
            Assert.Contains(theirs, task.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, task.Body, StringComparison.Ordinal);
            Assert.Equal([material], task.Json.GetProperty("materials").EnumerateArray().Select(m => m.GetProperty("material").GetString()));
            Assert.Equal("officer-reviews", task.Json.GetProperty("open")[0].GetProperty("code").GetString());

            Assert.Equal(404, (await officer.GetAsync($"/api/departments/{other}/tasks")).Status);
            Assert.Equal(404, (await officer.GetAsync($"/api/departments/{other}/tasks/{mine}")).Status);
            var elsewhere = await platform.ClientAsync("officer", department: other, region: "430602");
            Assert.Equal(404, (await elsewhere.GetAsync($"/api/departments/{other}/tasks/{mine}")).Status);
            Assert.Equal(404, (await elsewhere.PostAsync($"/api/departments/{other}/tasks/{mine}/claim", null)).Status);
            Assert.Equal(404, (await elsewhere.PostAsync($"/api/departments/{department}/tasks/{mine}/claim", null)).Status);
        }
    }

    [Fact]
    public async Task An_item_decided_at_once_is_granted_within_seconds_and_without_an_officer()
    {
        var applicant = await platform.ClientAsync("applicant");
        var submitted = await WithdrawalAsync(applicant);

        var ended = await EndOfAsync(applicant, submitted.Id);

        Assert.Equal("granted", ended.Text("outcome"));
        Assert.All(ended.Json.GetProperty("items").EnumerateArray(), i => Assert.Equal("rule:desk/1", i.GetProperty("decision").GetProperty("by").GetString()));
        var licence = Assert.Single(ended.Json.GetProperty("licences").EnumerateArray());
        Assert.Equal("""{"amount":1200.5,"purpose":"rent"}""", licence.GetProperty("data").GetRawText());
        Assert.True(Instant(ended, "endedAt") - Instant(ended, "submittedAt") < TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("desk")]
    [InlineData("nobody")]
    public async Task A_department_the_city_does_not_have_has_no_inbox(string department)
    {
        Assert.Equal(404, (await (await platform.ClientAsync("admin")).GetAsync($"/api/departments/{department}/tasks")).Status);
        Assert.Equal(404, (await (await platform.ClientAsync("officer", department: department)).GetAsync($"/api/departments/{department}/tasks")).Status);
        Assert.Equal(200, (await (await platform.ClientAsync("admin")).GetAsync("/api/departments/fire/tasks")).Status);
    }

    [Fact]
    public async Task What_the_desk_has_kept_is_sound()
    {
        var (applicant, id) = await VenueAsync();
        await DecideAsync("fire", id);
        await DecideAsync("health", id);
        await EndOfAsync(applicant, id);
        await EndOfAsync(applicant, (await WithdrawalAsync(applicant)).Id);
        await using var output = new StringWriter(CultureInfo.InvariantCulture);

        var code = await VerifyCommand.RunAsync(platform.Storage, Everything.Services, output);

        Assert.True(code == 0, output.ToString());
    }

    /// <summary>Two items decided at once, of which one yields a licence.</summary>
    private static Task<Reply> WithdrawalAsync(Client applicant) =>
        SubmitAsync(applicant, "fund-withdrawal", new JsonObject { ["withdrawal"] = new JsonObject { ["amount"] = 1200.50, ["purpose"] = "rent" } }, "lease");

    private async Task<(Client Applicant, string Case)> VenueAsync()
    {
        var applicant = await platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, "venue-opening", new JsonObject
        {
            ["venue"] = new JsonObject { ["name"] = "洞庭书场" },
            ["fire"] = new JsonObject { ["alarm"] = AlarmSecret },
            ["health"] = new JsonObject { ["staff"] = StaffSecret },
        }, "floor-plan", "air-report");
        await Eventually.TrueAsync("both desks hold their task", async () =>
            (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Json.GetProperty("items").EnumerateArray()
                .All(i => i.GetProperty("holder").GetString() == $"pool:{i.GetProperty("authority").GetString()}"));
        return (applicant, submitted.Id);
    }

    /// <summary>An officer finds the task in the inbox, claims it and passes it.</summary>
    private async Task DecideAsync(string department, string id)
    {
        var officer = await platform.ClientAsync("officer", department: department, region: "430602");
        var inbox = $"/api/departments/{department}/tasks";
        var task = (await officer.GetAsync($"{inbox}?state=open&limit=200")).Json.GetProperty("items").EnumerateArray()
            .Single(t => t.GetProperty("case").GetString() == id).GetProperty("task").GetString();
        var claimed = await officer.PostAsync($"{inbox}/{task}/claim", null);
        Assert.Equal((200, "claimed", department), (claimed.Status, claimed.Text("lifecycle"), claimed.Text("department")));
        Assert.Equal(428, (await officer.PostAsync($"{inbox}/{task}/decision", Pass())).Status);
        Assert.Equal(200, (await officer.PostAsync($"{inbox}/{task}/decision", Pass(), ifMatch: claimed.ETag)).Status);
    }

    private static DateTimeOffset Instant(Reply reply, string member) => reply.Json.GetProperty(member).GetDateTimeOffset();
}
