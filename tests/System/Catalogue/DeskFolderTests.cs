using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Support;
using OneVisit.SystemTests.Scenarios;
using static OneVisit.SystemTests.Scenarios.DeskCity;

namespace OneVisit.SystemTests.Catalogue;

/// <summary>
/// The city of <c>tests/Samples/desk-city</c> in a folder of its own, whose authorities have handed matters over: of a matter in 430602,
/// a street decides the hygiene permit for the district, and the city the fire-safety check in its place.
/// </summary>
public sealed class DeskFolderTests : IAsyncLifetime
{
    private readonly FolderPlatform _platform = new();

    public async Task InitializeAsync()
    {
        foreach (var path in Directory.GetFiles(EmbeddedDesks.City, "*.yaml", SearchOption.AllDirectories))
            _platform.Write(Path.GetRelativePath(EmbeddedDesks.City, path), await File.ReadAllTextAsync(path));
        _platform.Write("regions.yaml", _platform.Read("regions.yaml") + "\n  - { code: '430602003', name: { zh: 某街道, en: A street }, level: street }\n");
        _platform.Write("authorities.yaml", """
            - { item: health.hygiene, kind: delegated, from: 430602.health, to: 430602003.health, regions: ['430602'], validFrom: 2026-01-01, basis: unverified }
            - { item: fire.safety-check, kind: taken-over, from: 430602.fire, to: 430600.fire, regions: ['430602'], validFrom: 2026-01-01, basis: unverified }

            """);
        await _platform.StartAsync();
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task A_task_is_in_the_hands_of_the_competent_authority_wherever_the_matter_is()
    {
        var (_, id, tasks) = await VenueAsync();

        foreach (var (department, region) in new[] { ("health", "430602003"), ("fire", "430600") })
        {
            var officer = await OfficerAsync(department, region);
            Assert.Contains(id, await CasesAsync(officer, department, ""));
            Assert.Contains(id, await CasesAsync(officer, department, "&region=430602"));
            Assert.DoesNotContain(id, await CasesAsync(officer, department, "&region=430626"));
            Assert.Equal(200, (await officer.PostAsync($"/api/departments/{department}/tasks/{tasks[department]}/claim", null)).Status);
        }
    }

    [Fact]
    public async Task An_officer_of_the_place_does_not_decide_what_the_city_has_taken_over()
    {
        var (_, id, tasks) = await VenueAsync();
        var officer = await OfficerAsync("fire", "430602");

        Assert.DoesNotContain(id, await CasesAsync(officer, "fire", ""));
        Assert.Equal(404, (await officer.GetAsync($"/api/departments/fire/tasks/{tasks["fire"]}")).Status);
        Assert.Equal(404, (await officer.PostAsync($"/api/departments/fire/tasks/{tasks["fire"]}/claim", null)).Status);
    }

    [Fact]
    public async Task An_officer_of_the_authority_that_delegated_a_matter_sees_it_and_does_not_decide_it()
    {
        var (_, id, tasks) = await VenueAsync();
        var path = $"/api/departments/health/tasks/{tasks["health"]}";
        var officer = await OfficerAsync("health", "430602");
        var task = await officer.GetAsync(path);

        Assert.Contains(id, await CasesAsync(officer, "health", ""));
        Assert.Equal(200, task.Status);
        foreach (var (method, act, body) in DeskWork.Everything)
        {
            Assert.Equal((act, 403), (act, (await officer.AskAsync(method, path + act, body)).Status));
            Assert.Equal((act, 403), (act, (await (await _platform.ClientAsync("head", "health", "430602")).AskAsync(method, path + act, body)).Status));
        }
        // The city is above both, and has delegated nothing.
        Assert.Equal(200, (await (await OfficerAsync("health", "430600")).PostAsync($"{path}/claim", null)).Status);
    }

    [Fact]
    public async Task A_licence_can_be_verified_when_its_type_is_no_longer_issued()
    {
        var applicant = await _platform.ClientAsync("applicant");
        var id = (await SubmitAsync(applicant, "fund-withdrawal", new JsonObject { ["withdrawal"] = new JsonObject { ["amount"] = 1200.50, ["purpose"] = "rent" } }, "lease")).Id;
        var licence = (await EndOfAsync(applicant, id)).Json.GetProperty("licences")[0];
        var (number, type) = (licence.GetProperty("number").GetString()!, licence.GetProperty("type").GetString());
        foreach (var path in new[] { "bundles/fund-withdrawal.yaml", "housing-fund/items/withdrawal.yaml", "housing-fund/items/notice.yaml" })
            _platform.Delete(path);
        _platform.Write("licences.yaml", _platform.Read("licences.yaml")[.._platform.Read("licences.yaml").IndexOf("- id: fund-withdrawal", StringComparison.Ordinal)]);
        await Eventually.EqualAsync("the new catalogue is in force", 404, async () => (await applicant.GetAsync("/api/bundles/fund-withdrawal")).Status);

        Assert.Equal("valid", (await applicant.GetAsync($"/api/licences/{number}")).Text("status"));
        Assert.Equal("valid", (await applicant.GetAsync($"/api/licences/{number}?type={type}")).Text("status"));
        Assert.Equal(404, (await applicant.GetAsync($"/api/licences/{number}?type=hygiene-permit")).Status);
        Assert.Equal(404, (await applicant.GetAsync($"/api/licences/{number[..^1]}")).Status);
    }

    private static async Task<IReadOnlyList<string?>> CasesAsync(Client officer, string department, string query) =>
        [.. (await officer.GetAsync($"/api/departments/{department}/tasks?state=open&limit=200{query}")).Json.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("case").GetString())];

    private async Task<(Client Applicant, string Case, Dictionary<string, string> Tasks)> VenueAsync()
    {
        var applicant = await _platform.ClientAsync("applicant");
        var id = (await SubmitAsync(applicant, "venue-opening", new JsonObject
        {
            ["venue"] = new JsonObject { ["name"] = "洞庭书场" },
            ["fire"] = new JsonObject { ["alarm"] = "A-7" },
            ["health"] = new JsonObject { ["staff"] = "合格" },
        }, "floor-plan", "air-report")).Id;
        List<JsonElement> items = [];
        await Eventually.TrueAsync("both desks hold their task", async () =>
        {
            items = [.. (await applicant.GetAsync($"/api/cases/{id}")).Json.GetProperty("items").EnumerateArray()];
            return items.All(i => i.GetProperty("holder").GetString() == $"pool:{i.GetProperty("authority").GetString()}");
        });
        return (applicant, id, items.ToDictionary(i => i.GetProperty("department").GetString()!, i => i.GetProperty("task").GetString()!));
    }

    private Task<Client> OfficerAsync(string department, string region) => _platform.ClientAsync("officer", department, region);
}
