// A department's own system: tax reviews its tasks and issues its licences. .NET 10, nothing else.
//
//   dotnet run -- --platform http://localhost:8080 --department tax                              asks its inbox, and waits there
//   dotnet run -- --platform … --department tax --webhook http://*:9000 --secret whsec_…         is told there
//
// All it knows of a task it reads from the platform: whatever it is told, however often and in whichever order, Attend looks at the task and does
// what it needs now. So nothing is lost with this process, and nothing is done twice. Copy it, and put your own rules into Rules.cs.
using System.Text.Json.Nodes;
using System.Threading.Channels;

var settings = new ConfigurationBuilder().AddEnvironmentVariables("ONEVISIT_").AddCommandLine(args).Build();
var department = settings["department"] ?? throw new ArgumentException("--department");
var tasks = $"/api/departments/{department}/tasks";
using var platform = new PlatformClient(new Uri(settings["platform"] ?? throw new ArgumentException("--platform")), department, settings["token"]);

if (settings["webhook"] is { } address)
    await BeToldAsync(address, settings["secret"]!.Split(','));
else
    await AskAsync();

// Does what a task needs now; looks again when somebody was faster (412).
async Task AttendAsync(string task)
{
    for (var looks = 0; looks < 5; looks++)
    {
        var found = await platform.CallAsync(HttpMethod.Get, $"{tasks}/{task}");
        if (found.Status != 200) // 404: not ours to know of
            return;
        Answer done;
        if (found.Body!["issue"] is JsonObject order)
            done = await platform.CallAsync(HttpMethod.Post, $"{tasks}/{task}/issue", new JsonObject { ["attempt"] = order["attempt"]!.DeepClone(), ["licences"] = Rules.Issue(found.Body) });
        else if (found.Body["lifecycle"]!.ToString() is "requested" or "claimed" or "reviewing")
            done = await platform.CallAsync(HttpMethod.Post, $"{tasks}/{task}/decision", Rules.Review(found.Body), ifMatch: found.ETag);
        else // it waits for somebody else, or has ended
            return;
        Console.WriteLine($"{task} {found.Body["lifecycle"]} {done.Status}");
        if (done.Status != 412) // 409: held by another, or no longer open; what becomes of it is told by its next version
            return;
    }
}

// Every open task, and again after each change. Wait 0: once.
async IAsyncEnumerable<JsonNode> InboxAsync(int wait)
{
    string? seen = null, more = null;
    do
    {
        var page = await platform.CallAsync(HttpMethod.Get, $"{tasks}?state=open&limit=200&wait={(more is null ? wait : Math.Min(wait, 5))}", ifNoneMatch: seen);
        if (page.Status == 200)
            (seen, more) = (page.ETag, page.Body!["next"]?.ToString());
        foreach (var task in page.Body?["items"]?.AsArray() ?? [])
            yield return task!;
        for (var following = more; following is not null; following = page.Body!["next"]?.ToString()) // only a change of the first page is waited for
        {
            page = await platform.CallAsync(HttpMethod.Get, $"{tasks}?state=open&limit=200&cursor={following}");
            foreach (var task in page.Body!["items"]!.AsArray())
                yield return task!;
        }
    }
    while (wait > 0);
}

async Task AskAsync()
{
    var attended = new Dictionary<string, long>();
    await foreach (var task in InboxAsync(wait: 60))
    {
        var (id, version) = (task["task"]!.ToString(), task["version"]!.GetValue<long>());
        if (attended.GetValueOrDefault(id) == version) // a version is looked at once
            continue;
        await AttendAsync(id);
        attended[id] = version;
    }
}

async Task BeToldAsync(string address, string[] secrets) // two secrets while one takes the other's place
{
    var told = Channel.CreateUnbounded<string>();
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.UseUrls(address);
    await using var app = builder.Build();
    app.MapPost("/", async (HttpRequest request) =>
    {
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy);
        if (!Webhooks.IsGenuine(secrets, request.Headers, copy.ToArray(), TimeProvider.System.GetUtcNow()))
            return Results.Unauthorized();
        // Answered at once and done afterwards. Of whichever type the event is: the task says what it needs.
        if (JsonNode.Parse(copy.ToArray())?["data"]?["task"]?.ToString() is { } task)
            await told.Writer.WriteAsync(task);
        return Results.NoContent();
    });
    await app.StartAsync();
    await foreach (var task in InboxAsync(wait: 0)) // what was told while nobody listened
        await told.Writer.WriteAsync(task["task"]!.ToString());
    await foreach (var task in told.Reader.ReadAllAsync())
        await AttendAsync(task);
}
