using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OneVisit.SystemTests.Conformance;

/// <summary>What a platform may do wrong.</summary>
public enum Disguise
{
    None,
    ShowsTheApplicant,
    TakesWhatIsStale,
    TellsOneFault,
    TakesEverybodyForTheSystem,
    NeverSaysUnchanged,
    WritesErrorsAsText,
    RefusesRepeats,
    ListsForms,
    SendsNoTags,
    StandsOnTheFirstPage,
    TakesEverything,
    RefusesEverything,
    LosesAnswers,
}

/// <summary>The platform behind something that spoils what is asked of it, or what it answers.</summary>
internal sealed class DisguisedPlatform : IAsyncDisposable
{
    private readonly Disguise _disguise;
    private readonly HttpClient _platform;
    private readonly WebApplication _app;
    private readonly HashSet<string> _posted = [];
    private string? _system;

    private DisguisedPlatform(Disguise disguise, Uri platform)
    {
        (_disguise, _platform) = (disguise, new HttpClient { BaseAddress = platform });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapFallback(PassOnAsync);
    }

    public string Url => _app.Urls.First();

    public static async Task<DisguisedPlatform> StartAsync(Disguise disguise, Uri platform)
    {
        var disguised = new DisguisedPlatform(disguise, platform);
        await disguised._app.StartAsync();
        return disguised;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _platform.Dispose();
    }

    private async Task PassOnAsync(HttpContext http)
    {
        using var copy = new MemoryStream();
        await http.Request.Body.CopyToAsync(copy);
        var (isTask, posts) = (http.Request.Path.StartsWithSegments("/api/departments", StringComparison.Ordinal), http.Request.Method == "POST");
        if (_disguise == Disguise.LosesAnswers && http.Request.Path.Value!.EndsWith("/supplement", StringComparison.Ordinal))
        {
            await http.Response.WriteAsync("{}");
            return;
        }
        using var request = RequestOf(http, copy.ToArray(), isTask);
        using var answer = await _platform.SendAsync(request, http.RequestAborted);
        var (status, text, media) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.ToString());
        Remember(http, text);

        var body = isTask && text.Length > 0 ? JsonNode.Parse(text) as JsonObject : null;
        if (_disguise == Disguise.ShowsTheApplicant && body?["applicant"] is JsonObject applicant)
            applicant["phone"] = "13907300001";
        if (_disguise == Disguise.TellsOneFault && body?["errors"] is JsonArray { Count: > 1 } errors)
            body["errors"] = new JsonArray(errors[0]!.DeepClone());
        if (_disguise == Disguise.ListsForms && body?["items"] is JsonArray items)
        {
            foreach (var item in items)
                item!["form"] = new JsonObject();
        }
        if (_disguise == Disguise.WritesErrorsAsText && status >= 400)
            media = "text/plain";
        if (_disguise == Disguise.RefusesRepeats && isTask && posts && status == 200 && !_posted.Add($"{http.Request.Path} {Convert.ToBase64String(copy.ToArray())}"))
            status = 409;
        if (_disguise == Disguise.TakesEverything && isTask && posts)
            status = 200;
        if (_disguise == Disguise.RefusesEverything && isTask && posts)
            status = 409;
        http.Response.StatusCode = status;
        http.Response.ContentType = media;
        if (answer.Headers.ETag is { } tag && _disguise != Disguise.SendsNoTags)
            http.Response.Headers.ETag = tag.ToString();
        if (status != 304)
            await http.Response.WriteAsync(body?.ToJsonString() ?? text);
    }

    private HttpRequestMessage RequestOf(HttpContext http, byte[] body, bool isTask)
    {
        var headers = http.Request.Headers;
        var query = http.Request.QueryString.Value ?? "";
        if (_disguise == Disguise.StandsOnTheFirstPage && query.Contains("cursor=0", StringComparison.Ordinal))
            query = query[..query.IndexOf("&cursor=", StringComparison.Ordinal)];
        var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), $"{http.Request.Path}{query}");
        if (body.Length > 0)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = http.Request.ContentType is { } type ? MediaTypeHeaderValue.Parse(type) : null } };
        var authorization = _disguise == Disguise.TakesEverybodyForTheSystem && isTask && _system is not null ? $"Bearer {_system}" : headers.Authorization.ToString();
        if (authorization.Length > 0)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        var ifMatch = _disguise == Disguise.TakesWhatIsStale && isTask && http.Request.Method == "POST" ? "*" : headers.IfMatch.ToString();
        if (ifMatch.Length > 0)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (headers.IfNoneMatch.Count > 0 && _disguise != Disguise.NeverSaysUnchanged)
            request.Headers.TryAddWithoutValidation("If-None-Match", headers.IfNoneMatch.ToString());
        return request;
    }

    /// <summary>The first token that is handed out is the department's.</summary>
    private void Remember(HttpContext http, string text)
    {
        if (http.Request.Path == "/dev/tokens")
            _system ??= JsonNode.Parse(text)!["accessToken"]!.ToString();
    }
}
