using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.All;
using OneVisit.All.Verify;
using OneVisit.Support;
using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>Accepted with a named gap (容缺受理), through the front door: a restaurant whose staff's health certificates come later.</summary>
public abstract class PromiseScenarios(TestPlatform platform)
{
    private const string Paper = "health-certificates";
    private const string FoodPermit = "food-safety.catering-permit-commitment";

    [Fact]
    public async Task An_application_without_a_tolerable_paper_is_accepted_reviewed_and_issued_when_the_paper_is_there()
    {
        var applicant = await platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant);
        var promise = submitted.Json.GetProperty("promises")[0];
        Assert.Equal((Paper, FoodPermit), (promise.GetProperty("material").GetString(), promise.GetProperty("items")[0].GetString()));
        Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", promise.GetProperty("by").GetString());

        await Eventually.TrueAsync("everything has passed", async () =>
            (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Json.GetProperty("items").EnumerateArray().All(i => i.GetProperty("lifecycle").GetString() == "review-passed"));
        var waiting = await applicant.GetAsync($"/api/cases/{submitted.Id}");
        Assert.Equal("reviewing", waiting.Text("lifecycle"));
        Assert.Equal(("applicant", Paper), (ItemOf(waiting, FoodPermit).GetProperty("holder").GetString(), Assert.Single(ItemOf(waiting, FoodPermit).GetProperty("awaits").EnumerateArray()).GetString()));
        Assert.Empty(waiting.Json.GetProperty("licences").EnumerateArray());
        var clock = (await applicant.GetAsync($"/api/cases/{submitted.Id}/clocks")).Json.GetProperty("clocks").EnumerateArray().Single(c => c.GetProperty("limit").GetString() == "tolerance");
        Assert.Equal((Paper, promise.GetProperty("by").GetString()), (clock.GetProperty("material").GetString(), clock.GetProperty("due").GetString()));
        var notice = (await applicant.GetAsync($"/api/notices?case={submitted.Id}")).Json.GetProperty("items").EnumerateArray().Single(n => n.GetProperty("kind").GetString() == "materials-promised");
        Assert.Equal(Paper, notice.GetProperty("data").GetProperty("materials")[0].GetProperty("material").GetString());

        var brought = await applicant.PostAsync($"/api/cases/{submitted.Id}/materials", Delivery(Paper));
        Assert.True(brought.Status == 200, brought.Body);

        var ended = await DeskCity.EndOfAsync(applicant, submitted.Id);
        Assert.Equal("granted", ended.Text("outcome"));
        Assert.Equal(JsonValueKind.String, ended.Json.GetProperty("promises")[0].GetProperty("providedAt").ValueKind);
        var officer = await platform.ClientAsync("officer", department: "food-safety", region: "430602");
        var task = await officer.GetAsync($"/api/departments/food-safety/tasks/{ItemOf(ended, FoodPermit).GetProperty("task").GetString()}");
        Assert.Contains(Paper, task.Json.GetProperty("materials").EnumerateArray().Select(m => m.GetProperty("material").GetString()));
        Assert.Equal(JsonValueKind.String, task.Json.GetProperty("promised")[0].GetProperty("providedAt").ValueKind);
        var kinds = (await applicant.GetAsync($"/api/cases/{submitted.Id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("kind").GetString()).ToList();
        Assert.True(kinds.IndexOf("material-promised") < kinds.IndexOf("materials-provided") && kinds.IndexOf("materials-provided") < kinds.IndexOf("issuing-begun"), string.Join(' ', kinds));
        await SoundAsync();
    }

    [Fact]
    public async Task What_is_brought_is_taken_once_and_a_repeat_under_the_same_key_is_answered_as_the_first_time()
    {
        var applicant = await platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant);
        var (path, key) = ($"/api/cases/{submitted.Id}/materials", Unique.Name("key"));

        var wrong = await applicant.PostAsync(path, Delivery("fire-layout", Paper, "horoscope"), key);
        Assert.Equal((422, "invalid"), (wrong.Status, wrong.Text("code")));
        Assert.Equal(["/materials/0/material", "/materials/2/material"], wrong.Faults);

        Reply? first = null;
        // Meanwhile departments answer; each time the case is read again.
        await Eventually.TrueAsync("the paper is taken", async () => (first = await applicant.PostAsync(path, Delivery(Paper), key)).Status == 200);
        var again = await applicant.PostAsync(path, Delivery(Paper), key);
        Assert.Equal((first!.Status, first.Body), (again.Status, again.Body));
        Assert.Equal((422, "idempotency-key-reused"), await StatusOf(applicant.PostAsync(path, Delivery(Paper, "horoscope"), key)));
        await DeskCity.EndOfAsync(applicant, submitted.Id);
        var late = await applicant.PostAsync(path, Delivery(Paper));
        Assert.Equal((409, "case-has-ended"), (late.Status, late.Text("code")));
        var stranger = await platform.ClientAsync("applicant");
        Assert.Equal(404, (await stranger.PostAsync(path, Delivery(Paper))).Status);
        var journal = (await applicant.GetAsync($"/api/cases/{submitted.Id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray();
        Assert.Single(journal, e => e.GetProperty("kind").GetString() == "materials-provided");
    }

    [Fact]
    public async Task Promises_that_cannot_be_made_are_refused_with_their_place()
    {
        var applicant = await platform.ClientAsync("applicant");
        var body = WithoutPaper();
        body["promises"] = new JsonArray(Promise(Paper, "2099-01-01"), Promise("fire-layout", "2099-01-01"), Promise("horoscope", "2099-01-01"), Promise(Paper, "2099-01-01"));

        var refused = await applicant.PostAsync("/api/cases", body);

        Assert.Equal(422, refused.Status);
        Assert.Equal(
            ["/promises/0/by promised-too-late", "/promises/1/material handed-in", "/promises/2/material unknown-material", "/promises/3/material duplicate-material"],
            refused.Json.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("pointer").GetString()} {e.GetProperty("code").GetString()}"));
    }

    private static async Task<(int, string?)> StatusOf(Task<Reply> asking) => (await asking) is var reply ? (reply.Status, reply.Text("code")) : default;

    private static JsonObject Promise(string material, string by) => new() { ["material"] = material, ["by"] = by };

    private static JsonObject Delivery(params string[] materials) => new()
    {
        ["materials"] = new JsonArray([.. materials.Select(m => new JsonObject { ["material"] = m, ["name"] = $"{m}.pdf", ["digest"] = $"sha256:{new string('b', 64)}" })]),
    };

    private static JsonObject WithoutPaper()
    {
        var body = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "open-a-restaurant.json")))!.AsObject();
        body["materials"]!.AsArray().RemoveAll(m => m!["material"]!.GetValue<string>() == Paper);
        return body;
    }

    private static async Task<Reply> SubmitAsync(Client applicant)
    {
        var submitted = await applicant.PostAsync("/api/cases", WithoutPaper());
        Assert.True(submitted.Status == 201, submitted.Body);
        return submitted;
    }

    private static JsonElement ItemOf(Reply reply, string item) => reply.Json.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("item").GetString() == item);

    private async Task SoundAsync()
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        var code = await VerifyCommand.RunAsync(platform.Storage, Everything.Services, output);
        Assert.True(code == 0, output.ToString());
    }
}
