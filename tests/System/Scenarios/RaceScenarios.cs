using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Support;
using OneVisit.Support.Histories;
using OneVisit.SystemTests.Platforms;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>Officers who race for the same tasks through the gateway. What each was told is kept, and judged as a whole.</summary>
public abstract class RaceScenarios(TestPlatform platform)
{
    private const int Tasks = 240;
    private const int AtOnce = 16;
    private const string Inbox = "/api/departments/civil-affairs/tasks";

    /// <summary>More steps than anybody needs before somebody has decided.</summary>
    private const int Patience = 500;

    private readonly ConcurrentQueue<TaskAct> _history = new();

    [Fact]
    public async Task Of_what_officers_do_who_race_for_the_same_tasks_nothing_is_lost_and_nothing_is_done_twice()
    {
        var applicant = await platform.ClientAsync("applicant");
        var officers = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
            new TaskOfficer(await platform.ClientAsync("officer", department: "civil-affairs", region: "430602"), Inbox, _history)));
        var tasks = await OpenTasksAsync(applicant);

        await Parallel.ForAsync(0, tasks.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            if (i % 3 == 0)
                await DecideAtOnceAsync(officers[..2], tasks[i]);
            else
                await Task.WhenAll(officers.Select((officer, n) => MeetAsync(officer, officers, tasks[i], new Random((10 * i) + n))));
        });

        var journals = await JournalsAsync();
        var findings = HistoryCheck.Of(_history, journals);
        Assert.True(findings.Count == 0, string.Join("\n", findings.Take(20)));
        Assert.All(tasks, task => Assert.Single(journals[task], e => e is { Kind: "review-decided", What: "pass" or "refuse" }));
        // Without races nothing would have been proved.
        Assert.All([409, 412], status => Assert.True(_history.Count(a => a.Status == status) > Tasks / 4, $"too few answers of {status}"));
        await TheCasesSayTheSameAsync(applicant, journals);
    }

    /// <summary>One is answered 200, the other 412 with the first one's decision.</summary>
    private static async Task DecideAtOnceAsync(TaskOfficer[] officers, Guid task)
    {
        var seen = await Task.WhenAll(officers.Select(o => o.ReadAsync(task)));
        var acts = await Task.WhenAll(officers.Select((o, n) => o.ActAsync(task, ActKind.Decide, seen[n].Shown!.Version, n == 0 ? "pass" : "refuse")));
        Assert.Equal([200, 412], acts.Select(a => a.Status).Order());
        var (first, second) = acts[0].Status == 200 ? (acts[0], acts[1]) : (acts[1], acts[0]);
        Assert.Equal(($"officer:{first.By}", first.What), (second.Shown!.DecidedBy, second.Shown.Outcome));
    }

    /// <summary>Somebody does what comes to mind, now and then on what they saw a while ago, until the task is decided.</summary>
    private static async Task MeetAsync(TaskOfficer officer, TaskOfficer[] all, Guid task, Random random)
    {
        var seen = (await officer.ReadAsync(task)).Shown!;
        for (var step = 0; seen.DecidedBy is null; step++)
        {
            Assert.True(step < Patience, $"nobody decides {task}: {seen}");
            var kind = Choose(seen, officer.Subject, random.Next(10));
            var act = kind == ActKind.Read ? await officer.ReadAsync(task) : await officer.ActAsync(task, kind, seen.Version, kind switch
            {
                ActKind.Decide => random.Next(2) == 0 ? "pass" : "refuse",
                ActKind.Delegate => all[random.Next(all.Length)] is var other && other != officer ? other.Subject : all.First(o => o != officer).Subject,
                _ => null,
            });
            if (random.Next(4) > 0)
                seen = act.Shown!;
        }
    }

    private static ActKind Choose(TaskSight seen, string me, int luck) => (seen.Holder, luck) switch
    {
        var (holder, _) when holder == me => luck switch { < 4 => ActKind.Decide, < 6 => ActKind.Release, < 8 => ActKind.Delegate, _ => ActKind.Return },
        var (holder, _) when holder.StartsWith("pool:", StringComparison.Ordinal) => luck switch { < 7 => ActKind.Claim, < 9 => ActKind.Decide, _ => ActKind.Release },
        _ => luck switch { < 3 => ActKind.Read, < 6 => ActKind.Return, < 8 => ActKind.Claim, _ => ActKind.Decide },
    };

    private static async Task<IReadOnlyList<Guid>> OpenTasksAsync(Client applicant)
    {
        var body = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Samples", "get-married.json")))!;
        var cases = new ConcurrentQueue<string>();
        await Parallel.ForAsync(0, Tasks, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
        {
            var reply = await applicant.PostAsync("/api/cases", body);
            Assert.True(reply.Status == 201, reply.Body);
            cases.Enqueue(reply.Id);
        });
        List<JsonElement> seen = [];
        await Eventually.TrueAsync("every task is with its pool", async () =>
            (seen = await CasesAsync(applicant)).Count == Tasks && seen.All(c => ItemOf(c).GetProperty("holder").GetString() == "pool:430602.civil-affairs"));
        return [.. seen.Select(c => ItemOf(c).GetProperty("task").GetGuid())];
    }

    private async Task<IReadOnlyDictionary<Guid, IReadOnlyList<TaskEntry>>> JournalsAsync()
    {
        await using var snapshot = await platform.SnapshotAsync("desk");
        return JournalRows.Split(await snapshot.QueryAsync<(Guid, long, DateTimeOffset, string, string, string)>("select owner, seq, at, kind, data, hash from journal order by owner, seq", null, CancellationToken.None))
            .GroupBy(e => e.Owner).ToDictionary(g => g.Key, g => (IReadOnlyList<TaskEntry>)[.. g.Select(e => TaskEntry.Of(e.Seq, e.Kind, e.Data))]);
    }

    private static async Task TheCasesSayTheSameAsync(Client applicant, IReadOnlyDictionary<Guid, IReadOnlyList<TaskEntry>> journals)
    {
        List<JsonElement> cases = [];
        await Eventually.TrueAsync("every case has ended", async () => (cases = await CasesAsync(applicant)).All(c => c.GetProperty("endedAt").ValueKind == JsonValueKind.String));
        Assert.All(cases.Select(ItemOf), item =>
        {
            var decided = journals[item.GetProperty("task").GetGuid()].Single(e => e.Kind == "review-decided");
            var told = item.GetProperty("decision");
            Assert.Equal((decided.By, decided.What), (told.GetProperty("by").GetString(), told.GetProperty("outcome").GetString()));
        });
    }

    private static JsonElement ItemOf(JsonElement view) => view.GetProperty("items").EnumerateArray().Single();

    private static async Task<List<JsonElement>> CasesAsync(Client applicant)
    {
        var cases = new List<JsonElement>();
        for (var query = "limit=200"; query is not null;)
        {
            var page = (await applicant.GetAsync($"/api/cases?{query}")).Json;
            cases.AddRange(page.GetProperty("items").EnumerateArray());
            query = page.GetProperty("next").GetString() is { } next ? $"limit=200&cursor={Uri.EscapeDataString(next)}" : null;
        }
        return cases;
    }
}
