using System.Text;
using System.Text.Json;
using OneVisit.Support;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>The clock on its own, as anybody may ask it.</summary>
public abstract partial class CaseScenarios
{
    [Fact]
    public async Task Anybody_may_ask_when_a_period_is_due()
    {
        var answer = await ProjectAsync("""
            {"calendar":"cn","start":"2026-02-12","budget":{"days":2,"unit":"working-day"},"pauses":[{"from":"2026-02-24","to":"2026-02-24","cause":"hearing"}],
             "extensions":[{"days":1,"at":"2026-02-13"}],"at":"2026-02-14"}
            """);

        Assert.Equal(200, answer.Status);
        Assert.Equal(["due", "state", "consumed", "remaining", "provisional", "explanation"], answer.Json.EnumerateObject().Select(m => m.Name));
        Assert.Equal(
            ("2026-02-25", "running", 2, 1, false),
            (answer.Text("due"), answer.Text("state"), answer.Json.GetProperty("consumed").GetInt32(), answer.Json.GetProperty("remaining").GetInt32(),
                answer.Json.GetProperty("provisional").GetBoolean()));
        var days = answer.Json.GetProperty("explanation").EnumerateArray().Select(d => d.GetRawText()).ToList();
        Assert.Equal(13, days.Count);
        Assert.Equal("""{"date":"2026-02-14","counted":true,"why":"make-up-working-day"}""", days[1]);
        Assert.Equal("""{"date":"2026-02-15","counted":false,"why":"holiday"}""", days[2]);
        Assert.Equal("""{"date":"2026-02-24","counted":false,"why":"paused"}""", days[11]);
    }

    [Fact]
    public async Task An_open_pause_has_no_due_date_and_a_date_beyond_the_calendar_is_provisional()
    {
        var open = await ProjectAsync("""{"calendar":"cn","start":"2026-03-02","budget":{"days":2,"unit":"working-day"},"pauses":[{"from":"2026-03-03","to":null,"cause":"supplement"}],"extensions":[]}""");
        var beyond = await ProjectAsync("""{"calendar":"cn","start":"2026-12-30","budget":{"days":3,"unit":"natural-day"},"pauses":[],"extensions":[]}""");

        Assert.Equal((200, null, "paused", JsonValueKind.Null), (open.Status, open.Text("due"), open.Text("state"), open.Json.GetProperty("consumed").ValueKind));
        Assert.Equal((200, "2027-01-04", true), (beyond.Status, beyond.Text("due"), beyond.Json.GetProperty("provisional").GetBoolean()));
    }

    [Fact]
    public async Task Every_fault_of_a_projection_is_named_at_once()
    {
        var answer = await ProjectAsync("""
            {"calendar":"mars","start":"2026-02-30","budget":{"days":-1,"unit":"hour"},
             "pauses":[{"from":"2026-03-09","to":"2026-03-02","cause":"x"},{"from":"2026-04-01","cause":"x"},{"from":"2026-04-03","to":"2026-04-04","cause":"x"}],
             "extensions":[{"days":10001,"at":"2026-03-02"}]}
            """);

        Assert.Equal((422, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.Equal(
            ["/budget/days", "/budget/unit", "/calendar", "/extensions/0/days", "/pauses/0/to", "/pauses/2/from", "/start"],
            answer.Faults.Order(StringComparer.Ordinal));
        Assert.Equal(400, (await ProjectAsync("{\"calendar\":")).Status);
        Assert.Equal(415, (await ProjectAsync("{}", "text/plain")).Status);
    }

    private async Task<Reply> ProjectAsync(string body, string mediaType = "application/json")
    {
        using var http = new HttpClient();
        using var response = await http.PostAsync(new Uri(Platform.Gateway, "/api/clock/projection"), new StringContent(body, Encoding.UTF8, mediaType));
        return new Reply((int)response.StatusCode, null, null, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
