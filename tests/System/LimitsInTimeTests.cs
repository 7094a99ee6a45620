using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.Kit.Hosting;
using OneVisit.Support;

namespace OneVisit.SystemTests;

/// <summary>What becomes of cases when time passes and nobody does anything, or somebody does it late: the whole embedded platform, with the clock put forward.</summary>
public sealed partial class LimitsInTimeTests : IAsyncLifetime
{
    private const string Signage = "/api/departments/signage/tasks";

    private readonly TempFolder _data = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private Platform? _platform;

    public async Task InitializeAsync() => _platform = await Platform.StartAsync(
        ["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Data", _data.Path, "--Clock:Mode", "virtual"], Everything.Services);

    public async Task DisposeAsync()
    {
        await _platform!.DisposeAsync();
        _http.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task The_pool_is_warned_before_the_promise_and_the_head_and_the_supervisor_after_it_each_once()
    {
        var sign = await SubmitSignAsync();
        var due = DateOf(sign.Item("signage").GetProperty("due").GetProperty("committed").GetString()!);
        Assert.Empty(await NoticesAsync("officer", "signage", "430602"));

        await ForwardAsync(due);
        Assert.Equal(["yellow"], await NoticesAsync("officer", "signage", "430602"));
        Assert.Empty(await NoticesAsync("head", "signage", "430602"));

        await ForwardAsync(due.AddDays(1));
        Assert.Equal(["red"], await NoticesAsync("head", "signage", "430602"));
        Assert.Equal(["red"], await NoticesAsync("supervisor", null, "430600"));
        Assert.Equal(["red", "yellow"], await NoticesAsync("officer", "signage", "430602"));
        // Another place and another department hear nothing of it.
        Assert.Empty(await NoticesAsync("head", "signage", "430626"));
        Assert.Empty(await NoticesAsync("head", "tax", "430602"));
        var warned = (await JournalAsync(sign.Id)).Where(e => e.GetProperty("kind").GetString() == "warned").Select(e => e.GetProperty("data").GetProperty("clock").GetString()).ToList();
        Assert.Equal(2, warned.Count(c => c == "committed"));
        await SoundAsync();
    }

    [Fact]
    public async Task A_supplement_that_does_not_come_within_ten_working_days_withdraws_the_application()
    {
        var sign = await SubmitSignAsync();
        var asked = await DecideAsync(sign, Decision("supplement"));
        var applicant = await ClientAsync("applicant", "zhang");
        await Eventually.TrueAsync("the applicant is asked", async () => (await applicant.GetAsync($"/api/cases/{sign.Id}")).Json.GetProperty("supplement").ValueKind == JsonValueKind.Object);
        var notice = (await applicant.GetAsync($"/api/cases/{sign.Id}")).Json.GetProperty("supplement").GetProperty("requests")[0];
        var answerBy = DateOf(notice.GetProperty("answerBy").GetString()!);
        var clock = (await applicant.GetAsync($"/api/cases/{sign.Id}/clocks")).Json.GetProperty("clocks").EnumerateArray().Single(c => c.GetProperty("limit").GetString() == "supplement");
        Assert.Equal(10, clock.GetProperty("days").EnumerateArray().Count(d => d.GetProperty("counted").GetBoolean()));

        await ForwardAsync(answerBy);
        applicant = await ClientAsync("applicant", "zhang");
        Assert.Equal("reviewing", (await applicant.GetAsync($"/api/cases/{sign.Id}")).Text("lifecycle"));
        Assert.Equal(["yellow"], await NoticesAsync("applicant", null, null, "zhang"));

        await ForwardAsync(answerBy.AddDays(1));
        applicant = await ClientAsync("applicant", "zhang");
        var ended = await applicant.GetAsync($"/api/cases/{sign.Id}");
        Assert.Equal(("withdrawn", "withdrawn"), (ended.Text("lifecycle"), ended.Text("outcome")));
        var officer = await ClientAsync("officer", null, "signage", "430602");
        Assert.Equal("cancelled", (await officer.GetAsync($"{Signage}/{asked}")).Text("lifecycle"));
        await SoundAsync();
    }

    [Fact]
    public async Task An_application_that_nobody_answers_is_accepted_by_law_from_the_day_of_receipt()
    {
        var applicant = await ClientAsync("applicant", "zhang");
        var received = await SubmitAsync(applicant, Sample("elderly-allowance"));
        Assert.Equal(("submitted", JsonValueKind.Null), (received.Text("lifecycle"), received.Json.GetProperty("acceptedAt").ValueKind));
        var clock = Assert.Single((await applicant.GetAsync($"/api/cases/{received.Id}/clocks")).Json.GetProperty("clocks").EnumerateArray());
        Assert.Equal(("receipt", 5), (clock.GetProperty("limit").GetString(), clock.GetProperty("days").EnumerateArray().Count(d => d.GetProperty("counted").GetBoolean())));

        await ForwardAsync(DateOf(clock.GetProperty("due").GetString()!).AddDays(1));

        applicant = await ClientAsync("applicant", "zhang");
        var accepted = await applicant.GetAsync($"/api/cases/{received.Id}");
        Assert.Equal("completed", accepted.Text("lifecycle"));
        Assert.Equal(accepted.Text("submittedAt"), accepted.Text("acceptedAt"));
        Assert.Contains("deemed-accepted", (await applicant.GetAsync("/api/notices")).Body, StringComparison.Ordinal);
        await SoundAsync();
    }

    [Fact]
    public async Task A_clerk_accepts_what_was_received_and_only_a_clerk_of_the_place()
    {
        var applicant = await ClientAsync("applicant", "zhang");
        var received = await SubmitAsync(applicant, Sample("elderly-allowance"));
        var path = $"/api/cases/{received.Id}/acceptance";
        Assert.Equal(403, (await applicant.PostAsync(path, new JsonObject { ["accepted"] = true })).Status);
        Assert.Equal(404, (await (await ClientAsync("clerk", null, null, "430626")).PostAsync(path, new JsonObject { ["accepted"] = true })).Status);
        var clerk = await ClientAsync("clerk", null, null, "430602");
        Assert.Equal(["/accepted"], (await clerk.PostAsync(path, new JsonObject())).Faults);
        Assert.Equal(["/reason", "/legalBasis"], (await clerk.PostAsync(path, new JsonObject { ["accepted"] = false })).Faults);

        var accepted = await clerk.PostAsync(path, new JsonObject { ["accepted"] = true });

        Assert.Equal((200, "reviewing"), (accepted.Status, accepted.Text("lifecycle")));
        var officer = await ClientAsync("officer", null, "civil-affairs", "430602");
        await Eventually.EqualAsync("the department has the task", 200, async () => (await officer.GetAsync($"/api/departments/civil-affairs/tasks/{received.Item("civil-affairs").GetProperty("task").GetString()}")).Status);
    }

    [Fact]
    public async Task Where_silence_is_consent_the_item_passes_by_itself_and_the_others_wait_for_their_people()
    {
        var applicant = await ClientAsync("applicant", "zhang");
        var submitted = await SubmitAsync(applicant, Sample("construction-permit"));
        var due = DateOf(submitted.Item("civil-air-defence").GetProperty("due").GetProperty("committed").GetString()!);
        await Eventually.EqualAsync("every desk has its task", "reviewing", async () => (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Lifecycle("civil-air-defence"));

        await ForwardAsync(due.AddDays(1));

        var later = await (await ClientAsync("applicant", "zhang")).GetAsync($"/api/cases/{submitted.Id}");
        Assert.Equal("review-passed", later.Lifecycle("civil-air-defence"));
        var decision = later.Item("civil-air-defence").GetProperty("decision");
        Assert.Equal("rule:deemed-approved/1", decision.GetProperty("by").GetString());
        Assert.Contains("国办发", decision.GetProperty("legalBasis").GetString(), StringComparison.Ordinal);
        Assert.Equal("reviewing", later.Lifecycle("meteorology"));
        var officer = await ClientAsync("officer", null, "civil-air-defence", "430602");
        var task = await officer.GetAsync($"/api/departments/civil-air-defence/tasks/{submitted.Item("civil-air-defence").GetProperty("task").GetString()}");
        if (task.Status == 200)
            Assert.Equal(409, (await officer.PostAsync($"/api/departments/civil-air-defence/tasks/{task.Text("task")}/decision", Decision("refuse"), ifMatch: task.ETag)).Status);
        await SoundAsync();
    }

    [Fact]
    public async Task The_head_extends_a_limit_before_it_is_up_and_the_applicant_reads_why()
    {
        var sign = await SubmitSignAsync();
        var (head, officer) = (await ClientAsync("head", null, "signage", "430602"), await ClientAsync("officer", null, "signage", "430602"));
        var path = $"{Signage}/{TaskOf(sign)}";
        var task = await head.GetAsync(path);
        JsonObject Body(int days) => new() { ["days"] = days, ["reason"] = new JsonObject { ["zh"] = "需征求文物部门意见", ["en"] = "the heritage office is asked" }, ["legalBasis"] = "行政许可法 第四十二条" };
        Assert.Equal(403, (await officer.PostAsync($"{path}/extension", Body(5), ifMatch: task.ETag)).Status);
        Assert.Equal(428, (await head.PostAsync($"{path}/extension", Body(5))).Status);
        Assert.Equal(["/days", "/reason", "/legalBasis"], (await head.PostAsync($"{path}/extension", new JsonObject(), ifMatch: task.ETag)).Faults);
        Assert.Equal(422, (await head.PostAsync($"{path}/extension", Body(11), ifMatch: task.ETag)).Status);

        var extended = await head.PostAsync($"{path}/extension", Body(5), ifMatch: task.ETag);

        Assert.True(extended.Status == 200, extended.Body);
        var before = task.Json.GetProperty("due").GetProperty("statutory").GetString();
        Assert.NotEqual(before, extended.Json.GetProperty("due").GetProperty("statutory").GetString());
        var applicant = await ClientAsync("applicant", "zhang");
        await Eventually.TrueAsync("the applicant is told", async () => (await applicant.GetAsync("/api/notices")).Body.Contains("heritage office", StringComparison.Ordinal));
        var clock = (await applicant.GetAsync($"/api/cases/{sign.Id}/clocks")).Json.GetProperty("clocks").EnumerateArray()
            .Single(c => c.GetProperty("limit").GetString() == "statutory" && c.GetProperty("item").ValueKind == JsonValueKind.String);
        Assert.Equal(5, clock.GetProperty("extensions")[0].GetProperty("days").GetInt32());
        Assert.Equal(10, clock.GetProperty("days").EnumerateArray().Count(d => d.GetProperty("counted").GetBoolean()));
    }

    [Fact]
    public async Task The_head_of_the_government_extends_what_several_departments_handle_jointly()
    {
        var applicant = await ClientAsync("applicant", "zhang");
        var submitted = await SubmitAsync(applicant, Sample("construction-permit"));
        JsonObject body = new() { ["days"] = 15, ["reason"] = new JsonObject { ["zh"] = "案情复杂", ["en"] = "it is complex" }, ["legalBasis"] = "行政许可法 第四十二条" };
        var path = $"/api/cases/{submitted.Id}/extension";
        Assert.Equal(404, (await (await ClientAsync("head", null, null, "430626")).PostAsync(path, body)).Status);
        Assert.Equal(403, (await (await ClientAsync("head", null, "meteorology", "430600")).PostAsync(path, body)).Status);
        var mayor = await ClientAsync("head", null, null, "430600");
        Assert.Equal(["/note", "/days", "/reason", "/legalBasis"], (await mayor.PostAsync(path, new JsonObject { ["note"] = 1 })).Faults);

        var extended = await mayor.PostAsync(path, body);

        Assert.True(extended.Status == 200, extended.Body);
        Assert.Contains("it is complex", (await applicant.GetAsync("/api/notices")).Body, StringComparison.Ordinal);
        Assert.Equal(409, (await mayor.PostAsync(path, new JsonObject { ["days"] = 5, ["reason"] = "x", ["legalBasis"] = "y" })).Status);
    }

    [Fact]
    public async Task Time_that_a_special_procedure_takes_is_not_counted_and_its_notice_is_kept()
    {
        var sign = await SubmitSignAsync();
        var body = Decision("special-procedure");
        body["notice"] = new JsonObject { ["number"] = "岳楼城管告〔2026〕17号", ["date"] = "2026-11-24" };
        await DecideAsync(sign, body);

        await ForwardAsync(DateOf(sign.Item("signage").GetProperty("due").GetProperty("committed").GetString()!).AddDays(30));

        var officer = await ClientAsync("officer", null, "signage", "430602");
        var task = await officer.GetAsync($"{Signage}/{TaskOf(sign)}");
        Assert.Equal("paused", task.Json.GetProperty("due").GetProperty("state").GetString());
        Assert.Equal("岳楼城管告〔2026〕17号", task.Json.GetProperty("decision").GetProperty("notice").GetProperty("number").GetString());
        Assert.Empty(await NoticesAsync("head", "signage", "430602"));
    }

    [Fact]
    public async Task A_window_that_serves_at_the_weekend_accepts_and_decides_and_the_counting_calendar_does_not_move()
    {
        var now = DateOnly.FromDateTime((await (await ClientAsync("applicant")).GetAsync("/dev/clock")).Json.GetProperty("now").GetDateTimeOffset().ToOffset(TimeSpan.FromHours(8)).DateTime);
        var saturday = now.AddDays(1 + ((int)DayOfWeek.Saturday - (int)now.AddDays(1).DayOfWeek + 7) % 7);
        await ForwardAsync(saturday);

        var sign = await SubmitSignAsync();
        var projection = await (await ClientAsync("applicant")).PostAsync("/api/clock/projection", new JsonObject
        {
            ["calendar"] = "cn",
            ["start"] = saturday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["budget"] = new JsonObject { ["days"] = 2, ["unit"] = "working-day" },
        });
        Assert.Equal(projection.Text("due"), sign.Item("signage").GetProperty("due").GetProperty("committed").GetString());
        Assert.True(DateOf(projection.Text("due")!) >= saturday.AddDays(3), "neither Saturday nor Sunday counts");

        await DecideAsync(sign, Decision("pass"));
        var applicant = await ClientAsync("applicant", "zhang");
        await Eventually.EqualAsync("the permit is issued the same day", "completed", async () => (await applicant.GetAsync($"/api/cases/{sign.Id}")).Text("lifecycle"));
        var issued = (await applicant.GetAsync($"/api/cases/{sign.Id}")).Json.GetProperty("licences")[0].GetProperty("issuedAt").GetDateTimeOffset();
        Assert.Equal(saturday, DateOnly.FromDateTime(issued.ToOffset(TimeSpan.FromHours(8)).DateTime));
    }

    private static JsonObject Sample(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", $"{name}.json")))!.AsObject();

    private static JsonObject Decision(string outcome) => new()
    {
        ["outcome"] = outcome,
        ["reason"] = new JsonObject { ["zh"] = "请补正", ["en"] = "please add what is missing" },
        ["legalBasis"] = "行政许可法 第三十二条",
    };

    /// <summary>A sign in a protected street, which people judge.</summary>
    private async Task<Reply> SubmitSignAsync()
    {
        var body = Sample("shop-sign-only");
        var sign = body["form"]!["sign"]!;
        (sign["street"], sign["heightMetres"], sign["lighting"]) = ("洞庭南路", 0.7, "external");
        var submitted = await SubmitAsync(await ClientAsync("applicant", "zhang"), body);
        var officer = await ClientAsync("officer", null, "signage", "430602");
        await Eventually.EqualAsync("the task is in the inbox", "reviewing", async () => (await officer.GetAsync($"{Signage}/{TaskOf(submitted)}")) is { Status: 200 } task ? task.Text("lifecycle") : "");
        return submitted;
    }

    private static async Task<Reply> SubmitAsync(Client applicant, JsonObject body)
    {
        var submitted = await applicant.PostAsync("/api/cases", body, Unique.Name("key"));
        Assert.True(submitted.Status == 201, submitted.Body);
        return submitted;
    }

    private async Task<string> DecideAsync(Reply submitted, JsonObject decision)
    {
        var officer = await ClientAsync("officer", null, "signage", "430602");
        var task = await officer.GetAsync($"{Signage}/{TaskOf(submitted)}");
        var decided = await officer.PostAsync($"{Signage}/{TaskOf(submitted)}/decision", decision, ifMatch: task.ETag);
        Assert.True(decided.Status == 200, decided.Body);
        return TaskOf(submitted);
    }

    private async Task ForwardAsync(DateOnly to)
    {
        var reply = await (await ClientAsync("applicant")).PostAsync("/dev/clock", new JsonObject { ["to"] = to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) });
        Assert.True(reply.Status == 200, reply.Body);
    }

    /// <summary>The warnings a caller may read about promises, newest first.</summary>
    private async Task<IReadOnlyList<string>> NoticesAsync(string role, string? department, string? region, string? subject = null)
    {
        var notices = await (await ClientAsync(role, subject, department, region)).GetAsync("/api/notices?limit=200");
        Assert.True(notices.Status == 200, notices.Body);
        return
        [
            .. notices.Json.GetProperty("items").EnumerateArray().Where(n => n.GetProperty("kind").GetString() == "warning").Select(n => n.GetProperty("data"))
                .Where(d => d.GetProperty("clock").GetString() is "committed" or "supplement").Select(d => d.GetProperty("warning").GetString()!),
        ];
    }

    private async Task<List<JsonElement>> JournalAsync(string id) =>
        [.. (await (await ClientAsync("applicant", "zhang")).GetAsync($"/api/cases/{id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray()];

    private async Task SoundAsync()
    {
        var (code, output) = await Verify.Verified.CommandAsync("--Data", _data.Path);
        Assert.True(code == 0, output);
    }

    private static string TaskOf(Reply submitted) => submitted.Item("signage").GetProperty("task").GetString()!;

    private static DateOnly DateOf(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task<Client> ClientAsync(string role, string? subject = null, string? department = null, string? region = null) =>
        Client.SignInAsync(_http, () => _platform!.Address, role, subject, department, region);
}
