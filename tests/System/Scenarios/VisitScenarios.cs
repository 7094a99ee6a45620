using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.All.Verify;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;
using static OneVisit.SystemTests.Scenarios.VisitCity;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>Four departments and one visit, through the front door: <c>tests/Samples/visit-city</c>.</summary>
public abstract class VisitScenarios(TestPlatform platform)
{
    [Fact]
    public async Task Three_departments_come_together_once_and_the_fourth_does_not_wait_for_them()
    {
        var applicant = await platform.ClientAsync("applicant");
        var id = (await SubmitAsync(applicant)).Id;
        var officers = await OfficersAsync(platform.ClientAsync);
        await HeldAsync(applicant, id);
        await DecideAsync(officers["ecology"], id, Inspect());
        await PhaseAsync(applicant, id, "planning");
        await Eventually.TrueAsync("the others learn that a visit is planned", async () => (await officers["fire"].GetAsync($"/api/notices?case={id}")).Body.Contains("inspection-planned", StringComparison.Ordinal));
        await DecideAsync(officers["streets"], id, Inspect());
        await DecideAsync(officers["fire"], id, Inspect());

        await DecideAsync(officers["health"], id, Pass());

        await Eventually.EqualAsync("who needs no visit has passed", "review-passed", async () => (await applicant.GetAsync($"/api/cases/{id}")).Lifecycle("health"));
        var offered = await PhaseAsync(applicant, id, "proposed");
        Assert.Equal(["ecology", "fire", "streets"], offered.GetProperty("participants").EnumerateArray().Select(p => p.GetProperty("department").GetString()));
        Assert.Equal("fire", offered.GetProperty("leader").GetString());
        // The ecologists make visits in the afternoon.
        Assert.All(offered.GetProperty("slots").EnumerateArray(), s => Assert.Equal("afternoon", s.GetProperty("part").GetString()));
        Assert.Contains("inspection-proposed", (await applicant.GetAsync($"/api/notices?case={id}")).Body, StringComparison.Ordinal);

        var slot = offered.GetProperty("slots")[0];
        var agreed = await applicant.PostAsync($"/api/cases/{id}/inspection", new JsonObject { ["slot"] = Json(slot) });
        Assert.True(agreed.Status == 200, agreed.Body);
        Assert.Equal("appointed", agreed.Json.GetProperty("inspection").GetProperty("phase").GetString());
        Assert.Equal(200, (await applicant.PostAsync($"/api/cases/{id}/inspection", new JsonObject { ["slot"] = Json(slot) })).Status);

        foreach (var (department, agrees) in new[] { ("fire", true), ("ecology", true), ("streets", false) })
        {
            var task = await AppointedAsync(officers[department], id);
            var visit = task.Json.GetProperty("inspection");
            Assert.True(JsonElement.DeepEquals(slot, visit.GetProperty("slot")));
            Assert.Equal(("fire", 3, false), (visit.GetProperty("leader").GetString(), visit.GetProperty("participants").GetArrayLength(), visit.GetProperty("isOver").GetBoolean()));
            var found = await FindAsync(officers[department], task, Finding(agrees));
            Assert.True(found.Status == 200, found.Body);
            // Once more is harmless, whatever the version; another finding is not taken.
            Assert.Equal(200, (await FindAsync(officers[department], task, Finding(agrees))).Status);
            if (department != "streets")
            {
                var other = await FindAsync(officers[department], task with { ETag = "*" }, Finding(!agrees));
                Assert.Equal((409, "found-already"), (other.Status, other.Text("code")));
            }
        }

        var held = await PhaseAsync(applicant, id, "held");
        var record = held.GetProperty("record");
        Assert.Equal("430602", record.GetProperty("region").GetString());
        Assert.Equal([("fire", true), ("ecology", true), ("streets", false)], record.GetProperty("findings").EnumerateArray().Select(f => (f.GetProperty("department").GetString()!, f.GetProperty("agrees").GetBoolean())));
        Assert.All(record.GetProperty("findings").EnumerateArray(), f => Assert.Equal(Digest, f.GetProperty("photographs")[0].GetProperty("digest").GetString()));

        foreach (var department in new[] { "fire", "ecology", "streets" })
        {
            var task = await OverAsync(officers[department], id);
            Assert.Equal(3, task.Json.GetProperty("inspection").GetProperty("record").GetProperty("findings").GetArrayLength());
            var again = await officers[department].PostAsync($"{PathOf(task)}/decision", Inspect(), ifMatch: task.ETag);
            Assert.Equal((409, "no-separate-visit"), (again.Status, again.Text("code")));
            Assert.Contains("联合踏勘规则 第三条", again.Body, StringComparison.Ordinal);
            Assert.Equal(200, (await officers[department].PostAsync($"{PathOf(task)}/decision", Pass(), ifMatch: task.ETag)).Status);
        }
        Assert.Equal("granted", (await DeskCity.EndOfAsync(applicant, id)).Text("outcome"));
        await SoundAsync();
    }

    [Fact]
    public async Task The_leader_moves_the_appointment_and_nobody_else_can()
    {
        var (applicant, officers, id) = await AppointedFarAsync();
        var (fire, streets) = (await AppointedAsync(officers["fire"], id), await AppointedAsync(officers["streets"], id));
        var slot = fire.Json.GetProperty("inspection").GetProperty("slot");
        var body = new JsonObject
        {
            ["slot"] = new JsonObject { ["date"] = DateOf(slot).AddDays(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["part"] = "afternoon" },
            ["reason"] = new JsonObject { ["zh"] = "道路封闭", ["en"] = "the road is closed" },
        };
        var early = await FindAsync(officers["fire"], fire, Finding(agrees: true));
        Assert.Equal((409, "before-the-visit"), (early.Status, early.Text("code")));
        var refused = await officers["streets"].PostAsync($"{PathOf(streets)}/inspection/appointment", body, ifMatch: streets.ETag);
        Assert.Equal((409, "not-the-leader"), (refused.Status, refused.Text("code")));
        Assert.Equal(428, (await officers["fire"].PostAsync($"{PathOf(fire)}/inspection/appointment", body)).Status);

        var moved = await officers["fire"].PostAsync($"{PathOf(fire)}/inspection/appointment", body, ifMatch: fire.ETag);

        Assert.True(moved.Status == 200, moved.Body);
        foreach (var department in new[] { "fire", "streets" })
            await Eventually.TrueAsync("the new time is known", async () => JsonNode.DeepEquals(body["slot"], Json((await TaskAsync(officers[department], id)).Json.GetProperty("inspection").GetProperty("slot"))));
        Assert.Contains("the road is closed", (await applicant.GetAsync($"/api/notices?case={id}")).Body, StringComparison.Ordinal);
        Assert.Equal(200, (await applicant.PostAsync($"/api/cases/{id}/withdrawal", new JsonObject { ["reason"] = "no workshop" })).Status);
        Assert.Equal("dropped", (await applicant.GetAsync($"/api/cases/{id}")).Json.GetProperty("inspection").GetProperty("phase").GetString());
        Assert.Contains("inspection-dropped", (await officers["fire"].GetAsync($"/api/notices?case={id}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_of_what_is_sent_about_a_visit_is_named_and_nothing_is_done()
    {
        var (applicant, officers, id) = await AppointedFarAsync();
        var task = await AppointedAsync(officers["fire"], id);
        var path = $"/api/cases/{id}/inspection";
        Assert.Equal(["/note", "/slot"], (await applicant.PostAsync(path, new JsonObject { ["note"] = 1 })).Faults);
        Assert.Equal(["/slot/x", "/slot/date", "/slot/part"], (await applicant.PostAsync(path, new JsonObject { ["slot"] = new JsonObject { ["x"] = 1, ["date"] = "2026-13-01", ["part"] = "noon" } })).Faults);
        var other = await applicant.PostAsync(path, new JsonObject { ["slot"] = new JsonObject { ["date"] = "2026-01-01", ["part"] = "morning" } });
        Assert.Equal((409, "appointed-already"), (other.Status, other.Text("code")));
        Assert.Equal(404, (await (await platform.ClientAsync("applicant")).PostAsync(path, new JsonObject())).Status);
        Assert.Equal(403, (await officers["fire"].PostAsync(path, new JsonObject())).Status);

        var photographs = new JsonArray(
            new JsonObject { ["name"] = "", ["digest"] = "sha256:00" }, new JsonObject { ["size"] = 1 }, 7,
            new JsonObject { ["name"] = "a.jpg", ["digest"] = Digest }, new JsonObject { ["name"] = "b.jpg", ["digest"] = Digest });
        var found = await FindAsync(officers["fire"], task, new JsonObject { ["agrees"] = "yes", ["photographs"] = photographs, ["note"] = 1 });
        Assert.Equal(
            ["/note", "/agrees", "/finding", "/photographs/0/name", "/photographs/0/digest", "/photographs/1/size", "/photographs/1/name", "/photographs/1/digest", "/photographs/2", "/photographs/4/digest"],
            found.Faults);
        Assert.Equal(428, (await officers["fire"].PostAsync($"{PathOf(task)}/inspection", Finding(agrees: true))).Status);
        Assert.Equal(["/reason", "/slot"], (await officers["fire"].PostAsync($"{PathOf(task)}/inspection/appointment", new JsonObject(), ifMatch: task.ETag)).Faults);
        var strange = await officers["health"].GetAsync(PathOf(task));
        Assert.Equal(404, strange.Status);
        Assert.Equal(task.ETag, (await officers["fire"].GetAsync(PathOf(task))).ETag);
    }

    /// <summary>Fire and streets are to come on a day that lies ahead.</summary>
    private async Task<(Client Applicant, Dictionary<string, Client> Officers, string Id)> AppointedFarAsync()
    {
        var applicant = await platform.ClientAsync("applicant");
        var id = (await SubmitAsync(applicant)).Id;
        var officers = await OfficersAsync(platform.ClientAsync);
        await HeldAsync(applicant, id);
        foreach (var department in new[] { "health", "ecology" })
            await DecideAsync(officers[department], id, Pass());
        foreach (var department in new[] { "fire", "streets" })
            await DecideAsync(officers[department], id, Inspect());
        var offered = await PhaseAsync(applicant, id, "proposed");
        var agreed = await applicant.PostAsync($"/api/cases/{id}/inspection", new JsonObject { ["slot"] = Json(offered.GetProperty("slots").EnumerateArray().Last()) });
        Assert.True(agreed.Status == 200, agreed.Body);
        return (applicant, officers, id);
    }

    private async Task SoundAsync()
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        var code = await VerifyCommand.RunAsync(platform.Storage, Everything.Services, output);
        Assert.True(code == 0, output.ToString());
    }
}
