using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OneVisit.Support;

namespace OneVisit.SystemTests.Catalogue;

/// <summary>The rules by which limits are warned of change under open cases.</summary>
public sealed partial class ChangedWarningsTests : IAsyncLifetime
{
    private const string Limits = "limits.yaml";

    private readonly FolderPlatform _platform = new(settings: ["--Clock:Mode", "virtual"]);

    public async Task InitializeAsync()
    {
        _platform.WriteBuiltIn();
        // Of what is late, nobody is told at first.
        _platform.Write(Limits, Warnings().Replace(_platform.Read(Limits), "warnings:\n  - { id: much-later, colour: red, daysAfter: 200, to: [head] }\n"));
        await _platform.StartAsync();
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task A_warning_that_is_added_is_given_for_a_case_that_was_late_before_it()
    {
        var applicant = await _platform.ClientAsync("applicant");
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp(Sample.LeaveRegistrationToPeople), Unique.Name("key"));
        Assert.True(submitted.Status == 201, submitted.Body);
        var due = DateOnly.Parse(submitted.Item("market-registration").GetProperty("due").GetProperty("committed").GetString()!, CultureInfo.InvariantCulture);
        var forwarded = await applicant.PostAsync("/dev/clock", new JsonObject { ["to"] = $"{due.AddDays(1):yyyy-MM-dd}" });
        Assert.True(forwarded.Status == 200, forwarded.Body);
        Assert.Equal(0, await WarnedAsync());

        _platform.Write(Limits, _platform.Read(Limits) + "  - { id: late, colour: red, daysAfter: 0, to: [holder] }\n");

        await Eventually.EqualAsync("who holds the item is warned", 1, WarnedAsync);
    }

    private async Task<int> WarnedAsync() =>
        (await (await _platform.ClientAsync("officer", "market-registration", "430602")).GetAsync("/api/notices")).Json.GetProperty("items").EnumerateArray()
            .Count(n => n.GetProperty("kind").GetString() == "warning" && n.GetProperty("data").GetProperty("clock").GetString() == "committed");

    [GeneratedRegex("^warnings:[\\s\\S]*", RegexOptions.Multiline)]
    private static partial Regex Warnings();
}
