using System.Text.Json;
using System.Text.RegularExpressions;
using OneVisit.Support;

namespace OneVisit.SystemTests.Catalogue;

/// <summary>A calendar that is corrected under open cases: what moved is journalled once, with its reason, and told.</summary>
public sealed partial class CorrectedCalendarTests : IAsyncLifetime
{
    private const string Calendar = "calendars/cn.yaml";

    private readonly FolderPlatform _platform = new();

    public async Task InitializeAsync()
    {
        _platform.WriteBuiltIn();
        await _platform.StartAsync();
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task An_open_case_is_counted_anew_while_the_platform_runs_and_after_a_change_while_it_did_not()
    {
        var applicant = await _platform.ClientAsync("applicant");
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp(Sample.LeaveRegistrationToPeople), Unique.Name("key"));
        Assert.True(submitted.Status == 201, submitted.Body);
        await Eventually.TrueAsync("the others have decided", async () =>
            (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Json.GetProperty("items").EnumerateArray().Count(i => i.GetProperty("lifecycle").GetString() == "review-passed") == 3);

        // No date of the week is one of the other: whatever day it is, both dates move.
        _platform.Write(Calendar, MakeUpDays().Replace(_platform.Read(Calendar), "makeUpDays: []").Replace("[monday, tuesday, wednesday, thursday, friday]", "[sunday]", StringComparison.Ordinal));
        await Eventually.EqualAsync("both dates of the open item have moved", 2, async () => (await MovedAsync(applicant, submitted.Id)).Count);
        var moved = (await MovedAsync(applicant, submitted.Id))[0];
        Assert.Equal(("market-registration.company-set-up", "committed", "correction"), (Text(moved, "item"), Text(moved, "clock"), Text(moved, "movedBy")));
        Assert.NotEqual(Text(moved, "before"), Text(moved, "after"));
        Assert.NotEmpty(moved.GetProperty("days").EnumerateArray());
        Assert.Equal(1, await ToldAsync(applicant));
        var officer = await _platform.ClientAsync("officer", "market-registration", "430602");
        Assert.Equal(1, await ToldAsync(officer));

        await _platform.StopAsync();
        _platform.Write(Calendar, _platform.Read(Calendar).Replace("[sunday]", "[saturday]", StringComparison.Ordinal));
        await _platform.StartAsync();
        await Eventually.EqualAsync("they have moved again", 4, async () => (await MovedAsync(applicant, submitted.Id)).Count);
        Assert.Equal(Text(moved, "after"), Text((await MovedAsync(applicant, submitted.Id))[2], "before"));

        await _platform.RestartAsync();
        var another = await applicant.PostAsync("/api/cases", Sample.StartUp(), Unique.Name("key"));
        await Eventually.EqualAsync("the platform works", "completed", async () => (await applicant.GetAsync($"/api/cases/{another.Id}")).Text("lifecycle"));
        Assert.Equal(4, (await MovedAsync(applicant, submitted.Id)).Count);
    }

    private static async Task<List<JsonElement>> MovedAsync(Client caller, string id) =>
    [
        .. (await caller.GetAsync($"/api/cases/{id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray()
            .Where(e => e.GetProperty("kind").GetString() == "date-moved").Select(e => e.GetProperty("data")),
    ];

    private static async Task<int> ToldAsync(Client caller) =>
        (await caller.GetAsync("/api/notices")).Json.GetProperty("items").EnumerateArray().Count(n => n.GetProperty("kind").GetString() == "date-moved");

    [GeneratedRegex(@"makeUpDays: \[.*\]")]
    private static partial Regex MakeUpDays();

    private static string? Text(JsonElement data, string member) => data.GetProperty(member).GetString();
}
