using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.WholeLife;
using OneVisit.Support.Histories;

namespace OneVisit.Benchmarks.Desks;

/// <summary>Two hundred officers at a hundred thousand open tasks: how long each waits for the inbox and for a decision, and whether any act is lost.</summary>
internal static class DesksBenchmark
{
    public static async IAsyncEnumerable<Result> RunAsync(Options options)
    {
        yield return await WholePlatform.OnAsync(options, platform => MeasureAsync(platform, options));
    }

    private static async Task<Result> MeasureAsync(WholePlatform platform, Options options)
    {
        var (officers, tasks) = (options.Number("officers", 200), options.Number("tasks", 100_000));
        var (think, seconds) = (options.Seconds("think", 10), options.Seconds("seconds", 60));
        // People who think ten seconds between two tasks come to this together; without thinking, each goes on as soon as they are answered.
        var rate = options.Number("rate", think == TimeSpan.Zero ? 0 : Math.Max(1, (int)(officers / think.TotalSeconds)));
        var store = new OpenTasks(platform);
        await store.FillAsync(tasks);
        var turns = await DeskTurns.OfAsync(platform, officers, options.Number("rivals", 5));
        // Read and decided once before anything is measured.
        await Load.OpenAsync(turns.TakeAsync, Math.Max(rate, 20), seconds / 10);
        var begun = await store.OpenAsync();

        var runs = new List<Measured>();
        var steps = new List<Dictionary<string, double[]>>();
        turns.TakeLatencies();
        for (var run = options.Number("runs", 3); run > 0; run--)
        {
            runs.Add(rate == 0 ? await Load.ClosedAsync(turns.TakeAsync, officers, seconds) : await Load.OpenAsync(turns.TakeAsync, rate, seconds));
            steps.Add(turns.TakeLatencies().ToDictionary(l => l.Key, l => l.Value.Order().ToArray()));
            Benchmark.Say($"desks: turns {runs[^1]}");
            foreach (var (step, latencies) in steps[^1])
                Benchmark.Say($"desks: {latencies.Length} {step}, p50 {Series.Quantile(latencies, 0.5):0.0} ms, p95 {Series.Quantile(latencies, 0.95):0.0} ms, p99 {Series.Quantile(latencies, 0.99):0.0} ms");
        }

        var figures = new Dictionary<string, object> { ["openTasks"] = begun, ["turnsPerSecond"] = Series.Median(runs.Select(r => r.PerSecond)) };
        foreach (var step in steps[0].Keys)
        {
            foreach (var (name, share) in new[] { ("P50Ms", 0.5), ("P95Ms", 0.95), ("P99Ms", 0.99) })
                figures[step + name] = Series.Median(steps.Select(s => Series.Quantile(s[step], share)));
        }
        figures["turnP95Ms"] = Series.Median(runs.Select(r => r.P95Ms));
        figures["requestsPerSecond"] = Series.Median(runs.Zip(steps, (r, s) => s.Values.Sum(l => l.Length) / r.Seconds));
        figures["cpuMsPerTurn"] = Measured.CpuMsPerCase(runs);
        figures["allocatedKbPerTurn"] = Math.Round(Series.Median(runs.Select(r => r.AllocatedKb)));
        foreach (var (name, value) in await CheckAsync(store, turns))
            figures[name] = value;
        return new Result("desks", figures);
    }

    /// <summary>What all officers together were told, against the journals.</summary>
    /// <exception cref="InvalidOperationException">Something was lost, or is not true: figures of such a platform would be worth nothing.</exception>
    private static async Task<IEnumerable<(string Name, object Value)>> CheckAsync(OpenTasks store, DeskTurns turns)
    {
        var findings = HistoryCheck.Of(turns.History, await store.JournalsAsync());
        foreach (var finding in findings.Take(20))
            Benchmark.Say($"desks: {finding}");
        if (findings.Count > 0)
            throw new InvalidOperationException($"{findings.Count} findings in the history of {turns.History.Count} acts");
        return
        [
            ("actsChecked", turns.History.Count),
            ("decided", turns.History.Count(a => a is { Kind: ActKind.Decide, Succeeded: true })),
            ("refused", turns.History.Count(a => a.WasRefused)),
            ("lostUpdates", findings.Count),
        ];
    }
}
