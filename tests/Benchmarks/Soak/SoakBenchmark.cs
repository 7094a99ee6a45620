using System.Diagnostics;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.WholeLife;

namespace OneVisit.Benchmarks.Soak;

/// <summary>Whole lives at a steady rate for minutes or hours: does memory, storage or latency grow with time alone?</summary>
internal static class SoakBenchmark
{
    public static async IAsyncEnumerable<Result> RunAsync(Options options)
    {
        yield return await WholePlatform.OnAsync(options, platform => MeasureAsync(platform, options));
    }

    private static async Task<Result> MeasureAsync(WholePlatform platform, Options options)
    {
        var minutes = options.Number("minutes", 30);
        var minute = options.Seconds("minute-seconds", 60);
        var rate = options.Number("rate", 0);
        var figures = new Dictionary<string, object>();
        if (rate == 0)
        {
            var runs = await Load.RunsAsync("soak, how much is half", platform.RunOneAsync, options, inFlight: 256);
            figures["casesPerSecond"] = Series.Median(runs.Select(r => r.PerSecond));
            rate = Math.Max(1, (int)((double)figures["casesPerSecond"] / 2));
        }
        var storage = await Storage.ReadAsync(platform);
        var memory = new List<Memory> { Memory.Now() };
        var latencies = new List<Measured>();
        for (var i = 0; i < minutes; i++)
        {
            // Minute by minute, so that the driver keeps no more than a minute's latencies.
            latencies.Add(await Load.OpenAsync(platform.RunOneAsync, rate, minute));
            memory.Add(Memory.Now());
            Benchmark.Say($"soak, minute {i + 1}: {latencies[^1]}; heap {memory[^1].HeapMb:0} MB, resident {memory[^1].ResidentMb:0} MB");
        }
        // What the services remember of the latest cases fills first; only what grows after that is a leak.
        var settled = memory.Count > 4 ? memory[(memory.Count / 3)..] : memory;
        var cases = latencies.Sum(l => l.Count);
        figures["rate"] = rate;
        figures["cases"] = cases;
        figures["heapMbPerHour"] = Series.Slope([.. settled.Select(m => (m.Hours, m.HeapMb))]);
        figures["residentMbPerHour"] = Series.Slope([.. settled.Select(m => (m.Hours, m.ResidentMb))]);
        figures["heapMb"] = memory.Select(m => Math.Round(m.HeapMb)).ToArray();
        figures["residentMb"] = memory.Select(m => Math.Round(m.ResidentMb)).ToArray();
        figures["p50MsEachMinute"] = latencies.Select(l => Math.Round(l.P50Ms, 1)).ToArray();
        figures["p99MsEachMinute"] = latencies.Select(l => Math.Round(l.P99Ms, 1)).ToArray();
        figures["p99DriftMs"] = Drift([.. latencies.Select(l => l.P99Ms)]);
        figures["cpuMsPerCase"] = Measured.CpuMsPerCase(latencies);
        foreach (var (name, value) in (await Storage.ReadAsync(platform)).Since(storage, cases))
            figures[name] = value;
        figures["casesCompleted"] = await platform.VerifyAsync();
        return new Result("soak", figures);
    }

    /// <summary>The median of the last third less that of the first: one bad minute is no drift.</summary>
    private static double Drift(double[] p99)
    {
        var third = Math.Max(1, p99.Length / 3);
        return Series.Median(p99[^third..]) - Series.Median(p99[..third]);
    }

    /// <summary>What lives after a full collection, taken between two minutes so that none of them pays for it; and what the process holds.</summary>
    private readonly record struct Memory(double Hours, double HeapMb, double ResidentMb)
    {
        private static readonly long Begun = Stopwatch.GetTimestamp();

        public static Memory Now()
        {
            var heap = GC.GetTotalMemory(forceFullCollection: true);
            using var process = Process.GetCurrentProcess();
            return new Memory(Stopwatch.GetElapsedTime(Begun).TotalHours, heap / 1048576.0, process.WorkingSet64 / 1048576.0);
        }
    }
}
