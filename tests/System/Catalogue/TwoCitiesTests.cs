using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Catalogue;
using OneVisit.Support;
using static OneVisit.SystemTests.Scenarios.DeskCity;

namespace OneVisit.SystemTests.Catalogue;

/// <summary>
/// The city built in and a small one, 430100, on one platform. The small one has departments and an item of the same names with other content,
/// and works on Mondays only.
/// </summary>
public sealed class TwoCitiesTests : IAsyncLifetime
{
    private const string Here = "430602";
    private const string There = "430102";
    private const string Hygiene = "small/health/items/hygiene.yaml";

    private readonly FolderPlatform _platform = new();

    public async Task InitializeAsync()
    {
        _platform.WriteBuiltIn("built-in/");
        foreach (var path in Directory.GetFiles(EmbeddedDesks.City, "*.yaml", SearchOption.AllDirectories))
            _platform.Write($"small/{Path.GetRelativePath(EmbeddedDesks.City, path)}", (await File.ReadAllTextAsync(path)).Replace("4306", "4301", StringComparison.Ordinal));
        _platform.Write("small/calendars/cn.yaml", CatalogueText.BuiltIn().Files["calendars/cn.yaml"]
            .Replace("workingWeek: [monday, tuesday, wednesday, thursday, friday]", "workingWeek: [monday]", StringComparison.Ordinal));
        await _platform.StartAsync();
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task A_case_is_compiled_and_decided_by_the_catalogue_of_its_place()
    {
        var applicant = await _platform.ClientAsync("applicant");
        var here = await applicant.PostAsync("/api/cases", JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Samples", "housing-fund-withdrawal.json"))));
        Assert.True(here.Status == 201, here.Body);
        var there = await FundAsync(applicant, There);
        Assert.True(there.Status == 201, there.Body);

        var (ended, other) = (await EndOfAsync(applicant, here.Id), await EndOfAsync(applicant, there.Id));

        // One id, two items: each is issued by its own city's text.
        Assert.Equal("""{"amount":1200.5,"purpose":"rent"}""", LicenceOf(other).GetProperty("data").GetRawText());
        Assert.False(LicenceOf(ended).GetProperty("data").TryGetProperty("purpose", out _), ended.Body);
        Assert.Equal(["/bundle"], (await FundAsync(applicant, Here)).Faults.Where(f => f == "/bundle"));
    }

    [Fact]
    public async Task Whoever_works_for_one_city_sees_nothing_of_the_other()
    {
        var applicant = await _platform.ClientAsync("applicant");
        var (id, task) = await VenueAsync(applicant);

        foreach (var (role, department) in new (string, string?)[] { ("clerk", null), ("supervisor", null), ("officer", "fire"), ("head", "fire"), ("system", "fire") })
        {
            var (own, stranger) = (await _platform.ClientAsync(role, department, "430100"), await _platform.ClientAsync(role, department, "430600"));

            Assert.Equal((200, 404), await StatusOfBothAsync($"/api/cases/{id}"));
            Assert.Equal((200, 404), await StatusOfBothAsync($"/api/cases/{id}/journal"));
            Assert.Equal((200, 404), await StatusOfBothAsync($"/api/cases/{id}/clocks"));
            Assert.Contains(id, (await own.GetAsync("/api/cases")).Body, StringComparison.Ordinal);
            Assert.DoesNotContain(id, (await stranger.GetAsync("/api/cases")).Body, StringComparison.Ordinal);
            Assert.DoesNotContain(id, (await stranger.GetAsync($"/api/cases?region={There}")).Body, StringComparison.Ordinal);
            Assert.Equal((200, 400), await StatusOfBothAsync($"/api/items?region={There}"));
            Assert.Equal((200, 400), await StatusOfBothAsync($"/api/bundles?region={There}"));
            Assert.Equal((200, 404), await StatusOfBothAsync("/api/bundles/venue-opening"));
            Assert.Contains("fire.safety-check", (await own.GetAsync("/api/items?query=fire")).Body, StringComparison.Ordinal);
            Assert.DoesNotContain("fire.safety-check", (await stranger.GetAsync("/api/items?query=fire")).Body, StringComparison.Ordinal);
            if (role == "clerk")
                continue;
            Assert.Equal((200, 404), await StatusOfBothAsync($"/api/departments/fire/tasks/{task}"));
            Assert.Contains(task, (await own.GetAsync("/api/departments/fire/tasks")).Body, StringComparison.Ordinal);
            Assert.DoesNotContain(task, (await stranger.GetAsync("/api/departments/fire/tasks")).Body, StringComparison.Ordinal);

            async Task<(int, int)> StatusOfBothAsync(string path) => ((await own.GetAsync(path)).Status, (await stranger.GetAsync(path)).Status);
        }
        Assert.Contains("/region", (await FundAsync(await _platform.ClientAsync("clerk", null, "430600"), There)).Faults);
        Assert.Equal(201, (await FundAsync(await _platform.ClientAsync("clerk", null, "430100"), There)).Status);
    }

    [Fact]
    public async Task A_list_shows_the_city_of_the_place_asked_for_or_of_the_caller_or_the_first()
    {
        var (nobody, there) = (await _platform.ClientAsync("applicant"), await _platform.ClientAsync("applicant", null, There));

        Assert.Contains("business-start-up", (await nobody.GetAsync("/api/bundles")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("venue-opening", (await nobody.GetAsync("/api/bundles")).Body, StringComparison.Ordinal);
        Assert.Contains("venue-opening", (await nobody.GetAsync($"/api/bundles?region={There}")).Body, StringComparison.Ordinal);
        Assert.Contains("venue-opening", (await there.GetAsync("/api/bundles")).Body, StringComparison.Ordinal);
        Assert.Contains("business-start-up", (await there.GetAsync($"/api/bundles?region={Here}")).Body, StringComparison.Ordinal);
        Assert.Equal(200, (await nobody.GetAsync($"/api/bundles/venue-opening?region={There}")).Status);
        Assert.Contains("venue-opening", (await there.GetAsync("/api/guidance?text=venue")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("venue-opening", (await nobody.GetAsync("/api/guidance?text=venue")).Body, StringComparison.Ordinal);
        Assert.Equal(400, (await nobody.GetAsync("/api/guidance?text=venue&region=110101")).Status);
        Assert.Equal(200, (await nobody.PostAsync("/api/bundles/venue-opening/plan", new JsonObject { ["region"] = There, ["answers"] = new JsonObject() })).Status);
    }

    [Fact]
    public async Task Each_city_counts_by_its_own_calendar_in_the_case_and_in_the_inbox()
    {
        var applicant = await _platform.ClientAsync("applicant");
        var (id, task) = await VenueAsync(applicant);
        var item = (await applicant.GetAsync($"/api/cases/{id}")).Item("fire");
        var inbox = await (await _platform.ClientAsync("officer", "fire", There)).GetAsync($"/api/departments/fire/tasks/{task}");

        var due = item.GetProperty("due").GetProperty("committed").GetString()!;

        Assert.Equal(DayOfWeek.Monday, DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture).DayOfWeek);
        Assert.Equal(item.GetProperty("due").GetRawText(), inbox.Json.GetProperty("due").GetRawText());
    }

    [Fact]
    public async Task A_broken_catalogue_of_one_city_leaves_it_as_it_was_and_the_other_changes_meanwhile()
    {
        const string Bundle = "bundles/shop-sign-only.yaml";
        var anybody = await _platform.ClientAsync("applicant");
        _platform.Write(Hygiene, "id: health.hygiene\n");
        _platform.Write($"built-in/{Bundle}", _platform.Read($"built-in/{Bundle}").Replace("name: {", "name: { zh: 新名称, en: A new name } # {", StringComparison.Ordinal));

        await Eventually.TrueAsync("the sound one is in force", async () => (await anybody.GetAsync("/api/bundles")).Body.Contains("A new name", StringComparison.Ordinal));

        Assert.Equal(201, (await FundAsync(anybody, There)).Status);
        await _platform.RestartAsync();
        Assert.Contains("A new name", (await anybody.GetAsync("/api/bundles")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_of_the_second_city_is_read_by_its_own_kept_text_after_a_change_and_a_restart()
    {
        var applicant = await _platform.ClientAsync("applicant");
        var (id, task) = await VenueAsync(applicant, "health");
        var officer = await _platform.ClientAsync("officer", "health", There);
        var claimed = await officer.PostAsync($"/api/departments/health/tasks/{task}/claim", null);
        var asked = await officer.PostAsync($"/api/departments/health/tasks/{task}/decision", new JsonObject
        {
            ["outcome"] = "supplement",
            ["reason"] = new JsonObject { ["zh"] = "请更正", ["en"] = "Please correct" },
            ["legalBasis"] = "行政许可法 第三十二条",
        }, ifMatch: claimed.ETag);
        Assert.True(asked.Status == 200, asked.Body);
        await Eventually.TrueAsync("the applicant is asked", async () =>
            (await applicant.GetAsync($"/api/cases/{id}")).Json.GetProperty("supplement").ValueKind == JsonValueKind.Object);
        var seen = await applicant.GetAsync($"/api/cases/{id}");

        _platform.Write(Hygiene, _platform.Read(Hygiene).Replace("      staff: {", "      owner: { title: { zh: 负责人, en: Owner }, required: true, type: string, maxLength: 60 }\n      staff: {", StringComparison.Ordinal));
        await _platform.RestartAsync();

        Assert.Contains("/form/health/owner", (await SubmitVenueAsync(applicant)).Faults);
        var answered = await applicant.PostAsync(
            $"/api/cases/{id}/supplement", new JsonObject { ["form"] = new JsonObject { ["health"] = new JsonObject { ["staff"] = "全部合格" } } }, ifMatch: seen.ETag);
        Assert.True(answered.Status == 200, answered.Body);
    }

    private static JsonElement LicenceOf(Reply ended) => ended.Json.GetProperty("licences")[0];

    private static Task<Reply> FundAsync(Client caller, string region) => SubmitAsync(
        caller, region, "fund-withdrawal", new JsonObject { ["withdrawal"] = new JsonObject { ["amount"] = 1200.50, ["purpose"] = "rent" } }, "lease");

    private static Task<Reply> SubmitVenueAsync(Client applicant) => SubmitAsync(applicant, There, "venue-opening", new JsonObject
    {
        ["venue"] = new JsonObject { ["name"] = "橘洲书场" },
        ["fire"] = new JsonObject { ["alarm"] = "A-7" },
        ["health"] = new JsonObject { ["staff"] = "合格" },
    }, "floor-plan", "air-report");

    /// <summary>A case of the small city that a desk's officer has to decide.</summary>
    private static async Task<(string Case, string Task)> VenueAsync(Client applicant, string department = "fire")
    {
        var submitted = await SubmitVenueAsync(applicant);
        Assert.True(submitted.Status == 201, submitted.Body);
        await Eventually.TrueAsync("the desk holds the task", async () =>
            (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Item(department).GetProperty("holder").GetString() == $"pool:{There}.{department}");
        return (submitted.Id, submitted.Item(department).GetProperty("task").GetString()!);
    }

    private static Task<Reply> SubmitAsync(Client caller, string region, string bundle, JsonObject form, params string[] materials) =>
        caller.PostAsync("/api/cases", ApplicationOf(region, bundle, form, materials));
}
