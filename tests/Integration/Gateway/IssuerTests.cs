using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;
using OneVisit.Gateway;
using OneVisit.Gateway.Identity;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;

namespace OneVisit.Integration.Gateway;

public sealed class IssuerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onevisit-issuer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_embedded_issuer_names_every_fault_of_a_request()
    {
        await using var front = await Front.StartAsync(apart: false);
        foreach (var (body, faults) in new (string, string[])[]
        {
            ("""{"name":3,"role":"officer","region":"4306","colour":"red"}""", ["/colour unknown-member", "/subject missing", "/name wrong-type", "/department missing", "/region wrong-format"]),
            ("""{"subject":"","role":"mayor"}""", ["/subject too-short", "/role not-a-choice"]),
            ("""{"subject":"a"}""", ["/role missing"]),
            ("""{"subject":null,"role":1,"a/b":1}""", ["/a~1b unknown-member", "/subject missing", "/role wrong-type"]),
            ("""{"subject":"a","role":"system","department":null}""", ["/department missing"]),
            ("[]", [" wrong-type"]),
        })
        {
            var response = await front.Client.PostAsync(new Uri("/dev/tokens", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
            var problem = await Problems.ExpectAsync(422, "invalid", response);
            Assert.Equal(faults, problem.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("pointer").GetString()} {e.GetProperty("code").GetString()}"));
        }
    }

    [Fact]
    public async Task A_token_outlives_a_restart_and_ends_after_twelve_hours()
    {
        var clock = new StandingClock();
        string token;
        using (var first = DevelopmentIssuer.Open(_folder))
            token = first.Issue(new Caller("zhang-san", null, Role.Applicant, null, null), clock.Now);

        using var second = DevelopmentIssuer.Open(_folder);
        using var issuer = new TokenIssuer(second, clock);
        clock.Now = clock.Now.AddHours(12);
        Assert.True((await issuer.CheckAsync(token, CancellationToken.None)).IsValid);
        clock.Now = clock.Now.AddSeconds(30);
        Assert.False((await issuer.CheckAsync(token, CancellationToken.None)).IsValid);
    }

    [Fact]
    public void A_spoilt_key_keeps_it_from_starting()
    {
        File.WriteAllText(Path.Combine(_folder, "development-issuer.key"), "not a key");
        Assert.StartsWith("Data: ", Assert.Throws<ConfigurationException>(() => DevelopmentIssuer.Open(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_city_s_tokens_are_taken_and_nothing_is_written()
    {
        var city = new CityIssuer();
        await using var issuer = await Platform.StartAsync(["--environment", "Development", "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Error"], [city]);
        await using var gateway = await StartInProductionAsync(issuer.Address);
        using var client = new HttpClient { BaseAddress = gateway.Address };
        var address = issuer.Address.AbsoluteUri.TrimEnd('/');
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal(200, await AskAsync(Tokens.Make(city.Signing, now, address, "city")));
        Assert.Equal(401, await AskAsync(Tokens.Make(city.Signing, now, address, "another platform")));
        Assert.Equal(401, await AskAsync(Tokens.Make(city.Signing, now, "https://elsewhere.example", "city")));
        Assert.Equal(401, await AskAsync(Tokens.Make(Tokens.OtherKey(), now, address, "city")));
        Assert.Equal(401, await AskAsync(Tokens.Make(new SigningCredentials(new SymmetricSecurityKey(city.PublicKey) { KeyId = city.Signing.Key.KeyId }, "HS256"), now, address, "city")));
        Assert.Equal(404, (int)(await client.PostAsJsonAsync("/dev/tokens", new { subject = "a", role = "admin" })).StatusCode);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));

        async Task<int> AskAsync(string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/about");
            request.Headers.Authorization = new("Bearer", token);
            return (int)(await client.SendAsync(request)).StatusCode;
        }
    }

    [Fact]
    public async Task While_the_city_s_keys_cannot_be_had_no_token_is_called_bad()
    {
        await using var gateway = await StartInProductionAsync(new Uri("http://127.0.0.1:9"));
        using var client = new HttpClient { BaseAddress = gateway.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/about");
        request.Headers.Authorization = new("Bearer", Tokens.Make(Tokens.OtherKey(), TimeProvider.System.GetUtcNow()));
        await Problems.ExpectAsync(503, "issuer-unavailable", await client.SendAsync(request));
    }

    [Theory]
    [InlineData("Production", "Identity:Authority")]
    [InlineData("Production", "Identity:DevelopmentIssuer", "Identity:DevelopmentIssuer=true")]
    [InlineData("Production", "Identity:DevelopmentIssuer", "Identity:DevelopmentIssuer=true", "Identity:Authority=https://id.example", "Identity:Audience=city")]
    [InlineData("Production", "Identity:Audience", "Identity:Authority=https://id.example")]
    [InlineData("Production", "Identity:Authority", "Identity:Authority=http://id.example", "Identity:Audience=city")]
    [InlineData("Production", "Identity:Key", "Identity:Key=", "Identity:Authority=https://id.example", "Identity:Audience=city")]
    [InlineData("Development", "Identity:Authority", "Identity:Authority=id")]
    [InlineData("Development", "Identity:Authority", "Identity:DevelopmentIssuer=false")]
    [InlineData("Development", "Identity:DevelopmentIssuer", "Identity:DevelopmentIssuer=perhaps")]
    [InlineData("Development", "Services:tax", "Services:tax=tax:8083")]
    [InlineData("Development", "Services:fire", "Routes:fire:0=/api/departments/fire/{**rest}")]
    [InlineData("Development", "Routes:tax:0", "Routes:tax:0=api/departments/tax")]
    [InlineData("Development", "Routes:tax:0", "Routes:tax:0=/api/{")]
    [InlineData("Development", "Routes", "Routes:tax:0=/api/guidance")]
    [InlineData("Development", "RateLimit:PermitsPerSecond", "RateLimit:PermitsPerSecond=0")]
    [InlineData("Development", "RateLimit:Burst", "RateLimit:Burst=many")]
    [InlineData("Development", "Forwarding:TimeoutSeconds", "Forwarding:TimeoutSeconds=-1")]
    [InlineData("Development", "Http:MaxBodyBytes", "Http:MaxBodyBytes=1MB")]
    [InlineData("Development", "urls", "urls=here")]
    [InlineData("Development", "urls", "urls=http://127.0.0.1:65536")]
    [InlineData("Development", "urls", "urls=http://127.0.0.1:8080/path")]
    public async Task A_wrong_setting_keeps_it_from_starting_and_is_named(string environment, string named, params string[] settings)
    {
        var fault = await Assert.ThrowsAsync<ConfigurationException>(async () =>
        {
            await using var started = await Platform.StartAsync(
            [
                "--environment", environment, "--urls", "http://127.0.0.1:0", "--Data", _folder, $"--Identity:Key={Convert.ToBase64String(Front.IdentityKey)}",
                .. settings.Select(s => $"--{s}"),
            ], [new GatewayService()]);
        });
        Assert.StartsWith($"{named}: ", fault.Message, StringComparison.Ordinal);
    }

    private async Task<Platform> StartInProductionAsync(Uri authority) => await Platform.StartAsync(
    [
        "--environment", "Production", "--urls", "http://127.0.0.1:0", "--Data", _folder, "--Logging:LogLevel:Default", "Error",
        "--Identity:Authority", authority.AbsoluteUri.TrimEnd('/'), "--Identity:Audience", "city", "--Identity:Key", Convert.ToBase64String(Front.IdentityKey),
    ], [new GatewayService()]);

    /// <summary>An OIDC issuer: its discovery document and its keys.</summary>
    private sealed class CityIssuer : IService
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public CityIssuer() => Signing = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = "2026" }, "ES256");

        public SigningCredentials Signing { get; }

        public byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

        public string Name => "city-issuer";

        public int DefaultPort => 0;

        public void Describe(ServiceDescription service) => service.Endpoints(routes =>
        {
            routes.MapGet("/.well-known/openid-configuration", (HttpRequest request) => new Dictionary<string, string>
            {
                ["issuer"] = $"http://{request.Host}",
                ["jwks_uri"] = $"http://{request.Host}/keys",
            });
            routes.MapGet("/keys", () =>
            {
                var point = _key.ExportParameters(includePrivateParameters: false).Q;
                return new Dictionary<string, object>
                {
                    ["keys"] = new[]
                    {
                        new Dictionary<string, string>
                        {
                            ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "2026", ["use"] = "sig", ["alg"] = "ES256",
                            ["x"] = Base64UrlEncoder.Encode(point.X), ["y"] = Base64UrlEncoder.Encode(point.Y),
                        },
                    },
                };
            });
        });
    }
}
