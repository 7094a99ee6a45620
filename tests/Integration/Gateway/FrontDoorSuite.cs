using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OneVisit.Kit.Identity;

namespace OneVisit.Integration.Gateway;

/// <summary>What holds at the front door, wherever the services run.</summary>
public abstract class FrontDoorSuite(bool apart) : IAsyncLifetime
{
    private Front _front = null!;

    public async Task InitializeAsync() => _front = await Front.StartAsync(apart);

    public async Task DisposeAsync() => await _front.DisposeAsync();

    [Theory]
    [InlineData("/api/cases/whoami")]
    [InlineData("/api/departments/tax/whoami")]
    public async Task A_forged_identity_header_is_never_honoured(string path)
    {
        var forged = new IdentityHeader(Front.IdentityKey, TimeProvider.System).Write(new Caller("mallory", null, Role.Admin, null, null));

        await Problems.ExpectAsync(401, "unauthenticated", await _front.GetAsync(path, null, (IdentityHeader.Name, forged)));
        await Problems.ExpectAsync(401, "unauthenticated", await _front.GetAsync(path, null, ("onevisit-identity", forged), ("OneVisit-Identity", forged)));

        var token = await _front.TokenAsync(new { subject = "zhang-san", role = "applicant" });
        var caller = await (await _front.GetAsync(path, token, (IdentityHeader.Name, forged))).Content.ReadFromJsonAsync<Caller>();
        Assert.Equal("zhang-san", caller!.Subject);
    }

    [Fact]
    public async Task A_token_s_claims_reach_the_service()
    {
        var token = await _front.TokenAsync(new { subject = "li-si", name = "李四", role = "officer", department = "tax", region = "430602" });

        var first = await (await _front.GetAsync("/api/cases/whoami", token)).Content.ReadFromJsonAsync<Caller>();
        var again = await (await _front.GetAsync("/api/departments/tax/whoami", token)).Content.ReadFromJsonAsync<Caller>();

        Assert.Equal(new Caller("li-si", "李四", Role.Officer, "tax", "430602"), first);
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task A_token_that_is_not_good_is_401_even_where_none_is_needed()
    {
        var (key, now) = (Tokens.KeyOf(_front), TimeProvider.System.GetUtcNow());
        var good = Tokens.Make(key, now);
        var unsigned = Tokens.Make(null, now);
        var hmac = new Microsoft.IdentityModel.Tokens.SigningCredentials(
            new Microsoft.IdentityModel.Tokens.SymmetricSecurityKey(Encoding.ASCII.GetBytes(File.ReadAllText(Path.Combine(_front.DataFolder, "development-issuer.key")))), "HS256");
        Assert.Equal(HttpStatusCode.OK, (await _front.GetAsync("/api/cases/request", good)).StatusCode);

        foreach (var (why, code, token) in new[]
        {
            ("not a token", "invalid-token", "abc"),
            ("no signature", "invalid-token", unsigned),
            ("a signature cut off", "invalid-token", good[..good.LastIndexOf('.')] + "."),
            ("another's claims under this signature", "invalid-token", $"{unsigned[..unsigned.LastIndexOf('.')]}.{good.Split('.')[2]}"),
            ("another key", "invalid-token", Tokens.Make(Tokens.OtherKey(), now)),
            ("a shared secret", "invalid-token", Tokens.Make(hmac, now)),
            ("another issuer", "invalid-token", Tokens.Make(key, now, issuer: "https://elsewhere.example")),
            ("another audience", "invalid-token", Tokens.Make(key, now, audience: "elsewhere")),
            ("expired", "expired-token", Tokens.Make(key, now, expiresIn: TimeSpan.FromMinutes(-1))),
        })
        {
            var response = await _front.GetAsync("/api/cases/request", token);
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, why);
            await Problems.ExpectAsync(401, code, response);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        }
        await Problems.ExpectAsync(401, "unauthenticated", await _front.GetAsync("/api/cases/request", null, ("Authorization", "Basic YTpi")));
        await Problems.ExpectAsync(401, "unauthenticated", await _front.GetAsync("/api/cases/request", null, ("Authorization", "Bearer")));
    }

    [Fact]
    public async Task A_genuine_token_without_a_usable_role_is_403()
    {
        var (key, now) = (Tokens.KeyOf(_front), TimeProvider.System.GetUtcNow());
        foreach (var claims in new Dictionary<string, object>[]
        {
            new() { ["sub"] = "a" },
            new() { ["sub"] = "a", ["role"] = "Applicant" },
            new() { ["sub"] = "a", ["role"] = 0 },
            new() { ["sub"] = "a", ["role"] = "mayor" },
            new() { ["sub"] = "a", ["role"] = new[] { "applicant", "admin" } },
            new() { ["sub"] = "a", ["role"] = "officer" },
            new() { ["sub"] = "a", ["role"] = "clerk", ["region"] = "4306" },
            new() { ["role"] = "applicant" },
            new() { ["sub"] = " ", ["role"] = "applicant" },
        })
        {
            await Problems.ExpectAsync(403, "unusable-token", await _front.GetAsync("/api/cases/request", Tokens.Make(key, now, claims: claims)));
        }
    }

    [Theory]
    [InlineData("/api/cases")]
    [InlineData("/api/departments/tax")]
    [InlineData("/dev/tokens")]
    [InlineData("/health/live")]
    [InlineData("/nowhere")]
    public async Task Five_megabytes_are_413_however_they_are_sent(string path)
    {
        foreach (var (chunked, expect) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[5_000_000]) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.TransferEncodingChunked = chunked;
            request.Headers.ExpectContinue = expect;
            await Problems.ExpectAsync(413, "too-large", await _front.Client.SendAsync(request));
        }
    }

    [Fact]
    public async Task The_largest_body_passes_and_one_byte_more_does_not()
    {
        var largest = $"\"{new string('a', (1024 * 1024) - 2)}\"";
        foreach (var chunked in new[] { false, true })
        {
            var taken = await PostAsync(largest, chunked);
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
            Assert.Equal(largest.Length, (await taken.Content.ReadFromJsonAsync<EchoService.Length>())!.Characters);
            await Problems.ExpectAsync(413, "too-large", await PostAsync(largest + " ", chunked));
        }

        async Task<HttpResponseMessage> PostAsync(string body, bool chunked)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.TransferEncodingChunked = chunked;
            return await _front.Client.SendAsync(request);
        }
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem()
    {
        await Problems.ExpectAsync(404, "not-found", await _front.GetAsync("/nowhere"));
        await Problems.ExpectAsync(404, "not-found", await _front.GetAsync("/api/departments/fire/tasks"));
        await Problems.ExpectAsync(405, "method-not-allowed", await _front.Client.DeleteAsync(new Uri("/dev/tokens", UriKind.Relative)));
        await Problems.ExpectAsync(415, "unsupported-media-type", await _front.Client.PostAsync(new Uri("/api/cases", UriKind.Relative), new StringContent("a")));
        await Problems.ExpectAsync(400, "malformed-json", await _front.Client.PostAsync(new Uri("/api/cases", UriKind.Relative), new StringContent("{", Encoding.UTF8, "application/json")));
    }

    [Fact]
    public async Task The_trace_goes_on_in_the_service()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var received = await (await _front.GetAsync("/api/cases/request", null, ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01")))
            .Content.ReadFromJsonAsync<EchoService.Received>();
        Assert.Equal(Trace, received!.Trace);
    }

    [Fact]
    public async Task An_event_arrives_before_the_next_one_is_sent()
    {
        using var response = await _front.GetAsync("/api/cases/stream", null, ("Accept", "text/event-stream"));
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal("data: first", await lines.ReadLineAsync());
        _front.Echoes[0].SecondEvent.SetResult();
        Assert.Equal("", await lines.ReadLineAsync());
        Assert.Equal("data: second", await lines.ReadLineAsync());
    }

    [Fact]
    public async Task Every_answer_tells_browsers_to_be_careful_and_lets_no_other_origin_in()
    {
        foreach (var path in new[] { "/api/cases/request", "/api/cases/whoami", "/nowhere", "/health/live" })
        {
            var response = await _front.GetAsync(path, null, ("Origin", "https://elsewhere.example"));
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task It_is_ready_when_every_service_is_and_names_the_one_that_is_not()
    {
        Assert.Equal(HttpStatusCode.OK, (await _front.GetAsync("/health/ready")).StatusCode);

        _front.Echoes[2].Trouble = ["the register is being moved"];
        var response = await _front.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("the register is being moved", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _front.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task It_is_ready_and_tells_what_there_is_to_look_at()
    {
        _front.Echoes[2].Concerns = ["tax: nothing arrives at seals"];

        var response = await _front.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"status":"degraded","trouble":["tax: nothing arrives at seals"]}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task It_introduces_the_whole_platform()
    {
        var about = await _front.Client.GetFromJsonAsync<JsonElement>("/api/about");
        Assert.Equal(["gateway", "orchestrator", "market-registration", "tax", "seals", "signage", "desk"],
            about.GetProperty("services").EnumerateArray().Select(s => s.GetString()));
    }

    [Fact]
    public async Task The_reference_page_needs_no_other_host()
    {
        var page = await _front.Client.GetAsync(new Uri("/docs", UriKind.Relative));
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _front.GetAsync("/docs/scalar.js")).StatusCode);
        Assert.Contains("\"openapi/v1.json\"", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _front.GetAsync("/openapi/v1.json")).StatusCode);
    }
}

public sealed class FrontDoorTogether() : FrontDoorSuite(apart: false);

public sealed class FrontDoorApart() : FrontDoorSuite(apart: true);
