using System.Diagnostics;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.WholeLife;

namespace OneVisit.Benchmarks.Growth;

/// <summary>
/// The same work on a small and on a large store: case view and inbox as sixteen users see them, each ten pages a second and then as fast as they
/// are answered, and new cases on top.
/// </summary>
internal static class GrowthBenchmark
{
    private const int Users = 16;
    private const double Extrapolated = 100_000_000;

    public static async IAsyncEnumerable<Result> RunAsync(Options options)
    {
        yield return await WholePlatform.OnAsync(options, platform => MeasureAsync(platform, options));
    }

    private static async Task<Result> MeasureAsync(WholePlatform platform, Options options)
    {
        await platform.RunOneAsync();
        var stored = await StoredCases.LikeTheFirstAsync(platform);
        var users = await Task.WhenAll(Enumerable.Range(0, Users).Select(i => UserAsync(platform.Http, i)));
        // Read once before anything is measured: otherwise the smallest size alone would pay for a cold process.
        var (seconds, rate) = (options.Seconds("seconds", 10), options.Number("rate", 10 * Users));
        await ReadAsync(await stored.SampleAsync(1), users, "warming up", rate, seconds / 5);
        var sizes = new List<(long Cases, Dictionary<string, double> Figures)>();
        foreach (var cases in options.Numbers("cases", 10_000, 1_000_000).Order())
        {
            await stored.FillAsync(cases);
            // A store has grown for years, not in the minutes before: what filling it has left to be written out is not the load that is measured.
            if (platform.Database is { } database)
                await Servers.RestAsync(database);
            var sample = await stored.SampleAsync(4096);
            // Each in turn, run by run: what disturbs the machine for a while does not decide one of them alone.
            var reads = new List<Dictionary<string, double>>();
            for (var run = options.Number("runs", 3); run > 0; run--)
                reads.Add(await ReadAsync(sample, users, $"{cases} cases", rate, seconds));
            var figures = reads[0].Keys.ToDictionary(figure => figure, figure => Series.Median(reads.Select(r => r[figure])));
            var runs = await Load.RunsAsync($"growth, {cases} cases, whole lives", platform.RunOneAsync, options, inFlight: 256);
            figures["casesPerSecond"] = Series.Median(runs.Select(r => r.PerSecond));
            sizes.Add((cases, figures));
        }
        return new Result("growth", new Dictionary<string, object>
        {
            ["sizes"] = sizes.Select(s => Rounded(s.Figures, ("cases", s.Cases))).ToArray(),
            ["ratioToSmallest"] = sizes.Skip(1).Select(s => Rounded(s.Figures.ToDictionary(f => f.Key, f => f.Value / sizes[0].Figures[f.Key]), ("cases", s.Cases))).ToArray(),
            ["extrapolatedTo100Million"] = new
            {
                measured = false,
                method = "straight line over the logarithm of the number of cases",
                figures = sizes.Count > 1 ? Rounded(sizes[0].Figures.Keys.ToDictionary(k => k, k => Extrapolate(sizes, k))) : [],
            },
            ["casesCompleted"] = await platform.VerifyAsync(),
        });
    }

    /// <summary>One user: somebody who may see every case, an officer of a department's county, and a clerk of it.</summary>
    private static async Task<(Visitor Anybody, Visitor Officer, Visitor Clerk)> UserAsync(HttpClient http, int i) => (
        await Visitor.OfAsync(http, $"supervisor-{i}", "supervisor"),
        await Visitor.OfAsync(http, $"officer-{i}", "officer", "tax", "430602"),
        await Visitor.OfAsync(http, $"clerk-{i}", "clerk", region: "430602"));

    private static async Task<Dictionary<string, double>> ReadAsync(
        Guid[] ids, (Visitor Anybody, Visitor Officer, Visitor Clerk)[] users, string what, int rate, TimeSpan seconds)
    {
        var next = 0;
        var figures = new Dictionary<string, double>();
        foreach (var (name, read) in new (string, Func<int, Task>)[]
        {
            ("caseView", n => users[n % Users].Anybody.GetAsync($"/api/cases/{ids[Random.Shared.Next(ids.Length)]}")),
            ("inbox", n => users[n % Users].Officer.GetAsync("/api/departments/tax/tasks?state=open&limit=50")),
            ("caseList", n => users[n % Users].Clerk.GetAsync("/api/cases?limit=50")),
        })
        {
            async Task<long> OneAsync()
            {
                await read(Interlocked.Increment(ref next) & int.MaxValue);
                return Stopwatch.GetTimestamp();
            }
            var paced = await Load.OpenAsync(OneAsync, rate, seconds);
            Benchmark.Say($"growth, {what}, {name}: {paced}");
            var busy = await Load.ClosedAsync(OneAsync, Users, seconds);
            Benchmark.Say($"growth, {what}, {name}, as fast as answered: {busy}");
            figures[$"{name}P50Ms"] = paced.P50Ms;
            figures[$"{name}P95Ms"] = paced.P95Ms;
            figures[$"{name}BusyP95Ms"] = busy.P95Ms;
            figures[$"{name}BusyPerSecond"] = busy.PerSecond;
        }
        return figures;
    }

    private static double Extrapolate(List<(long Cases, Dictionary<string, double> Figures)> sizes, string figure)
    {
        List<(double X, double Y)> points = [.. sizes.Select(s => (Math.Log10(s.Cases), s.Figures[figure]))];
        return points.Average(p => p.Y) + Series.Slope(points) * (Math.Log10(Extrapolated) - points.Average(p => p.X));
    }

    private static Dictionary<string, double> Rounded(Dictionary<string, double> figures, params ReadOnlySpan<(string Name, double Value)> more)
    {
        var all = new Dictionary<string, double>();
        foreach (var (name, value) in more)
            all[name] = value;
        foreach (var (name, value) in figures)
            all[name] = Math.Round(value, 2);
        return all;
    }
}
