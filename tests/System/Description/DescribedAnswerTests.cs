using System.Text.Json.Nodes;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests.Description;

/// <summary>What the platform answers is as it is described.</summary>
public sealed class DescribedAnswerTests(EmbeddedPlatform platform) : IClassFixture<EmbeddedPlatform>
{
    [Fact]
    public async Task What_is_public_is_answered_as_described()
    {
        var anybody = await platform.ClientAsync("applicant");
        foreach (var path in new[] { "/api/bundles", "/api/bundles/business-start-up", "/api/items?limit=3", "/api/guidance?text=restaurant", "/api/about", "/health/ready", "/api/licences/none", "/api/bundles?region=999999" })
            Described("get", path, await anybody.GetAsync(path));
        Described("post", "/api/bundles/business-start-up/plan", await anybody.PostAsync("/api/bundles/business-start-up/plan", JsonNode.Parse("""{"region":"430602"}""")));
    }

    [Fact]
    public async Task A_case_is_answered_as_described_before_and_after_its_end()
    {
        var applicant = await platform.ClientAsync("applicant");
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp());
        Described("post", "/api/cases", submitted);
        Described("post", "/api/cases", await applicant.PostAsync("/api/cases", JsonNode.Parse("""{"bundle":5}""")));
        var path = $"/api/cases/{submitted.Id}";
        await Eventually.TrueAsync("the case has ended", async () => (await applicant.GetAsync(path)).Text("lifecycle") == "completed");
        foreach (var part in new[] { "", "/clocks", "/documents", "/journal" })
            Described("get", path + part, await applicant.GetAsync(path + part));
        foreach (var list in new[] { "/api/cases", "/api/cases?lifecycle=completed", "/api/notices", "/api/cases?lifecycle=q&limit=x" })
            Described("get", list, await applicant.GetAsync(list));
        Described("post", $"{path}/withdrawal", await applicant.PostAsync($"{path}/withdrawal", JsonNode.Parse("""{"reason":"late"}""")));
    }

    [Fact]
    public async Task A_task_is_answered_as_described_before_and_after_its_decision()
    {
        var applicant = await platform.ClientAsync("applicant");
        // On this street, lit from outside, a sign is looked at by signage's people.
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp(b =>
            (b["form"]!["sign"]!["street"], b["form"]!["sign"]!["heightMetres"], b["form"]!["sign"]!["lighting"]) = ("洞庭南路", 0.7, "external")));
        Assert.True(submitted.Status == 201, submitted.Body);
        var path = $"/api/departments/signage/tasks/{submitted.Item("signage").GetProperty("task").GetString()}";
        var officer = await platform.ClientAsync("officer", department: "signage", region: "430602");
        await Eventually.TrueAsync("the task is there", async () => (await officer.GetAsync(path)) is { Status: 200 } task && task.Json.GetProperty("open").GetArrayLength() > 0);
        Described("get", path, await officer.GetAsync(path));
        Described("get", "/api/departments/signage/tasks?state=open", await officer.GetAsync("/api/departments/signage/tasks?state=open"));
        Described("get", "/api/departments/signage/notices", await officer.GetAsync("/api/departments/signage/notices"));
        Described("post", $"{path}/decision", await officer.PostAsync($"{path}/decision", JsonNode.Parse("""{"outcome":"pass"}""")));
        Described("post", $"{path}/decision", await officer.PostAsync($"{path}/decision", JsonNode.Parse("""{"outcome":"pass"}"""), ifMatch: "\"77\""));
        Described("post", $"{path}/decision", await officer.PostAsync($"{path}/decision", JsonNode.Parse("""{"outcome":"pass","reason":null}"""), ifMatch: "*"));
        Described("get", path, await officer.GetAsync(path));
        Described("get", $"{path}/documents", await officer.GetAsync($"{path}/documents"));
    }

    private static void Described(string method, string path, Reply reply)
    {
        var faults = PublishedDescription.FaultsOfAnswer(method, path, reply);
        Assert.True(faults.Count == 0, $"{method} {path} {reply.Status}: {string.Join("; ", faults)}\n{reply.Body}");
    }
}
