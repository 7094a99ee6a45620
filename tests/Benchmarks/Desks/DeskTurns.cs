using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using OneVisit.Benchmarks.WholeLife;
using OneVisit.Support;
using OneVisit.Support.Histories;

namespace OneVisit.Benchmarks.Desks;

/// <summary>
/// Officers at their desks. A turn is what a person does with one task: look at the pool, the most urgent first, open one of the page, claim it and decide
/// it. In some turns a colleague has opened the same task, and both decide at once.
/// </summary>
/// <param name="rivals">In how many of a hundred turns a colleague decides at once.</param>
internal sealed class DeskTurns(IReadOnlyList<TaskOfficer> officers, ConcurrentQueue<TaskAct> history, int rivals)
{
    private const string Pool = "state=open&holder=pool&sort=lateness&limit=50";

    /// <summary>Of a page, before the officer looks anew.</summary>
    private const int MostTaken = 20;

    private readonly Random _random = new(20261128);
    private int _turn;

    public ConcurrentQueue<TaskAct> History => history;

    /// <summary>Milliseconds of each request, by what it was, since they were last taken.</summary>
    public Dictionary<string, ConcurrentQueue<double>> Latencies { get; private set; } = Fresh();

    /// <summary>So many officers, spread over the counties.</summary>
    public static async Task<DeskTurns> OfAsync(WholePlatform platform, int count, int rivals)
    {
        var history = new ConcurrentQueue<TaskAct>();
        var officers = new List<TaskOfficer>();
        for (var i = 0; i < count; i++)
        {
            var client = await Client.SignInAsync(
                platform.Http, () => platform.Http.BaseAddress!, "officer", $"officer-{i}", OpenTasks.Department, OpenTasks.Counties[i % OpenTasks.Counties.Length]);
            officers.Add(new TaskOfficer(client, $"/api/departments/{OpenTasks.Department}/tasks", history));
        }
        return new DeskTurns(officers, history, rivals);
    }

    public Dictionary<string, ConcurrentQueue<double>> TakeLatencies()
    {
        var taken = Latencies;
        Latencies = Fresh();
        return taken;
    }

    /// <summary>The next officer's turn.</summary>
    /// <param name="due">When it was to begin, as of <see cref="Stopwatch.GetTimestamp"/>: the first look is timed from then, all else from when it was sent.</param>
    /// <returns>When the decision was answered.</returns>
    public async Task<long> TakeAsync(long due)
    {
        var turn = Interlocked.Increment(ref _turn);
        var (officer, colleague) = (officers[turn % officers.Count], ColleagueOf(turn % officers.Count));
        for (var since = due; ; since = Stopwatch.GetTimestamp())
        {
            var sent = Stopwatch.GetTimestamp();
            var page = await officer.InboxAsync(Pool);
            var answered = Stopwatch.GetTimestamp();
            Latencies["inbox"].Enqueue(Stopwatch.GetElapsedTime(since, answered).TotalMilliseconds);
            if (page.Status != 200)
                throw new InvalidOperationException($"an inbox was answered with {page.Status}: {page.Body}");
            var rows = page.Json.GetProperty("items");
            if (rows.GetArrayLength() == 0)
                throw new InvalidOperationException("a county's pool is empty: the run decides more tasks than there are");
            for (var i = 0; i < MostTaken; i++)
            {
                var row = rows[Chance(rows.GetArrayLength())];
                officer.Picked(row.GetProperty("task").GetGuid(), TaskSight.Of(row), sent, answered);
                if (await HandleAsync(officer, colleague, row) is { } end)
                    return end;
            }
        }
    }

    /// <summary>When the task was decided; null when a colleague has taken it meanwhile.</summary>
    private async Task<long?> HandleAsync(TaskOfficer officer, TaskOfficer? colleague, JsonElement row)
    {
        var task = row.GetProperty("task").GetGuid();
        var opened = Timed("view", await officer.ReadAsync(task));
        if (colleague is not null && Chance(100) < rivals)
        {
            var both = await Task.WhenAll(DecideAsync(officer, task, opened), DecideAsync(colleague, task, opened));
            return both.Any(a => a.Succeeded) ? both.Max(a => a.Answered) : null;
        }
        var claimed = Timed("claim", await officer.ActAsync(task, ActKind.Claim, VersionOf(opened)));
        return claimed.WasRefused ? null : (await DecideAsync(officer, task, claimed)).Answered;
    }

    /// <summary>The next one of the same county, or the one before; null where an officer is alone.</summary>
    private TaskOfficer? ColleagueOf(int officer) =>
        officers.ElementAtOrDefault(officer + OpenTasks.Counties.Length) ?? (officer < OpenTasks.Counties.Length ? null : officers[officer - OpenTasks.Counties.Length]);

    private async Task<TaskAct> DecideAsync(TaskOfficer officer, Guid task, TaskAct seen) =>
        Timed("decision", await officer.ActAsync(task, ActKind.Decide, VersionOf(seen), Chance(10) == 0 ? "refuse" : "pass"));

    private TaskAct Timed(string what, TaskAct act)
    {
        Latencies[what].Enqueue(Stopwatch.GetElapsedTime(act.Sent, act.Answered).TotalMilliseconds);
        return act;
    }

    private static long VersionOf(TaskAct act) => act.Shown?.Version ?? throw new InvalidOperationException($"expected the task in the answer: {act}");

    private int Chance(int below)
    {
        lock (_random)
            return _random.Next(below);
    }

    private static Dictionary<string, ConcurrentQueue<double>> Fresh() =>
        new(StringComparer.Ordinal) { ["inbox"] = [], ["view"] = [], ["claim"] = [], ["decision"] = [] };
}
