using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.Kit.Hosting;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests;

/// <summary>Everything in one process on files.</summary>
public sealed class VirtualTimeTests : VirtualTimeSuite
{
    private readonly TempFolder _data = new();

    protected override string[] Storage => ["--Data", _data.Path];

    protected override Task PrepareAsync() => Task.CompletedTask;

    protected override Task ClearAsync()
    {
        _data.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("Development", "sundial", "expected 'system'")]
    [InlineData("Production", "virtual", "Development only")]
    public async Task A_clock_that_cannot_be_is_refused_at_the_start(string environment, string mode, string expected)
    {
        var failure = await RefusedAsync(environment, mode, [.. TestPlatform.Names]);

        Assert.Contains("Clock:Mode", failure, StringComparison.Ordinal);
        Assert.Contains(expected, failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tax")]
    [InlineData("gateway")]
    [InlineData("gateway", "orchestrator", "market-registration", "tax", "seals", "signage")]
    public async Task A_part_of_the_platform_has_no_clock_of_its_own(params string[] services) =>
        Assert.Contains("every service in this one process", await RefusedAsync("Development", "virtual", services), StringComparison.Ordinal);

    private static async Task<string> RefusedAsync(string environment, string mode, string[] services)
    {
        using var folder = new TempFolder();
        return (await Assert.ThrowsAsync<Kit.Store.ConfigurationException>(() => Platform.StartAsync(
            ["--environment", environment, "--urls", "http://127.0.0.1:0", "--Data", folder.Path, "--Clock:Mode", mode],
            [.. Everything.Services.Where(s => services.Contains(s.Name))]))).Message;
    }
}

/// <summary>Everything in one process on PostgreSQL and RabbitMQ: what a broker has confirmed is still on its way.</summary>
public sealed class VirtualTimeOnServers : VirtualTimeSuite
{
    private readonly string _database = Unique.Name("onevisit").Replace('-', '_');
    private readonly TempFolder _data = new();

    protected override string[] Storage =>
        ["--Store", new UriBuilder(TestServers.Postgres) { Path = _database }.Uri.ToString(), "--Bus", TestServers.RabbitMq.ToString(), "--Data", _data.Path];

    protected override async Task PrepareAsync()
    {
        await Databases.RunAsync(TestServers.Postgres, $"create database {_database}");
        await Brokers.DeleteQueuesAsync(TestServers.RabbitMq, TestPlatform.Names);
    }

    protected override async Task ClearAsync()
    {
        await Brokers.DeleteQueuesAsync(TestServers.RabbitMq, TestPlatform.Names);
        await Databases.RunAsync(TestServers.Postgres, $"drop database if exists {_database} with (force)");
        _data.Dispose();
    }
}

/// <summary>The whole platform in one process, on a clock that is put forward.</summary>
public abstract class VirtualTimeSuite : IAsyncLifetime
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private Platform? _platform;

    protected abstract string[] Storage { get; }

    protected abstract Task PrepareAsync();

    protected abstract Task ClearAsync();

    public async Task InitializeAsync()
    {
        await PrepareAsync();
        _platform = await Platform.StartAsync(
            ["--environment", "Development", "--urls", "http://127.0.0.1:0", .. Storage, "--Clock:Mode", "virtual"], Everything.Services);
    }

    public async Task DisposeAsync()
    {
        await _platform!.DisposeAsync();
        _http.Dispose();
        await ClearAsync();
    }

    [Fact]
    public async Task A_case_runs_into_its_deadline_when_the_clock_is_put_forward()
    {
        var applicant = await ClientAsync("applicant", "zhang-san");
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp(Sample.LeaveRegistrationToPeople));
        Assert.Equal(("running", 201), (Due(submitted.Json, "state"), submitted.Status));
        var committed = DateOnly.Parse(Due(submitted.Json, "committed")!, System.Globalization.CultureInfo.InvariantCulture);
        var was = await NowAsync(applicant);

        var forward = await applicant.PostAsync("/dev/clock", new JsonObject { ["to"] = $"{committed.AddDays(1):yyyy-MM-dd}" });

        Assert.Equal((200, "virtual"), (forward.Status, forward.Text("mode")));
        Assert.True(forward.Json.GetProperty("now").GetDateTimeOffset() > was);
        // Whoever signed in days ago has to sign in again.
        Assert.Equal((401, "expired-token"), await ProblemAsync(applicant, $"/api/cases/{submitted.Id}"));
        applicant = await ClientAsync("applicant", "zhang-san");
        var late = await applicant.GetAsync($"/api/cases/{submitted.Id}");
        Assert.Equal("overdue", Due(late.Item("market-registration"), "state"));
        Assert.Equal($"{committed:yyyy-MM-dd}", Due(late.Json, "committed"));

        Assert.Equal(200, (await applicant.PostAsync("/dev/clock", new JsonObject { ["by"] = "P1W" })).Status);
        applicant = await ClientAsync("applicant", "zhang-san");
        var officer = await ClientAsync("officer", null, "market-registration", "430602");
        var path = $"/api/departments/market-registration/tasks/{submitted.Item("market-registration").GetProperty("task").GetString()}";
        var task = await officer.GetAsync(path);
        Assert.Equal("overdue", Due(task.Json, "state"));
        Assert.Equal(200, (await officer.PostAsync($"{path}/decision", new JsonObject { ["outcome"] = "pass" }, ifMatch: task.ETag)).Status);
        await Eventually.EqualAsync("the case is completed", "completed", async () => (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Text("lifecycle"));
        var journal = (await applicant.GetAsync($"/api/cases/{submitted.Id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("at").GetDateTimeOffset()).ToList();
        Assert.True(journal[^1] - journal[0] > TimeSpan.FromDays(7), "the journal tells the time of the clock that was put forward");
    }

    [Fact]
    public async Task What_is_due_on_the_way_is_done_on_its_own_day_and_not_at_the_end()
    {
        var applicant = await ClientAsync("applicant", "li-si");
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp(Sample.LeaveRegistrationToPeople));
        var due = DateOnly.Parse(Due(submitted.Item("market-registration"), "committed")!, System.Globalization.CultureInfo.InvariantCulture);

        var forward = await applicant.PostAsync("/dev/clock", new JsonObject { ["by"] = "P2W" });

        Assert.True(forward.Json.GetProperty("wakes").GetInt64() >= 2, forward.Body);
        applicant = await ClientAsync("applicant", "li-si");
        var warned = (await applicant.GetAsync($"/api/cases/{submitted.Id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray()
            .Where(e => e.GetProperty("kind").GetString() == "warned" && e.GetProperty("data").GetProperty("clock").GetString() == "committed")
            .ToDictionary(e => e.GetProperty("data").GetProperty("warning").GetString()!, e => e.GetProperty("at").GetDateTimeOffset());
        var passed = new DateTimeOffset(due.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));
        Assert.InRange(warned["red"], passed, passed.AddMinutes(5));
        Assert.True(warned["yellow"] < warned["red"] && warned["red"].AddDays(2) < warned["red-3"], string.Join(", ", warned));
    }

    [Fact]
    public async Task The_clock_is_never_put_back_and_says_what_it_expects()
    {
        var anybody = await ClientAsync("applicant");
        Assert.Equal((409, "clock-goes-forward"), await ProblemAsync(anybody, "to", "2020-01-01"));
        Assert.Equal((422, "invalid"), await ProblemAsync(anybody, "to", "2026-02-30"));
        Assert.Equal((422, "invalid"), await ProblemAsync(anybody, "to", "2026-12-01T09:00:00"));
        Assert.Equal((422, "invalid"), await ProblemAsync(anybody, "to", "2200-01-01"));
        Assert.Equal((422, "invalid"), await ProblemAsync(anybody, "by", "P1M"));
        Assert.Equal((422, "invalid"), await ProblemAsync(anybody, "by", "PT"));
        Assert.Equal((422, "invalid"), await ProblemAsync(anybody, "by", "-P1D"));
        Assert.Equal((422, "invalid"), await ProblemAsync(anybody, "at", "P1D"));
        Assert.Equal("/by", Assert.Single((await anybody.PostAsync("/dev/clock", new JsonObject { ["to"] = "2030-01-01", ["by"] = "P1D" })).Faults));

        Assert.Equal("PT0S", (await anybody.GetAsync("/dev/clock")).Text("ahead"));
        Assert.Equal(200, (await anybody.PostAsync("/dev/clock", new JsonObject { ["by"] = "P1DT2H" })).Status);
        Assert.Equal("P1DT2H", (await (await ClientAsync("applicant")).GetAsync("/dev/clock")).Text("ahead")![..6]);
    }

    private Task<Client> ClientAsync(string role, string? subject = null, string? department = null, string? region = null) =>
        Client.SignInAsync(_http, () => _platform!.Address, role, subject, department, region);

    private static async Task<DateTimeOffset> NowAsync(Client client) => (await client.GetAsync("/dev/clock")).Json.GetProperty("now").GetDateTimeOffset();

    private static async Task<(int, string?)> ProblemAsync(Client client, string member, string value)
    {
        var answer = await client.PostAsync("/dev/clock", new JsonObject { [member] = value });
        return (answer.Status, answer.Text("code"));
    }

    private static async Task<(int, string?)> ProblemAsync(Client client, string path)
    {
        var answer = await client.GetAsync(path);
        return (answer.Status, answer.Text("code"));
    }

    private static string? Due(System.Text.Json.JsonElement of, string member) => of.GetProperty("due").GetProperty(member).GetString();
}
