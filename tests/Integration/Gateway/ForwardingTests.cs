using System.Net.Http.Json;
using System.Text.Json;
using OneVisit.Kit.Hosting;

namespace OneVisit.Integration.Gateway;

public sealed class ForwardingTests
{
    [Fact]
    public async Task A_service_that_is_away_is_503_with_a_time_to_come_again_and_comes_back_in_the_description()
    {
        await using var front = await Front.StartAsync(apart: true);
        await front.StopBehindAsync();

        var response = await front.GetAsync("/api/departments/seals/request");
        await Problems.ExpectAsync(503, "service-unavailable", response);
        Assert.True(response.Headers.RetryAfter!.Delta > TimeSpan.Zero);

        var health = await (await front.GetAsync("/health/ready")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            ["desk does not answer", "market-registration does not answer", "orchestrator does not answer", "seals does not answer", "signage does not answer", "tax does not answer"],
            health.GetProperty("trouble").EnumerateArray().Select(t => t.GetString()));

        var paths = (await front.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths");
        Assert.True(paths.TryGetProperty("/api/about", out _));
        Assert.False(paths.TryGetProperty("/api/cases/whoami", out _));
    }

    [Fact]
    public async Task A_service_that_is_silent_is_504_with_a_time_to_come_again()
    {
        await using var front = await Front.StartAsync(apart: true, clock: null, Front.Setting("Forwarding:TimeoutSeconds", "1"));

        var response = await front.GetAsync("/api/cases/silent");

        await Problems.ExpectAsync(504, "service-timeout", response);
        Assert.True(response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
    }

    [Theory]
    [InlineData("?wait=30", null)]
    [InlineData("", "wait=30")]
    public async Task A_service_that_was_asked_to_wait_may_be_silent_for_longer(string query, string? prefer)
    {
        await using var front = await Front.StartAsync(apart: true, clock: null, Front.Setting("Forwarding:TimeoutSeconds", "1"));
        (string, string)[] headers = prefer is null ? [] : [("Prefer", prefer)];

        // For longer than another request: the answer comes after twice its time.
        var response = await front.GetAsync($"/api/cases/late{query}", null, headers);

        Assert.True(response.IsSuccessStatusCode);
        await Problems.ExpectAsync(504, "service-timeout", await front.GetAsync("/api/cases/late"));
    }

    [Fact]
    public async Task A_service_s_own_answer_is_passed_on_as_it_is()
    {
        await using var front = await Front.StartAsync(apart: true);
        await Problems.ExpectAsync(404, "not-found", await front.GetAsync("/api/cases/nothing"));
    }

    [Fact]
    public async Task The_service_learns_where_the_caller_is_and_not_where_it_claims_to_be()
    {
        await using var front = await Front.StartAsync(apart: true);

        var received = await (await front.GetAsync("/api/cases/request", null, ("X-Forwarded-For", "10.1.2.3"), ("X-Forwarded-Proto", "https")))
            .Content.ReadFromJsonAsync<EchoService.Received>();

        Assert.Equal("127.0.0.1", received!.Headers["X-Forwarded-For"]);
        Assert.Equal("http", received.Headers["X-Forwarded-Proto"]);
        Assert.Equal(front.Client.BaseAddress!.Authority, received.Headers["X-Forwarded-Host"]);
    }

    [Fact]
    public async Task The_description_is_the_same_text_together_and_apart()
    {
        await using var together = await Front.StartAsync(apart: false);
        await using var apart = await Front.StartAsync(apart: true);

        var one = await together.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var other = await apart.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));

        Assert.Equal(one, other);
        var document = JsonElement.Parse(one);
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("OneVisit", document.GetProperty("info").GetProperty("title").GetString());
        Assert.False(document.TryGetProperty("servers", out _));
        var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        Assert.Contains("/api/departments/tax/whoami", paths);
        Assert.Equal("http", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("type").GetString());
        var guarded = document.GetProperty("paths").GetProperty("/api/cases/whoami").GetProperty("get");
        Assert.Equal("""[{"bearer":[]}]""", guarded.GetProperty("security").GetRawText());
        Assert.False(document.GetProperty("paths").GetProperty("/api/cases/request").GetProperty("get").TryGetProperty("security", out _));
    }

    [Fact]
    public async Task A_service_is_added_by_two_settings()
    {
        await using var fire = await Platform.StartAsync(
            ["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Error"], [new EchoService("fire", "/api/departments/fire")]);
        await using var front = await Front.StartAsync(apart: false, clock: null,
        [
            .. Front.Setting("Services:fire", fire.Address.AbsoluteUri),
            .. Front.Setting("Routes:fire:0", "/api/departments/fire/{**rest}"),
        ]);

        Assert.True((await front.GetAsync("/api/departments/fire/request")).IsSuccessStatusCode);
        Assert.True((await front.GetAsync("/api/departments/tax/request")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_department_that_has_no_service_of_its_own_is_at_the_desk()
    {
        await using var front = await Front.StartAsync(apart: true);

        // Each answers under its own path alone, so a request that went astray would find nothing.
        Assert.True((await front.GetAsync("/api/departments/parks/request")).IsSuccessStatusCode);
        Assert.True((await front.GetAsync("/api/departments/tax/request")).IsSuccessStatusCode);
    }
}
