using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;
using static OneVisit.SystemTests.Scenarios.DeskCity;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>
/// An item's text is edited in place while the platform runs: what was applied for under the old one is reviewed and issued by the old one, after a
/// restart too.
/// </summary>
/// <param name="city">The folder of the platform's catalogue, as <c>tests/Samples/desk-city</c> at first.</param>
public abstract class VersionScenarios(TestPlatform platform, TempFolder city)
{
    private const string Tasks = "/api/departments/health/tasks";
    private const string Withdrawal = "housing-fund/items/withdrawal.yaml";
    private const string Hygiene = "health/items/hygiene.yaml";

    [Fact]
    public async Task A_case_submitted_before_an_item_was_edited_is_decided_and_issued_by_the_text_it_was_submitted_under()
    {
        var applicant = await platform.ClientAsync("applicant");
        var first = await VenueAsync(applicant, "air-report");
        var second = await VenueAsync(applicant, "air-report");

        Edit("licences.yaml", "years: 4", "years: 1");
        Edit(Hygiene, "id: air-report", "id: water-report");
        Edit(Hygiene, "'{region}-{type}-{year}-{sequence:6}'", "'NEW-{year}-{sequence:6}'");
        Edit(Hygiene, "text: 公共场所", "text: 娱乐场所");
        Edit(Withdrawal, "  fund-withdrawal:\n", "  fund-withdrawal:\n    number: 'FUND-{year}-{sequence:6}'\n");
        await Eventually.TrueAsync("the desk has taken the new text", async () => (await FundNumberAsync(applicant)).StartsWith("FUND-", StringComparison.Ordinal));

        // While it runs.
        await AskForAsync(first, declared: "air-report", undeclared: "water-report");
        await AnswerAsync(applicant, first);
        IsOfTheOldText(await HygienePermitAsync(applicant, first));

        // After the desk, and on the embedded platform everything, has been started anew.
        await platform.StopAsync("desk");
        await platform.StartAsync("desk");
        await AskForAsync(second, declared: "air-report", undeclared: "water-report");
        await AnswerAsync(applicant, second);
        IsOfTheOldText(await HygienePermitAsync(applicant, second));

        var third = await VenueAsync(applicant, "water-report");
        await AskForAsync(third, declared: "water-report", undeclared: "air-report");
        await AnswerAsync(applicant, third, "water-report");
        var permit = await HygienePermitAsync(applicant, third);
        Assert.StartsWith("NEW-", permit.GetProperty("number").GetString(), StringComparison.Ordinal);
        Assert.Equal("娱乐场所", permit.GetProperty("data").GetProperty("kind").GetString());
        Assert.Equal(1, YearsOf(permit));
    }

    [Theory]
    [InlineData("orchestrator")]
    [InlineData("desk")]
    [InlineData("market-registration")]
    [InlineData("tax")]
    [InlineData("seals")]
    [InlineData("signage")]
    public async Task Every_service_keeps_in_its_own_store_the_text_that_it_is_served_by(string service)
    {
        await using var snapshot = await platform.SnapshotAsync(service);

        Assert.NotEmpty(await snapshot.QueryAsync<string>("select digest from catalogue_text", null, CancellationToken.None));
    }

    private static void IsOfTheOldText(JsonElement permit)
    {
        Assert.StartsWith("430602-hygiene-permit-", permit.GetProperty("number").GetString(), StringComparison.Ordinal);
        Assert.Equal("公共场所", permit.GetProperty("data").GetProperty("kind").GetString());
        Assert.Equal(4, YearsOf(permit));
    }

    /// <summary>For how many years it holds, the day of issue included.</summary>
    private static int YearsOf(JsonElement permit) =>
        DateOnly.Parse(permit.GetProperty("validUntil").GetString()!, System.Globalization.CultureInfo.InvariantCulture).AddDays(1).Year
        - permit.GetProperty("issuedAt").GetDateTimeOffset().ToOffset(TimeSpan.FromHours(8)).Year;

    private void Edit(string path, string passage, string replacement)
    {
        var text = File.ReadAllText(city.File(path));
        Assert.Contains(passage, text, StringComparison.Ordinal);
        File.WriteAllText(city.File(path), text.Replace(passage, replacement, StringComparison.Ordinal));
    }

    private static async Task<string> FundNumberAsync(Client applicant)
    {
        var submitted = await SubmitAsync(applicant, "fund-withdrawal", new JsonObject { ["withdrawal"] = new JsonObject { ["amount"] = 12.5 } }, "lease");
        return (await EndOfAsync(applicant, submitted.Id)).Json.GetProperty("licences")[0].GetProperty("number").GetString()!;
    }

    private static async Task<string> VenueAsync(Client applicant, string material)
    {
        var submitted = await SubmitAsync(applicant, "venue-opening", new JsonObject
        {
            ["venue"] = new JsonObject { ["name"] = "洞庭书场" },
            ["fire"] = new JsonObject { ["alarm"] = "A-7" },
            ["health"] = new JsonObject { ["staff"] = "合格" },
        }, "floor-plan", material);
        await Eventually.TrueAsync("both desks hold their task", async () =>
            (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Json.GetProperty("items").EnumerateArray()
                .All(i => i.GetProperty("holder").GetString() == $"pool:{i.GetProperty("authority").GetString()}"));
        return submitted.Id;
    }

    /// <summary>An officer asks for a paper that the case's item does not know, which is refused, and then for one that it knows.</summary>
    private async Task AskForAsync(string id, string declared, string undeclared)
    {
        var officer = await OfficerAsync("health");
        var task = await TaskAsync(officer, Tasks, id);
        await officer.PostAsync($"{Tasks}/{task}/claim", null);
        var refused = await officer.PostAsync($"{Tasks}/{task}/decision", Supplement(undeclared), ifMatch: (await officer.GetAsync($"{Tasks}/{task}")).ETag);
        Assert.Equal((422, true), (refused.Status, refused.Body.Contains("unknown-material", StringComparison.Ordinal)));
        var asked = await officer.PostAsync($"{Tasks}/{task}/decision", Supplement(declared), ifMatch: (await officer.GetAsync($"{Tasks}/{task}")).ETag);
        Assert.True(asked.Status == 200, asked.Body);
    }

    private static JsonObject Supplement(string material) => new()
    {
        ["outcome"] = "supplement",
        ["reason"] = new JsonObject { ["zh"] = "请补正", ["en"] = "Please add" },
        ["legalBasis"] = "行政许可法 第三十二条",
        ["supplement"] = new JsonObject { ["materials"] = new JsonArray(new JsonObject { ["material"] = material }) },
    };

    private static async Task AnswerAsync(Client applicant, string id, string material = "air-report")
    {
        Reply? asked = null;
        await Eventually.TrueAsync("the applicant is asked", async () =>
            (asked = await applicant.GetAsync($"/api/cases/{id}")).Json.GetProperty("supplement").ValueKind == JsonValueKind.Object);
        var answered = await applicant.PostAsync($"/api/cases/{id}/supplement", new JsonObject
        {
            ["materials"] = new JsonArray(new JsonObject { ["material"] = material, ["name"] = "better.pdf", ["digest"] = $"sha256:{new string('b', 64)}" }),
        }, ifMatch: asked!.ETag);
        Assert.True(answered.Status == 200, answered.Body);
    }

    /// <summary>Both officers pass; what the health bureau has issued.</summary>
    private async Task<JsonElement> HygienePermitAsync(Client applicant, string id)
    {
        foreach (var department in new[] { "health", "fire" })
        {
            var officer = await OfficerAsync(department);
            var inbox = $"/api/departments/{department}/tasks";
            var task = await TaskAsync(officer, inbox, id);
            await Eventually.TrueAsync("the review goes on and is passed", async () =>
            {
                await officer.PostAsync($"{inbox}/{task}/claim", null);
                return (await officer.PostAsync($"{inbox}/{task}/decision", Pass(), ifMatch: (await officer.GetAsync($"{inbox}/{task}")).ETag)).Status == 200;
            });
        }
        var ended = await EndOfAsync(applicant, id);
        return ended.Json.GetProperty("licences").EnumerateArray().Single(l => l.GetProperty("type").GetString() == "hygiene-permit");
    }

    /// <summary>The same one each time: whoever asked goes on.</summary>
    private Task<Client> OfficerAsync(string department) => platform.ClientAsync("officer", $"{department}-officer", department, "430602");

    private static async Task<string> TaskAsync(Client officer, string inbox, string id) =>
        (await officer.GetAsync($"{inbox}?case={id}")).Json.GetProperty("items")[0].GetProperty("task").GetString()!;
}
