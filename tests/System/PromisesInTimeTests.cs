using System.Globalization;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.Kit.Hosting;
using OneVisit.Support;

namespace OneVisit.SystemTests;

/// <summary>What becomes of what was promised when the days pass: the whole embedded platform, with the clock put forward.</summary>
public sealed class PromisesInTimeTests : IAsyncLifetime
{
    private const string Paper = "health-certificates";

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
    public async Task A_promised_paper_that_does_not_come_withdraws_the_application_and_nothing_was_issued()
    {
        var submitted = await SubmitAsync();
        var by = DateOf(submitted.Json.GetProperty("promises")[0].GetProperty("by").GetString()!);
        await Eventually.TrueAsync("everything has passed", async () => (await CaseAsync(submitted)).Json.GetProperty("items").EnumerateArray().All(i => i.GetProperty("lifecycle").GetString() == "review-passed"));

        await ForwardAsync(by);
        Assert.Equal("reviewing", (await CaseAsync(submitted)).Text("lifecycle"));
        Assert.Equal(["materials-promised", "warning"], await NoticesAsync());

        await ForwardAsync(by.AddDays(1));
        var ended = await CaseAsync(submitted);
        Assert.Equal(("withdrawn", "withdrawn"), (ended.Text("lifecycle"), ended.Text("outcome")));
        Assert.Empty(ended.Json.GetProperty("licences").EnumerateArray());
        Assert.Equal(["promise-lapsed", "withdrawn"], (await NoticesAsync())[^2..].Order(StringComparer.Ordinal));
        var (code, output) = await Verify.Verified.CommandAsync("--Data", _data.Path);
        Assert.True(code == 0, output);
    }

    private async Task<Reply> SubmitAsync()
    {
        var body = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "open-a-restaurant.json")))!.AsObject();
        body["materials"]!.AsArray().RemoveAll(m => m!["material"]!.GetValue<string>() == Paper);
        var submitted = await (await ClientAsync("applicant", "zhang")).PostAsync("/api/cases", body, Unique.Name("key"));
        Assert.True(submitted.Status == 201, submitted.Body);
        return submitted;
    }

    private async Task<Reply> CaseAsync(Reply submitted) => await (await ClientAsync("applicant", "zhang")).GetAsync($"/api/cases/{submitted.Id}");

    /// <summary>Kinds of what the applicant was told, oldest first.</summary>
    private async Task<List<string?>> NoticesAsync() =>
        [.. (await (await ClientAsync("applicant", "zhang")).GetAsync("/api/notices?limit=200")).Json.GetProperty("items").EnumerateArray().Select(n => n.GetProperty("kind").GetString()).Reverse()];

    private async Task ForwardAsync(DateOnly to)
    {
        var reply = await (await ClientAsync("applicant")).PostAsync("/dev/clock", new JsonObject { ["to"] = to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) });
        Assert.True(reply.Status == 200, reply.Body);
    }

    private static DateOnly DateOf(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task<Client> ClientAsync(string role, string? subject = null, string? department = null, string? region = null) =>
        Client.SignInAsync(_http, () => _platform!.Address, role, subject, department, region);
}
