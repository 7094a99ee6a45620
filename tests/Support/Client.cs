using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneVisit.Support;

/// <summary>One caller of the platform.</summary>
public sealed class Client(HttpClient http, Func<Uri> gateway, string subject, AuthenticationHeaderValue token)
{
    public string Subject => subject;

    /// <summary>A client with a token of the development issuer.</summary>
    public static async Task<Client> SignInAsync(
        HttpClient http, Func<Uri> gateway, string role, string? subject = null, string? department = null, string? region = null)
    {
        subject ??= Unique.Name(role);
        var response = await http.PostAsJsonAsync(new Uri(gateway(), "/dev/tokens"), new { subject, name = subject, role, department, region });
        var token = await response.Content.ReadFromJsonAsync<JsonElement>();
        return new Client(http, gateway, subject, new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString()));
    }

    public Task<Reply> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, null, accept: accept);

    /// <summary>Follows an event stream. Completes as soon as it has begun; the task within, when it has ended, with all of it.</summary>
    public async Task<Task<string>> FollowAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway(), path));
        request.Headers.Authorization = token;
        request.Headers.Accept.ParseAdd("text/event-stream");
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return response.Content.ReadAsStringAsync();
    }

    /// <summary>Asks for what has been seen already, and waits as long as the path says.</summary>
    public Task<Reply> WaitAsync(string path, string seen) => SendAsync(HttpMethod.Get, path, null, ifNoneMatch: seen);

    public Task<Reply> PostAsync(string path, JsonNode? body, string? idempotencyKey = null, string? ifMatch = null) =>
        SendAsync(HttpMethod.Post, path, new StringContent(body?.ToJsonString() ?? "null", Encoding.UTF8, "application/json"), idempotencyKey, ifMatch);

    public async Task<Reply> SendAsync(
        HttpMethod method, string path, HttpContent? content, string? idempotencyKey = null, string? ifMatch = null, string? accept = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(gateway(), path)) { Content = content };
        request.Headers.Authorization = token;
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        using var response = await http.SendAsync(request);
        return new Reply(
            (int)response.StatusCode,
            response.Headers.ETag?.ToString(),
            response.Headers.Location?.ToString(),
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync())
        { RetryAfter = response.Headers.RetryAfter?.Delta };
    }
}

/// <summary>An answer.</summary>
public sealed record Reply(int Status, string? ETag, string? Location, string? MediaType, string Body)
{
    public TimeSpan? RetryAfter { get; init; }

    public JsonElement Json => JsonElement.Parse(Body);

    public string Id => Json.GetProperty("id").GetString()!;

    public string? Text(string member) => Json.GetProperty(member).GetString();

    /// <summary>The pointers of a problem's faults.</summary>
    public IReadOnlyList<string> Faults => [.. Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()!)];

    /// <summary>The item of a case, by department.</summary>
    public JsonElement Item(string department) => Json.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("department").GetString() == department);

    public string Lifecycle(string department) => Item(department).GetProperty("lifecycle").GetString()!;
}
