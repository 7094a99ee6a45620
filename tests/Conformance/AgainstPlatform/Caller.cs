using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneVisit.Conformance.AgainstPlatform;

/// <summary>One who asks a platform, with a token of their own.</summary>
internal sealed class Caller(HttpClient http, string? token, Action<Answer> seen)
{
    public string? Token => token;

    /// <summary>A token of the development issuer; null where there is none.</summary>
    public static async Task<string?> SignInAsync(HttpClient http, string subject, string role, string? department, string? region, CancellationToken cancel)
    {
        using var body = new StringContent(
            new JsonObject { ["subject"] = subject, ["name"] = subject, ["role"] = role, ["department"] = department, ["region"] = region }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/dev/tokens", UriKind.Relative), body, cancel);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel))?["accessToken"]?.ToString() : null;
    }

    public Task<Answer> GetAsync(string path, CancellationToken cancel, string? ifNoneMatch = null) => SendAsync(HttpMethod.Get, path, null, cancel, ifNoneMatch: ifNoneMatch);

    public Task<Answer> PostAsync(string path, JsonNode? body, CancellationToken cancel, string? ifMatch = null) =>
        SendAsync(HttpMethod.Post, path, new StringContent(body?.ToJsonString() ?? "null", Encoding.UTF8, "application/json"), cancel, ifMatch);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancel, string? ifMatch = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        using var response = await http.SendAsync(request, cancel);
        var text = await response.Content.ReadAsStringAsync(cancel);
        var answer = new Answer($"{method} {path}", (int)response.StatusCode, response.Headers.ETag?.ToString(), response.Content.Headers.ContentType?.MediaType, text);
        seen(answer);
        return answer;
    }
}

/// <summary>What a platform answered.</summary>
internal sealed record Answer(string Request, int Status, string? ETag, string? MediaType, string Text)
{
    private JsonNode? _body;

    /// <summary>Null where it is no JSON.</summary>
    public JsonNode? Body
    {
        get
        {
            try
            {
                return _body ??= Text.Length == 0 ? null : JsonNode.Parse(Text);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    public string? Code => (Body as JsonObject)?["code"]?.ToString();

    /// <summary>Pointer and code of each fault.</summary>
    public IReadOnlyList<string> Faults => [.. ((Body as JsonObject)?["errors"] as JsonArray ?? []).Select(e => $"{e!["pointer"]} {e["code"]}").Order(StringComparer.Ordinal)];

    public bool Is(int status, string code) => Status == status && Code == code;

    public override string ToString() => $"{Request}: {Status} {Code} {string.Join(", ", Faults)}".TrimEnd();
}
