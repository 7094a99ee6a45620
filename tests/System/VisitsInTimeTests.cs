using System.Globalization;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.Kit.Hosting;
using OneVisit.Support;
using OneVisit.SystemTests.Scenarios;
using static OneVisit.SystemTests.Scenarios.VisitCity;

namespace OneVisit.SystemTests;

/// <summary>What becomes of a joint inspection when somebody does nothing: the whole embedded platform in the city of <c>tests/Samples/visit-city</c>, with the clock put forward.</summary>
public sealed class VisitsInTimeTests : IAsyncLifetime
{
    private readonly TempFolder _data = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private Platform? _platform;

    public async Task InitializeAsync() => _platform = await Platform.StartAsync(
        ["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Data", _data.Path, "--Clock:Mode", "virtual", "--Catalogue:Folder", Folder], Everything.Services);

    public async Task DisposeAsync()
    {
        await _platform!.DisposeAsync();
        _http.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task An_applicant_who_does_not_choose_gets_the_first_time_and_a_department_that_does_not_come_has_agreed()
    {
        var applicant = await ClientAsync("applicant", "zhang");
        var id = (await SubmitAsync(applicant)).Id;
        await HeldAsync(applicant, id);
        await DecideAsync(await OfficerAsync("fire"), id, Inspect());
        await DecideAsync(await OfficerAsync("streets"), id, Inspect());
        await DecideAsync(await OfficerAsync("ecology"), id, Pass());
        // The health commission does not answer: planning is over in two working days.
        var planning = await PhaseAsync(applicant, id, "planning");
        await ForwardAsync(DateOf(planning, "dueBy").AddDays(1));

        var proposed = (await (await ClientAsync("applicant", "zhang")).GetAsync($"/api/cases/{id}")).Json.GetProperty("inspection");
        Assert.Equal("proposed", proposed.GetProperty("phase").GetString());
        await ForwardAsync(DateOf(proposed, "dueBy").AddDays(1));

        var appointed = (await (await ClientAsync("applicant", "zhang")).GetAsync($"/api/cases/{id}")).Json.GetProperty("inspection");
        Assert.Equal(("appointed", "rule:inspection-unanswered/1"), (appointed.GetProperty("phase").GetString(), appointed.GetProperty("agreedBy").GetString()));
        var fire = await OfficerAsync("fire");
        var task = await AppointedAsync(fire, id);
        // In this city visits are made on the day on which they are fixed.
        Assert.Contains(appointed.GetProperty("slots").EnumerateArray(), s => System.Text.Json.JsonElement.DeepEquals(s, appointed.GetProperty("appointment")));
        Assert.Equal(200, (await FindAsync(fire, task, Finding(agrees: true))).Status);
        await PhaseAsync(await ClientAsync("applicant", "zhang"), id, "appointed");

        await ForwardAsync(VisitCity.DateOf(appointed.GetProperty("appointment")).AddDays(2));

        applicant = await ClientAsync("applicant", "zhang");
        var record = (await PhaseAsync(applicant, id, "held")).GetProperty("record");
        var absent = record.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("department").GetString() == "streets");
        Assert.Equal((true, "联合踏勘规则 第三条"), (absent.GetProperty("agrees").GetBoolean(), absent.GetProperty("absenceBasis").GetString()));
        Assert.Single((await applicant.GetAsync($"/api/cases/{id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray(), e => e.GetProperty("kind").GetString() == "agreed-by-absence");
        // Absent, there, or free to ask and silent: there is no visit of its own for anybody.
        foreach (var department in new[] { "streets", "fire", "health" })
        {
            var seen = await OverAsync(await OfficerAsync(department), id);
            Assert.Equal(department == "health", seen.Json.GetProperty("inspection").GetProperty("record").ValueKind == System.Text.Json.JsonValueKind.Null);
            var officer = await OfficerAsync(department, seen.Text("holder")!.StartsWith("pool:", StringComparison.Ordinal) ? null : seen.Text("holder"));
            var refused = await officer.PostAsync($"{PathOf(seen)}/decision", Inspect(), ifMatch: seen.ETag);
            Assert.Equal((409, "no-separate-visit"), (refused.Status, refused.Text("code")));
            if (department == "streets")
            {
                var late = await FindAsync(officer, seen, Finding(agrees: false));
                Assert.Equal((409, "inspection-closed"), (late.Status, late.Text("code")));
            }
            Assert.Equal(200, (await officer.PostAsync($"{PathOf(seen)}/decision", Pass(), ifMatch: seen.ETag)).Status);
        }
        Assert.Contains("inspection-absence", (await (await ClientAsync("head", null, "streets", "430602")).GetAsync("/api/notices")).Body, StringComparison.Ordinal);
        Assert.Equal("granted", (await DeskCity.EndOfAsync(applicant, id)).Text("outcome"));
        var (code, output) = await Verify.Verified.CommandAsync("--Data", _data.Path);
        Assert.True(code == 0, output);
    }

    private static DateOnly DateOf(System.Text.Json.JsonElement visit, string member) => DateOnly.ParseExact(visit.GetProperty(member).GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task ForwardAsync(DateOnly to)
    {
        var reply = await (await ClientAsync("applicant")).PostAsync("/dev/clock", new JsonObject { ["to"] = to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) });
        Assert.True(reply.Status == 200, reply.Body);
    }

    private Task<Client> OfficerAsync(string department, string? subject = null) => ClientAsync("officer", subject ?? $"officer-of-{department}", department, "430602");

    private Task<Client> ClientAsync(string role, string? subject = null, string? department = null, string? region = null) =>
        Client.SignInAsync(_http, () => _platform!.Address, role, subject, department, region);
}
