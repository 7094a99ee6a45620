using System.Diagnostics;
using OneVisit.Benchmarks.Measuring;

namespace OneVisit.Benchmarks.WholeLife;

/// <summary>From the submission over HTTP to the commit of the last licence: compiled, validated, reviewed and issued by the four departments.</summary>
internal static class WholeLifeBenchmark
{
    public static async IAsyncEnumerable<Result> RunAsync(Options options)
    {
        yield return await WholePlatform.OnAsync(options, platform => MeasureAsync(platform, options));
    }

    private static async Task<Result> MeasureAsync(WholePlatform platform, Options options)
    {
        var runs = await Load.RunsAsync("whole-life", platform.RunOneAsync, options, inFlight: 256);
        var figures = new Dictionary<string, object>
        {
            ["casesPerSecond"] = Series.Median(runs.Select(r => r.PerSecond)),
            ["casesPerSecondEachRun"] = runs.Select(r => Math.Round(r.PerSecond)).ToArray(),
            ["p50Ms"] = Series.Median(runs.Select(r => r.P50Ms)),
            ["p99Ms"] = Series.Median(runs.Select(r => r.P99Ms)),
            ["cpuMsPerCase"] = Measured.CpuMsPerCase(runs),
            ["allocatedKbPerCase"] = Math.Round(Series.Median(runs.Select(r => r.AllocatedKb))),
        };
        await Load.RatesAsync("whole-life", platform.RunOneAsync, options, figures, platform.Database is { } database ? () => Servers.RestAsync(database) : null);
        figures["casesCompleted"] = await platform.VerifyAsync();
        figures["peakMemoryMb"] = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0;
        return new Result("whole-life", figures);
    }
}
