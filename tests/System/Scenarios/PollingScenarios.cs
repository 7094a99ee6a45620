using System.Globalization;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.All.Verify;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>The tax department's system is closed: nobody but the platform asks anything, and the case cannot be told from any other.</summary>
public abstract class PollingScenarios(TestPlatform platform, ClosedCity city)
{
    [Fact]
    public async Task A_whole_case_goes_through_a_closed_system()
    {
        var applicant = await platform.ClientAsync("applicant");
        city.Server.Says = filed => new { state = filed.IsToIssue ? "50" : "20", licence = $"TC-{filed.Outside}", kind = "small-scale" };

        var submitted = await SubmitAsync(applicant);

        var ended = await DeskCity.EndOfAsync(applicant, submitted.Id);
        Assert.Equal("granted", ended.Text("outcome"));
        var item = ended.Item("tax");
        var task = item.GetProperty("task").GetString()!;
        Assert.Equal($"system:polling/{ClosedCity.System}", item.GetProperty("decision").GetProperty("by").GetString());
        Assert.Equal((200, "valid"), (await applicant.GetAsync($"/api/licences/TC-{task}")) is var licence ? (licence.Status, licence.Text("status")) : default);
        var filed = city.Server.Files[task];
        // What the item declares, and nothing else of the application.
        Assert.Equal(item.GetProperty("task").GetString(), filed.Bodies.Single().GetProperty("no").GetString());
        Assert.False(filed.Bodies.Single().GetProperty("form").TryGetProperty("sign", out _));
        var issue = city.Server.Heard.Single(h => h.Path == $"/apply/{filed.Number}/issue");
        Assert.Equal(18, JsonNode.Parse(issue.Body)!["inputs"]![0]!["data"]!["unifiedSocialCreditCode"]!.GetValue<string>().Length);
        var journal = await applicant.GetAsync($"/api/cases/{submitted.Id}/journal");
        Assert.Contains($"polling/{ClosedCity.System}", journal.Body, StringComparison.Ordinal);
        await SoundAsync();
    }

    [Fact]
    public async Task A_withdrawn_case_is_withdrawn_in_the_closed_system_too()
    {
        var applicant = await platform.ClientAsync("applicant");
        city.Server.Says = _ => new { state = "10" };
        var submitted = await SubmitAsync(applicant);
        var task = submitted.Item("tax").GetProperty("task").GetString()!;
        await Eventually.TrueAsync("it is filed", () => city.Server.Files.ContainsKey(task));
        await Eventually.EqualAsync("the case says who has it", $"polling/{ClosedCity.System}", async () => (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Item("tax").GetProperty("holder").GetString()!);

        Assert.Equal(200, (await applicant.PostAsync($"/api/cases/{submitted.Id}/withdrawal", new JsonObject { ["reason"] = "changed my mind" })).Status);

        await Eventually.TrueAsync("it is withdrawn there", () => city.Server.Files[task].IsWithdrawn);
    }

    [Fact]
    public async Task A_refusal_of_the_closed_system_ends_the_case_with_its_reason()
    {
        var applicant = await platform.ClientAsync("applicant");
        city.Server.Says = _ => new { state = "30", opinion = "纳税人信息不符" };

        var ended = await DeskCity.EndOfAsync(applicant, (await SubmitAsync(applicant)).Id);

        Assert.Equal("refused", ended.Text("outcome"));
        Assert.Equal("纳税人信息不符", ended.Item("tax").GetProperty("decision").GetProperty("reason").GetProperty("zh").GetString());
    }

    [Fact]
    public async Task A_service_that_is_stopped_while_it_is_asked_about_goes_on_afterwards()
    {
        var applicant = await platform.ClientAsync("applicant");
        city.Server.Says = _ => new { state = "10" };
        var submitted = await SubmitAsync(applicant);
        var task = submitted.Item("tax").GetProperty("task").GetString()!;
        await Eventually.TrueAsync("it is filed", () => city.Server.Files.ContainsKey(task));

        await platform.StopAsync("tax");
        city.Server.Says = filed => new { state = filed.IsToIssue ? "50" : "20", licence = $"TC-{filed.Outside}", kind = "small-scale" };
        await platform.StartAsync("tax");

        Assert.Equal("granted", (await DeskCity.EndOfAsync(applicant, submitted.Id)).Text("outcome"));
        Assert.Single(city.Server.Files[task].Bodies);
    }

    private static async Task<Reply> SubmitAsync(Client applicant)
    {
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp());
        Assert.True(submitted.Status == 201, submitted.Body);
        return submitted;
    }

    private async Task SoundAsync()
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        Assert.True(await VerifyCommand.RunAsync(platform.Storage, Everything.Services, output) == 0, output.ToString());
    }
}
