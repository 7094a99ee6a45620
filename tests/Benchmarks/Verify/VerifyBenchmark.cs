using System.Diagnostics;
using OneVisit.All;
using OneVisit.All.Verify;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.WholeLife;

namespace OneVisit.Benchmarks.Verify;

/// <summary>
/// How long <c>verify</c> takes over cases that were really lived through, journals and all, on a small and on a large store: as many times longer as there
/// are more cases.
/// </summary>
internal static class VerifyBenchmark
{
    private const int InFlight = 256;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    public static async IAsyncEnumerable<Result> RunAsync(Options options)
    {
        yield return await WholePlatform.OnAsync(options, platform => MeasureAsync(platform, options));
    }

    private static async Task<Result> MeasureAsync(WholePlatform platform, Options options)
    {
        var sizes = new List<(long Cases, double Seconds)>();
        foreach (var cases in options.Numbers("cases", 5_000, 50_000).Order())
        {
            var lived = await LiveAsync(platform, cases);
            var runs = new List<double>();
            for (var run = options.Number("runs", 3); run > 0; run--)
            {
                runs.Add(await VerifiedAsync(platform));
                Benchmark.Say($"verify: {lived} cases in {runs[^1]:0.0} s");
            }
            sizes.Add((lived, Series.Median(runs)));
        }
        return new Result("verify", new Dictionary<string, object>
        {
            ["sizes"] = sizes.Select(s => new { s.Cases, Seconds = Math.Round(s.Seconds, 2), CasesPerSecond = Math.Round(s.Cases / s.Seconds) }).ToArray(),
            ["ratioToSmallest"] = sizes[^1].Seconds / sizes[^1].Cases / (sizes[0].Seconds / sizes[0].Cases),
        });
    }

    /// <summary>At least so many cases are completed.</summary>
    private static async Task<long> LiveAsync(WholePlatform platform, long cases)
    {
        var lived = await platform.VerifyAsync();
        while (lived < cases)
        {
            await Load.ClosedAsync(platform.RunOneAsync, (int)Math.Min(InFlight, cases - lived), Slice);
            lived = await platform.VerifyAsync();
        }
        return lived;
    }

    private static async Task<double> VerifiedAsync(WholePlatform platform)
    {
        await using var said = new StringWriter();
        var begun = Stopwatch.GetTimestamp();
        string[] where = platform.Database is { } database ? ["--Store", database.ToString()] : ["--Data", platform.Folder];
        var code = await VerifyCommand.RunAsync(where, Everything.Services, said);
        return code == 0 ? Stopwatch.GetElapsedTime(begun).TotalSeconds : throw new InvalidOperationException($"verify found what must not be: {said}");
    }
}
