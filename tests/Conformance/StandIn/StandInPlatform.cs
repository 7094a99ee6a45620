using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneVisit.Contracts.Api;

namespace OneVisit.Conformance.StandIn;

/// <summary>The department's side of a platform over HTTP: inbox, task, commands, and tokens for who asks as in Development. Everything that is done is noted.</summary>
internal sealed class StandInPlatform : IAsyncDisposable
{
    private const int LongestWait = 60;

    private readonly Settings _settings;
    private readonly TimeProvider _time;
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _ending = new();

    private StandInPlatform(Settings settings, TimeProvider time)
    {
        (_settings, _time, Book) = (settings, time, new TaskBook(time));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(settings.Listen.ToString());
        _app = builder.Build();
        // Whoever shows a token shows a good one, also where none is needed.
        _app.MapPost("/dev/tokens", (HttpContext http) => http.Request.Headers.Authorization.Count > 0 && Refused(http, settings.Department) is { } refused
            ? SendAsync(http, refused)
            : SendAsync(http, new Reply(200, new JsonObject { ["accessToken"] = settings.Token ?? "conformance", ["expiresIn"] = 3600 })));
        _app.MapGet("/api/departments/{department}/tasks", ListAsync);
        _app.MapGet("/api/departments/{department}/tasks/{task:guid}", (HttpContext http, string department, Guid task) =>
            AnswerAsync(http, department, task, "read", (found, _, _) => Book.Read(found)));
        _app.MapPost("/api/departments/{department}/tasks/{task:guid}/{verb}", (HttpContext http, string department, Guid task, string verb) =>
            AnswerAsync(http, department, task, verb, (found, body, ifMatch) => verb switch
            {
                "decision" => Book.Decide(found, body, ifMatch),
                "issue" => Book.Issue(found, body, ifMatch),
                "claim" or "release" or "assign" or "receipt" => Book.Hands(found, verb, body, ifMatch),
                _ => TaskBook.NotFound,
            }));
        // The kit tells the system where its settings say; who subscribes by itself is answered as a platform answers.
        _app.MapMethods("/api/departments/{department}/subscription", ["GET", "PUT", "DELETE"], (HttpContext http, string department) => SendAsync(http, Refused(http, department) ?? http.Request.Method switch
        {
            "DELETE" => new Reply(204, null),
            "GET" or "PUT" => new Reply(200, new JsonObject { ["department"] = department, ["url"] = settings.Url?.ToString(), ["events"] = null, ["state"] = "active", ["waiting"] = 0 }),
            _ => TaskBook.NotFound,
        }));
        _app.MapFallback(http => SendAsync(http, TaskBook.NotFound));
    }

    public TaskBook Book { get; }

    /// <summary>Where it listens in the end.</summary>
    public string Address => _app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <exception cref="UnplayableException">The address cannot be listened at.</exception>
    public static async Task<StandInPlatform> StartAsync(Settings settings, TimeProvider time)
    {
        var standIn = new StandInPlatform(settings, time);
        try
        {
            await standIn._app.StartAsync();
            return standIn;
        }
        catch (IOException e)
        {
            throw new UnplayableException($"--listen {settings.Listen}: {e.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _app.DisposeAsync();
        _ending.Dispose();
    }

    private async Task ListAsync(HttpContext http, string department)
    {
        var query = http.Request.Query;
        var (state, cursor, seen) = (query["state"].ToString(), query["cursor"].ToString(), http.Request.Headers.IfNoneMatch.ToString());
        var faults = new List<Fault>();
        if (state is not ("" or "open" or "closed"))
            faults.Add(new Fault("/state", FaultCodes.NotAChoice, "open or closed is expected."));
        var limit = Number("limit", 50, 1, 200);
        var wait = Number("wait", 0, 0, LongestWait);
        if (cursor.Length > 0 && !Guid.TryParse(cursor, out _))
            faults.Add(new Fault("/cursor", FaultCodes.WrongFormat, "The value of next of the page before is expected."));
        var reply = Refused(http, department) ?? (faults.Count > 0 ? Reply.Problem(400, "invalid-query", "The query has faults.", faults) : null);
        if (reply is null)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _ending.Token);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(wait), _time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, patience.Token);
            while (true)
            {
                var changed = Book.Changed;
                var (page, tag) = Book.Page(state.Length == 0 ? null : state, cursor.Length == 0 ? null : Guid.Parse(cursor), limit);
                reply = seen.Contains(tag[2..], StringComparison.Ordinal) ? new Reply(304, null, tag) : new Reply(200, page, tag);
                if (reply.Status == 200 || wait == 0 || end.IsCancellationRequested)
                    break;
                await changed.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        Note(http, "list", null, reply, null);
        await SendAsync(http, reply);

        int Number(string name, int otherwise, int least, int most)
        {
            var given = query[name].ToString();
            if (given.Length == 0)
                return otherwise;
            if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return number;
            faults.Add(new Fault($"/{name}", FaultCodes.NumberOutOfRange, $"{least} to {most} is expected."));
            return otherwise;
        }
    }

    private async Task AnswerAsync(HttpContext http, string department, Guid id, string verb, Func<StandInTask, JsonNode?, string?, Reply> answer)
    {
        JsonNode? body = null;
        Reply? malformed = null;
        try
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            var text = await reader.ReadToEndAsync(http.RequestAborted);
            body = text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException e)
        {
            malformed = Reply.Problem(400, "malformed-json", $"The body is not well-formed JSON: {e.Message}");
        }
        var ifMatch = http.Request.Headers.IfMatch.ToString();
        var task = Book.Find(id);
        var round = task?.Round ?? 0;
        var reply = Refused(http, department) ?? malformed ?? (task is null ? TaskBook.NotFound : answer(task, body, ifMatch.Length == 0 ? null : ifMatch));
        Note(http, verb, id, reply, body as JsonObject, round);
        await SendAsync(http, reply);
    }

    private Reply? Refused(HttpContext http, string department)
    {
        var token = http.Request.Headers.Authorization.ToString();
        return !token.StartsWith("Bearer ", StringComparison.Ordinal) || token.Length == "Bearer ".Length ? Reply.Problem(401, "unauthenticated", "A bearer token is needed.")
            : _settings.Token is { } only && token != $"Bearer {only}" ? Reply.Problem(401, "invalid-token", "The token is not known here.")
            : department != _settings.Department ? TaskBook.NotFound
            : null;
    }

    private void Note(HttpContext http, string verb, Guid? task, Reply reply, JsonObject? body, int round = 0)
    {
        var headers = http.Request.Headers;
        Book.Note(new Deed(
            _time.GetUtcNow(), verb, task, reply.Status, reply.Code, Header(headers.IfMatch), Header(headers.IfNoneMatch), http.Request.QueryString.Value ?? "", body, round));

        static string? Header(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 0 ? null : values.ToString();
    }

    private static async Task SendAsync(HttpContext http, Reply reply)
    {
        http.Response.StatusCode = reply.Status;
        if (reply.ETag is not null)
            http.Response.Headers.ETag = reply.ETag;
        if (reply.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (reply.Body is null)
            return;
        http.Response.ContentType = reply.Status >= 400 ? "application/problem+json" : "application/json; charset=utf-8";
        await http.Response.WriteAsync(reply.Body.ToJsonString());
    }
}
