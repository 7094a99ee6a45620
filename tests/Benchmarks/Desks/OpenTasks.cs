using System.Text;
using System.Text.Json.Nodes;
using OneVisit.Benchmarks.Growth;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.WholeLife;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Support.Histories;

namespace OneVisit.Benchmarks.Desks;

/// <summary>
/// Tasks that wait for an officer, submitted through the front door like any other: the marriage registration of the sample city, one item that people
/// decide, in all of its counties in turn. So every row is what the platform itself writes, and each decision goes its whole way to the certificate.
/// </summary>
internal sealed class OpenTasks(WholePlatform platform)
{
    public const string Department = "civil-affairs";
    private const string Service = "desk";
    private const int InFlight = 128;

    public static readonly string[] Counties = ["430602", "430603", "430611", "430621", "430623", "430624", "430626", "430681", "430682"];

    private static readonly JsonObject Application = new()
    {
        ["bundle"] = "get-married",
        ["applicant"] = new JsonObject { ["kind"] = "natural-person", ["name"] = "张三", ["idNumber"] = "430602198504151235", ["phone"] = "13907300001" },
        ["answers"] = new JsonObject(),
        ["form"] = new JsonObject
        {
            ["spouses"] = new JsonObject
            {
                ["first"] = new JsonObject { ["name"] = "张三", ["idNumber"] = "430602198504151235", ["phone"] = "13907300001" },
                ["second"] = new JsonObject { ["name"] = "李四", ["idNumber"] = "430626199208204510", ["phone"] = "13907300002" },
                ["appointment"] = "2026-12-24",
            },
        },
        ["materials"] = new JsonArray(Paper("single-statement"), Paper("joint-portrait")),
    };

    /// <summary>Submits as many, and waits until every one of them is with its pool.</summary>
    public async Task FillAsync(int count)
    {
        var bodies = Counties.Select(Body).ToArray();
        var applicants = new List<Visitor>();
        for (var i = 0; i < InFlight; i++)
            applicants.Add(await Visitor.OfAsync(platform.Http, $"applicant-{i}", "applicant"));
        var submitted = 0;
        await Task.WhenAll(applicants.Select(applicant => Task.Run(async () =>
        {
            for (int n; (n = Interlocked.Increment(ref submitted)) <= count;)
            {
                await applicant.SubmitAsync(bodies[n % bodies.Length]);
                if (n % 10_000 == 0)
                    Benchmark.Say($"desks: {n} submitted");
            }
        })));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await OpenAsync() < count)
            await again.WaitForNextTickAsync();
        var dialect = Dialect.Of(platform);
        foreach (var (service, table) in new[] { (Service, "task"), ("orchestrator", "case_file") })
        {
            await using var connection = await dialect.OpenAsync(service);
            await using var command = connection.CreateCommand();
            command.CommandText = dialect.AfterFilling(service, [table, "journal"]);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>How many are open.</summary>
    public async Task<long> OpenAsync() => (await QueryAsync<long>("select count(*) from task where open"))[0];

    /// <summary>The journal of every task.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<TaskEntry>>> JournalsAsync() =>
        JournalRows.Split(await QueryAsync<(Guid, long, DateTimeOffset, string, string, string)>("select owner, seq, at, kind, data, hash from journal order by owner, seq"))
            .GroupBy(e => e.Owner).ToDictionary(g => g.Key, g => (IReadOnlyList<TaskEntry>)[.. g.Select(e => TaskEntry.Of(e.Seq, e.Kind, e.Data))]);

    private async Task<List<T>> QueryAsync<T>(string sql)
    {
        await using var snapshot = await Snapshot.OpenAsync(platform.Database, platform.Folder, Service, CancellationToken.None);
        return await snapshot.QueryAsync<T>(sql, null, CancellationToken.None);
    }

    private static byte[] Body(string county)
    {
        Application["region"] = county;
        return Encoding.UTF8.GetBytes(Application.ToJsonString());
    }

    private static JsonObject Paper(string material) =>
        new() { ["material"] = material, ["name"] = $"{material}.pdf", ["digest"] = $"sha256:{new string('a', 64)}" };
}
