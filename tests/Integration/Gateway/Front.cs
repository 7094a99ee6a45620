using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using OneVisit.Gateway;
using OneVisit.Kit.Hosting;

namespace OneVisit.Integration.Gateway;

/// <summary>A gateway and five echoing services, in one process or in two.</summary>
internal sealed class Front : IAsyncDisposable
{
    /// <summary>The key under which the gateway vouches for callers: known to the tests, so that a forgery can be perfect.</summary>
    public static readonly byte[] IdentityKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly string _folder = Directory.CreateTempSubdirectory("onevisit-gateway-").FullName;
    private Platform? _behind;

    private Front()
    {
    }

    public EchoService[] Echoes { get; } = EchoService.Behind();

    public Platform Gateway { get; private set; } = null!;

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <param name="apart">True: the echoing services run in another process than the gateway, as far as HTTP can tell.</param>
    public static async Task<Front> StartAsync(bool apart, TimeProvider? clock = null, params string[] settings)
    {
        var front = new Front();
        var overrides = new PlatformOverrides { Clock = clock ?? TimeProvider.System };
        if (apart)
        {
            front._behind = await Platform.StartAsync(front.Args("behind"), front.Echoes, overrides);
            settings = [.. settings, .. front.Echoes.SelectMany(e => Setting($"Services:{e.Name}", front._behind.Address.AbsoluteUri))];
        }
        front.Gateway = await Platform.StartAsync(
            [.. front.Args("gateway"), .. settings], apart ? [new GatewayService()] : [new GatewayService(), .. front.Echoes], overrides);
        front.Client.BaseAddress = front.Gateway.Address;
        return front;
    }

    public static string[] Setting(string name, string value) => [$"--{name}", value];

    /// <summary>The gateway's data folder.</summary>
    public string DataFolder => Path.Combine(_folder, "gateway");

    public async Task<string> TokenAsync(object request)
    {
        var response = await Client.PostAsJsonAsync("/dev/tokens", request);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }

    /// <summary>Sends a GET, with a bearer token when one is given.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, string? token = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task StopBehindAsync()
    {
        if (_behind is not null)
            await _behind.DisposeAsync();
        _behind = null;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Gateway.DisposeAsync();
        await StopBehindAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Args(string data) =>
    [
        "--environment", "Development", "--urls", "http://127.0.0.1:0", "--Data", Path.Combine(_folder, data),
        "--Logging:LogLevel:Default", "Error", .. Setting("Identity:Key", Convert.ToBase64String(IdentityKey)),
    ];
}

internal static class Problems
{
    /// <summary>Holds when the answer is a problem document of this status and code; returns it.</summary>
    public static async Task<JsonElement> ExpectAsync(int status, string code, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(text);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal($"urn:onevisit:problem:{code}", problem.GetProperty("type").GetString());
        return problem;
    }
}
