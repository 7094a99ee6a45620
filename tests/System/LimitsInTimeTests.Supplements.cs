using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Support;

namespace OneVisit.SystemTests;

/// <content>Requests for a supplement, and the days for which they are gathered.</content>
public sealed partial class LimitsInTimeTests
{
    [Fact]
    public async Task What_departments_ask_within_the_window_is_told_on_the_day_after_it_in_one_notice_and_the_others_go_on()
    {
        var submitted = await SubmitAsync(await ClientAsync("applicant", "zhang"), Sample("construction-permit"));
        await AskAsync(submitted, "meteorology", "lightning-design-drawings");
        await AskAsync(submitted, "civil-air-defence", "civil-defence-drawings");
        var applicant = await ClientAsync("applicant", "zhang");
        var gathered = (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Json.GetProperty("supplement");
        Assert.Equal((2, JsonValueKind.Null), (gathered.GetProperty("requests").GetArrayLength(), gathered.GetProperty("toldAt").ValueKind));
        var last = DateOf(gathered.GetProperty("collectingUntil").GetString()!);

        await ForwardAsync(last);
        Assert.Empty(await ToldAsync(submitted.Id));

        await ForwardAsync(last.AddDays(1));

        var notice = Assert.Single(await ToldAsync(submitted.Id));
        Assert.Equal(
            ["civil-air-defence.basement-opinion", "meteorology.lightning-design-review"],
            notice.GetProperty("data").GetProperty("requests").EnumerateArray().Select(r => r.GetProperty("item").GetString()!).Order(StringComparer.Ordinal));
        applicant = await ClientAsync("applicant", "zhang");
        var told = await applicant.GetAsync($"/api/cases/{submitted.Id}");
        Assert.Equal((JsonValueKind.String, JsonValueKind.Null), (told.Json.GetProperty("supplement").GetProperty("toldAt").ValueKind, told.Json.GetProperty("supplement").GetProperty("collectingUntil").ValueKind));
        // Two stand; the others were never disturbed.
        var stands = told.Json.GetProperty("items").EnumerateArray().Where(i => i.GetProperty("due").GetProperty("state").GetString() == "paused").Select(i => i.GetProperty("department").GetString()).ToList();
        Assert.Equal(["civil-air-defence", "meteorology"], stands.Order(StringComparer.Ordinal));

        // One that asks after the notice is told in a notice of its own.
        await AskAsync(submitted, "natural-resources", "site-plan", "natural-resources.planning-permit");
        await ForwardAsync(last.AddDays(20));
        Assert.Equal([1, 2], (await ToldAsync(submitted.Id)).Select(n => n.GetProperty("data").GetProperty("requests").GetArrayLength()));
        await SoundAsync();
    }

    private async Task AskAsync(Reply submitted, string department, string material, string? item = null)
    {
        var asking = submitted.Json.GetProperty("items").EnumerateArray()
            .Single(i => i.GetProperty("department").GetString() == department && (item is null || i.GetProperty("item").GetString() == item));
        var (task, authority) = (asking.GetProperty("task").GetString(), asking.GetProperty("authority").GetString()!);
        var officer = await ClientAsync("officer", null, department, authority[..authority.IndexOf('.', StringComparison.Ordinal)]);
        var path = $"/api/departments/{department}/tasks/{task}";
        await Eventually.EqualAsync("the task is in the inbox", 200, async () => (await officer.GetAsync(path)).Status);
        var ask = Decision("supplement");
        ask["supplement"] = new JsonObject { ["materials"] = new JsonArray(new JsonObject { ["material"] = material }) };
        var asked = await officer.PostAsync($"{path}/decision", ask, ifMatch: "*");
        Assert.True(asked.Status == 200, asked.Body);
        var applicant = await ClientAsync("applicant", "zhang");
        await Eventually.TrueAsync("the case says so", async () => (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Json.GetProperty("items").EnumerateArray()
            .Any(i => i.GetProperty("task").GetString() == task && i.GetProperty("lifecycle").GetString() == "supplement-requested"));
    }

    /// <summary>The notices of what departments ask for, newest first.</summary>
    private async Task<List<JsonElement>> ToldAsync(string id) =>
        [.. (await (await ClientAsync("applicant", "zhang")).GetAsync($"/api/notices?case={id}&limit=200")).Json.GetProperty("items").EnumerateArray().Where(n => n.GetProperty("kind").GetString() == "supplement-notice")];
}
