using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace OneVisit.Benchmarks.WholeLife;

/// <summary>One caller with a token, over HTTP/1.1 connections that are kept and shared. Reads answers, and does not parse them.</summary>
internal sealed class Visitor(HttpClient http, AuthenticationHeaderValue? token, Func<(string Name, string Value)>? header = null)
{
    /// <summary>A client for many callers at once.</summary>
    public static HttpClient Http(Uri address) => new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromHours(1) })
    {
        BaseAddress = address,
        DefaultRequestVersion = HttpVersion.Version11,
        Timeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>A caller known to the gateway, from its issuer for development.</summary>
    public static async Task<Visitor> OfAsync(HttpClient http, string subject, string role, string? department = null, string? region = null)
    {
        using var response = await http.PostAsJsonAsync("/dev/tokens", new { subject, name = subject, role, department, region });
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return new Visitor(http, new AuthenticationHeaderValue("Bearer", answer.GetProperty("accessToken").GetString()));
    }

    /// <summary>Submits a case.</summary>
    /// <returns>Its id, from the header that says where it is.</returns>
    public async Task<Guid> SubmitAsync(byte[] body)
    {
        using var request = Request(HttpMethod.Post, "/api/cases");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.CreateVersion7().ToString());
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.SendAsync(request);
        return response.StatusCode == HttpStatusCode.Created
            ? Guid.Parse(response.Headers.Location!.OriginalString.AsSpan()[^36..], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"a submission was answered with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>Reads what is there to its end, and keeps none of it: arrays of its size would cost the collector more than the reading.</summary>
    /// <exception cref="InvalidOperationException">The answer is not 200.</exception>
    public async Task GetAsync(string path)
    {
        using var request = Request(HttpMethod.Get, path);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"{path} was answered with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        await response.Content.CopyToAsync(Stream.Null);
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path) { Version = HttpVersion.Version11 };
        request.Headers.Authorization = token;
        if (header?.Invoke() is { } more)
            request.Headers.TryAddWithoutValidation(more.Name, more.Value);
        return request;
    }
}
