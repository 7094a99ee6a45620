using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OneVisit.Support;

/// <summary>
/// A department's system that never calls anybody: tasks are filed at <c>POST /apply</c> and asked about at <c>GET /apply/{number}</c>. It knows a task by
/// the number it was given from outside, and answers as it is told to.
/// </summary>
public sealed class ClosedSystemServer : DepartmentServer
{
    public const string Key = "k-4711-of-the-closed-system";

    private int _numbers;

    /// <summary>Done before a request is looked at; true: it was answered.</summary>
    public Func<Asking, HttpContext, Task<bool>> Before { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Done after it was filed, before the answer.</summary>
    public Func<Filed, HttpContext, Task> Filing { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What it says of what was filed; nothing: <c>{"state": "10"}</c>.</summary>
    public Func<Filed, object> Says { get; set; } = _ => new { state = "10" };

    /// <summary>What was filed, by the number from outside.</summary>
    public ConcurrentDictionary<string, Filed> Files { get; } = [];

    /// <summary>Everything that was asked, in order.</summary>
    public ConcurrentQueue<Asking> Heard { get; } = [];

    public string Url => Address;

    public static async Task<ClosedSystemServer> StartAsync()
    {
        var server = new ClosedSystemServer();
        await server.UpAsync();
        return server;
    }

    /// <summary>How often something was asked.</summary>
    public int Count(string method, string path) => Heard.Count(h => h.Method == method && h.Path.StartsWith(path, StringComparison.Ordinal));

    /// <summary>The file that an operator writes about it.</summary>
    public JsonObject File(string id, string item, string region = "430602", string licence = "tax-registration") => JsonNode.Parse($$"""
        {
          "id": "{{id}}", "region": "{{region}}", "items": ["{{item}}"],
          "interval": { "seconds": 1, "longestSeconds": 3 }, "until": { "days": 30 }, "timeoutSeconds": 5,
          "headers": { "X-Api-Key": "PollingSecrets:closed" },
          "submit": { "url": "{{Url}}/apply", "body": { "no": { "from": "/task" }, "name": { "from": "/applicant/name" }, "form": { "from": "/form" }, "papers": { "from": "/materials" } }, "reference": "/data/no" },
          "find": { "url": "{{Url}}/apply?no={task}", "reference": "/data/0/no" },
          "issue": { "url": "{{Url}}/apply/{reference}/issue", "body": { "inputs": { "from": "/issue/inputs" } } },
          "cancel": { "method": "DELETE", "url": "{{Url}}/apply/{reference}" },
          "status": { "url": "{{Url}}/apply/{reference}", "state": "/data/state" },
          "words": {
            "10": "received",
            "20": "pass",
            "30": { "means": "refuse", "reason": { "from": "/data/opinion" }, "legalBasis": "税收征收管理法 第十五条" },
            "40": { "means": "supplement", "reason": { "from": "/data/opinion" }, "legalBasis": "行政许可法 第三十二条" },
            "50": { "means": "issued", "licences": [ { "type": "{{licence}}", "number": "/data/licence", "data": { "taxpayerKind": { "from": "/data/kind" } } } ] }
          }
        }
        """)!.AsObject();

    protected override async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var asking = new Asking(http.Request.Method, http.Request.Path, http.Request.QueryString.Value ?? "", http.Request.Headers["Idempotency-Key"].ToString(), http.Request.Headers["X-Api-Key"].ToString(), await reader.ReadToEndAsync());
        Heard.Enqueue(asking);
        if (await Before(asking, http))
            return;
        if (asking.Key != Key)
        {
            http.Response.StatusCode = 401;
            return;
        }
        var steps = asking.Path.Trim('/').Split('/');
        switch (asking.Method, steps.Length)
        {
            case ("POST", 1):
                await FileAsync(asking, http);
                break;
            case ("GET", 1):
                await http.Response.WriteAsJsonAsync(new { data = Files.Values.Where(f => f.Outside == http.Request.Query["no"]).Select(f => new { no = f.Number }) });
                break;
            case var (method, _) when Files.Values.FirstOrDefault(f => f.Number == steps[1]) is { } filed:
                await ActAsync(method, steps, filed, http);
                break;
            default:
                http.Response.StatusCode = 404;
                break;
        }
    }

    private async Task FileAsync(Asking asking, HttpContext http)
    {
        var body = JsonElement.Parse(asking.Body);
        var outside = body.GetProperty("no").GetString()!;
        var filed = Files.AddOrUpdate(outside, _ => new Filed($"C-{Interlocked.Increment(ref _numbers)}", outside, [body]), (_, before) => before with { Bodies = [.. before.Bodies, body] });
        await Filing(filed, http);
        await http.Response.WriteAsJsonAsync(new { data = new { no = filed.Number } });
    }

    private async Task ActAsync(string method, string[] steps, Filed filed, HttpContext http)
    {
        if (method == "DELETE")
            Files[filed.Outside] = filed with { IsWithdrawn = true };
        else if (method == "POST" && steps is [_, _, "issue"])
            Files[filed.Outside] = filed with { IsToIssue = true };
        await http.Response.WriteAsJsonAsync(new { data = method == "GET" ? Says(filed) : null });
    }
}

/// <summary>A request as it came.</summary>
public sealed record Asking(string Method, string Path, string Query, string IdempotencyKey, string Key, string Body);

/// <summary>What was filed under one number.</summary>
/// <param name="Outside">The number from outside: our task.</param>
/// <param name="Bodies">As it was handed in, each time.</param>
public sealed record Filed(string Number, string Outside, IReadOnlyList<JsonElement> Bodies, bool IsToIssue = false, bool IsWithdrawn = false);
