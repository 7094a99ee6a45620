using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Kit.Store;
using OneVisit.Support;

namespace OneVisit.SystemTests.Catalogue;

/// <summary>A platform whose catalogue stands in a folder: followed while it runs, and remembered for the cases that were compiled with it.</summary>
public abstract class CatalogueFolderSuite(bool onPostgres) : IAsyncLifetime
{
    private const string Registration = "market-registration/items/company-set-up.yaml";
    private const string Tasks = "/api/departments/market-registration/tasks";

    private readonly FolderPlatform _platform = new(onPostgres);

    public async Task InitializeAsync()
    {
        _platform.WriteBuiltIn();
        await _platform.StartAsync();
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task A_case_is_read_by_the_text_it_was_compiled_with_after_a_change_and_after_a_restart()
    {
        var applicant = await _platform.ClientAsync("applicant");
        var submitted = await SubmitForPeopleAsync(applicant);
        var asked = await AskForSupplementAsync(applicant, submitted);

        // The next version of the item asks for one more field.
        _platform.Write(Registration, _platform.Read(Registration) + "  website: { title: { zh: 网址, en: Website }, required: true, type: string, maxLength: 100 }\n");
        await Eventually.TrueAsync("the new field is asked", async () => (await PlanAsync(applicant)).Contains("/website", StringComparison.Ordinal));
        await _platform.RestartAsync();

        // By today's text the form of the case would lack it.
        var answered = await applicant.PostAsync($"/api/cases/{submitted.Id}/supplement", new JsonObject
        {
            ["form"] = new JsonObject { ["enterprise"] = Sample.StartUp(Sample.LeaveRegistrationToPeople)["form"]!["enterprise"]!.DeepClone() },
        }, ifMatch: asked.ETag);
        Assert.True(answered.Status == 200, answered.Body);
        Assert.Equal(422, (await applicant.PostAsync("/api/cases", Sample.StartUp(), Unique.Name("key"))).Status);
    }

    [Fact]
    public async Task A_platform_does_not_start_on_a_broken_folder_and_names_the_setting_and_every_fault()
    {
        _platform.Write(Registration, _platform.Read(Registration).Replace("type: confirmation", "type: blessing", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<ConfigurationException>(_platform.StartAsync);

        Assert.Contains("Catalogue:Folder", refused.Message, StringComparison.Ordinal);
        Assert.Contains("company-set-up.yaml:5: type: must be one of", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_department_counts_by_the_calendar_in_the_folder_as_the_case_does()
    {
        const string Calendar = "calendars/cn.yaml";
        var applicant = await _platform.ClientAsync("applicant");
        var submitted = await SubmitForPeopleAsync(applicant);
        var officer = await _platform.ClientAsync("officer", "market-registration", "430602");
        await Eventually.EqualAsync("the task is in the inbox", 200, async () => (await officer.GetAsync($"{Tasks}/{submitted.Task}")).Status);
        var before = DueOf((await applicant.GetAsync($"/api/cases/{submitted.Id}")).Item("market-registration"));

        _platform.Write(Calendar, _platform.Read(Calendar).Replace("workingWeek: [monday, tuesday, wednesday, thursday, friday]", "workingWeek: [monday]", StringComparison.Ordinal));
        var after = before;
        await Eventually.TrueAsync("the case is counted anew", async () =>
            (after = DueOf((await applicant.GetAsync($"/api/cases/{submitted.Id}")).Item("market-registration"))) != before);

        Assert.Equal(after, DueOf((await officer.GetAsync($"{Tasks}/{submitted.Task}")).Json));
    }

    private static string DueOf(JsonElement item) => item.GetProperty("due").GetRawText();

    [Fact]
    public async Task Everyday_words_lead_to_the_bundle()
    {
        var anybody = await _platform.ClientAsync("applicant");

        var found = await anybody.GetAsync("/api/guidance?text=%E6%88%91%E6%83%B3%E5%BC%80%E5%8A%9E%E4%BC%81%E4%B8%9A");

        Assert.Equal("business-start-up", found.Json.GetProperty("items")[0].GetProperty("bundle").GetString());
        Assert.Equal(400, (await anybody.GetAsync("/api/guidance")).Status);
    }

    private static async Task<(string Id, string Task)> SubmitForPeopleAsync(Client applicant)
    {
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp(Sample.LeaveRegistrationToPeople), Unique.Name("key"));
        Assert.True(submitted.Status == 201, submitted.Body);
        return (submitted.Json.GetProperty("id").GetString()!,
            submitted.Json.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("department").GetString() == "market-registration").GetProperty("task").GetString()!);
    }

    private async Task<Reply> AskForSupplementAsync(Client applicant, (string Id, string Task) submitted)
    {
        var officer = await _platform.ClientAsync("officer", "market-registration", "430602");
        await Eventually.TrueAsync("the task is in the inbox", async () => (await officer.GetAsync($"{Tasks}/{submitted.Task}")).Status == 200
            && (await officer.PostAsync($"{Tasks}/{submitted.Task}/claim", null)).Status == 200);
        var task = await officer.GetAsync($"{Tasks}/{submitted.Task}");
        var asked = await officer.PostAsync($"{Tasks}/{submitted.Task}/decision", new JsonObject
        {
            ["outcome"] = "supplement",
            ["reason"] = new JsonObject { ["zh"] = "请更正", ["en"] = "Please correct" },
            ["legalBasis"] = "行政许可法 第三十二条",
        }, ifMatch: task.ETag);
        Assert.True(asked.Status == 200, asked.Body);
        await Eventually.TrueAsync("the applicant is asked", async () =>
            (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Json.GetProperty("supplement").ValueKind == JsonValueKind.Object);
        return await applicant.GetAsync($"/api/cases/{submitted.Id}");
    }

    private static async Task<string> PlanAsync(Client anybody) => (await anybody.PostAsync("/api/bundles/business-start-up/plan", new JsonObject
    {
        ["region"] = "430602",
        ["answers"] = new JsonObject { ["entityKind"] = "company", ["hasSign"] = false },
    })).Body;
}

public sealed class CatalogueFolderOnSqlite() : CatalogueFolderSuite(onPostgres: false);

public sealed class CatalogueFolderOnPostgres() : CatalogueFolderSuite(onPostgres: true);
