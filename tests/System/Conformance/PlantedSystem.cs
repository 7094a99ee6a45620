using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OneVisit.SystemTests.Conformance;

/// <summary>A department's system that is told by webhook, or asks, and does what it should, but for its vices.</summary>
internal sealed class PlantedSystem : IAsyncDisposable
{
    private const string Tasks = "/api/departments/tax/tasks";
    private const int Often = 12;

    private readonly Vice _vices;
    private readonly byte[] _key;
    private readonly HttpClient _platform;
    private readonly WebApplication _app;
    private readonly HashSet<string> _decided = [];
    private readonly ConcurrentDictionary<string, Turns> _turns = [];
    private readonly CancellationTokenSource _end = new();

    private PlantedSystem(Vice vices, string secret, Uri platform)
    {
        (_vices, _key) = (vices, Convert.FromBase64String(secret["whsec_".Length..]));
        _platform = new HttpClient { BaseAddress = platform, Timeout = TimeSpan.FromSeconds(20) };
        if (!Has(Vice.ShowsNoToken))
            _platform.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "planted");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/", ToldAsync);
    }

    public string Url => _app.Urls.First();

    /// <param name="secret">Null: it is not told, and asks.</param>
    public static async Task<PlantedSystem> StartAsync(Vice vices, string? secret, Uri platform)
    {
        var system = new PlantedSystem(vices, secret ?? KitRun.NewSecret(), platform);
        await system._app.StartAsync();
        if (secret is null)
            _ = system.PullAsync();
        return system;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _app.DisposeAsync();
        _platform.Dispose();
        _end.Dispose();
    }

    private bool Has(Vice vice) => _vices.HasFlag(vice);

    private async Task<IResult> ToldAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync();
        if (!Has(Vice.TakesEverySignature) && !IsGenuine(request.Headers, text))
            return Results.Unauthorized();
        var (type, task) = (JsonNode.Parse(text)!["type"]?.ToString() ?? "", JsonNode.Parse(text)!["data"]?["task"]?.ToString());
        if (Has(Vice.RefusesUnknownTypes) && !type.StartsWith("task.", StringComparison.Ordinal))
            return Results.BadRequest();
        if (Has(Vice.RefusesRevocations) && type == "task.revocation-requested")
            return Results.BadRequest();
        if (task is not null)
            _ = AttendAsync(type, task);
        return Results.NoContent();
    }

    private async Task PullAsync()
    {
        try
        {
            string? seen = null;
            while (true)
            {
                var (status, tag, page) = await AskAsync(HttpMethod.Get, $"{Tasks}?state=open&limit=200{(Has(Vice.Hammers) ? "" : "&wait=20")}", ifNoneMatch: Has(Vice.ForgetsWhatItSaw) ? null : seen);
                seen = status == 200 ? tag : seen;
                while (page is not null)
                {
                    foreach (var task in page["items"]!.AsArray())
                        await AttendAsync("", task!["task"]!.ToString());
                    page = page["next"] is { } next && !Has(Vice.ReadsOnePage) ? (await AskAsync(HttpMethod.Get, $"{Tasks}?state=open&limit=200&cursor={next}")).Body : null;
                }
                using var rest = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
                await rest.WaitForNextTickAsync(_end.Token);
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The play is over.
        }
    }

    private bool IsGenuine(IHeaderDictionary headers, string body)
    {
        var (id, at, given) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString());
        var wanted = $"v1,{Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{id}.{at}.{body}")))}";
        return (Has(Vice.KnowsOneSignature) ? given == wanted : given.Split(' ').Contains(wanted))
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var signed)
            && (Has(Vice.TakesOldEvents) || Math.Abs(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - signed) < 300);
    }

    private async Task AttendAsync(string type, string task)
    {
        try
        {
            // What two events tell of one task is done one after the other; two at once would decide it twice.
            using var turn = await _turns.GetOrAdd(task, _ => new Turns()).TakeAsync(_end.Token);
            for (var times = 0; times < (Has(Vice.TriesForEver) ? Often : 3); times++)
            {
                var (status, tag, found) = await AskAsync(HttpMethod.Get, $"{Tasks}/{task}");
                if (status != 200 && !Has(Vice.TriesForEver))
                    return;
                if (status != 200)
                    continue;
                var issues = Has(Vice.BelievesTheEvent) ? type == "task.issue-requested" : found!["issue"] is not null;
                status = issues ? await IssueAsync(task, found!) : await DecideAsync(type, task, found!, tag!);
                if (status is not (409 or 412) || (status == 409 && !Has(Vice.TriesForEver)))
                    return;
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // The play is over.
        }
    }

    private async Task<int> DecideAsync(string type, string task, JsonNode found, string tag)
    {
        var open = found["lifecycle"]!.ToString() is "requested" or "claimed" or "reviewing" || (Has(Vice.BelievesTheEvent) && type == "task.requested");
        lock (_decided)
        {
            if (!open || Has(Vice.NeverDecides) || (Has(Vice.DecidesOnce) && !_decided.Add(task)))
                return 0;
        }
        var complete = found["form"]!["tax"]!["bookkeeping"] is not null;
        // What was asked for is not asked for again.
        var body = new JsonObject { ["outcome"] = complete ? "pass" : found["asked"] is null ? "supplement" : "refuse" };
        if (!complete && !Has(Vice.RefusesWithoutReason))
            (body["reason"], body["legalBasis"]) = ("It is not said how the books are kept.", "税收征收管理法 第十九条");
        var ifMatch = Has(Vice.SendsNoIfMatch) ? null : tag;
        var (status, _, _) = await AskAsync(HttpMethod.Post, $"{Tasks}/{task}/decision", () => body, ifMatch);
        if (Has(Vice.InsistsOnWhatItSaw) && status == 412)
            (status, _, _) = await AskAsync(HttpMethod.Post, $"{Tasks}/{task}/decision", () => body, "*");
        if (Has(Vice.DecidesTwice) && status == 200)
            await AskAsync(HttpMethod.Post, $"{Tasks}/{task}/decision", () => body, ifMatch);
        return status;
    }

    private async Task<int> IssueAsync(string task, JsonNode found)
    {
        if (Has(Vice.NeverIssues))
            return 0;
        Func<JsonObject> body = () => new JsonObject
        {
            ["licences"] = new JsonArray(new JsonObject
            {
                ["type"] = Has(Vice.IssuesAnotherType) ? "sign-permit" : "tax-registration",
                ["number"] = Has(Vice.IssuesAnotherNumberEachTime) ? Guid.CreateVersion7().ToString() : $"T-{found["task"]}",
                ["data"] = new JsonObject(),
            }),
        };
        var (status, _, _) = await AskAsync(HttpMethod.Post, $"{Tasks}/{task}/issue", body);
        if (Has(Vice.IssuesTwice) && status == 200)
            await AskAsync(HttpMethod.Post, $"{Tasks}/{task}/issue", body);
        return status;
    }

    private async Task<(int Status, string? Tag, JsonNode? Body)> AskAsync(HttpMethod method, string path, Func<JsonObject>? body = null, string? ifMatch = null, string? ifNoneMatch = null)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body?.Invoke() is { } sent ? new StringContent(sent.ToJsonString(), Encoding.UTF8, "application/json") : null };
            if (ifMatch is not null)
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            if (ifNoneMatch is not null)
                request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
            using var answer = await _platform.SendAsync(request, _end.Token);
            if ((int)answer.StatusCode != 503 || Has(Vice.GivesUpWhenBusy))
            {
                var text = await answer.Content.ReadAsStringAsync(_end.Token);
                return ((int)answer.StatusCode, answer.Headers.ETag?.ToString(), text.Length == 0 ? null : JsonNode.Parse(text));
            }
            if (Has(Vice.IgnoresRetryAfter))
                continue;
            using var timer = new PeriodicTimer(answer.Headers.RetryAfter!.Delta!.Value);
            await timer.WaitForNextTickAsync(_end.Token);
        }
    }

    private sealed class Turns
    {
        private readonly Lock _lock = new();
        private Task _last = Task.CompletedTask;

        /// <summary>Waits for the turns before; the next begins when this one is disposed of.</summary>
        public async Task<IDisposable> TakeAsync(CancellationToken cancel)
        {
            Task before;
            var mine = new Turn();
            lock (_lock)
                (before, _last) = (_last, mine.Ended);
            await before.WaitAsync(cancel);
            return mine;
        }
    }

    private sealed class Turn : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public void Dispose() => _ended.TrySetResult();
    }
}
