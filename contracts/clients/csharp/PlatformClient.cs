using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

/// <summary>The platform over HTTP. Every call here may be repeated: what found nobody, or was told to wait, is sent again as it was.</summary>
/// <param name="token">Of your OpenID Connect issuer; null: Development hands one out.</param>
internal sealed class PlatformClient(Uri address, string department, string? token) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(90) };

    public void Dispose() => _http.Dispose();

    public async Task<Answer> CallAsync(HttpMethod method, string path, JsonObject? body = null, string? ifMatch = null, string? ifNoneMatch = null)
    {
        token ??= await SignInAsync();
        while (true)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
            request.Headers.Authorization = token.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", token);
            if (ifMatch is not null)
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            if (ifNoneMatch is not null)
                request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
            var rest = TimeSpan.FromSeconds(2);
            try
            {
                using var answer = await _http.SendAsync(request);
                if ((int)answer.StatusCode is not (429 or 502 or 503 or 504))
                {
                    var text = await answer.Content.ReadAsStringAsync();
                    return new Answer((int)answer.StatusCode, answer.Headers.ETag?.ToString(), answer.IsSuccessStatusCode && text.Length > 0 ? JsonNode.Parse(text) : null);
                }
                rest = answer.Headers.RetryAfter?.Delta ?? rest;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Nobody there, or not in time.
            }
            using var timer = new PeriodicTimer(rest);
            await timer.WaitForNextTickAsync();
        }
    }

    private async Task<string> SignInAsync()
    {
        token = "";
        var answer = await CallAsync(HttpMethod.Post, "/dev/tokens", new JsonObject { ["subject"] = $"{department}-system", ["role"] = "system", ["department"] = department });
        return answer.Body!["accessToken"]!.ToString();
    }
}

internal sealed record Answer(int Status, string? ETag, JsonNode? Body);
