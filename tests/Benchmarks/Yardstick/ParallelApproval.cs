using System.Diagnostics;
using System.Globalization;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Support;

namespace OneVisit.Benchmarks.Yardstick;

/// <summary>One submission, four departments approve by rule in parallel, join, complete; durable at every step.</summary>
internal static class ParallelApproval
{
    public static async IAsyncEnumerable<Result> DistributedAsync(Options options)
    {
        await using var servers = await Servers.StartAsync();
        var database = await Servers.CreateDatabaseAsync();
        await using (var platform = await YardstickPlatform.OnRabbitMqAndPostgresAsync(database))
        {
            yield return await MeasureAsync("parallel-approval", platform, options);
        }
        await Servers.DropAsync(database);
    }

    public static async IAsyncEnumerable<Result> EmbeddedAsync(Options options)
    {
        using var folder = new TempFolder();
        await using var platform = await YardstickPlatform.EmbeddedAsync(folder.Path);
        yield return await MeasureAsync("embedded", platform, options);
    }

    private static async Task<Result> MeasureAsync(string name, YardstickPlatform platform, Options options)
    {
        var seconds = TimeSpan.FromSeconds(options.Number("seconds", 10));
        var inFlight = options.Number("inflight", 2048);
        var runs = new List<Measured>();
        var (trips, commits) = (platform.RoundTrips, platform.Commits);
        for (var run = options.Number("runs", 3); run > 0; run--)
        {
            runs.Add(await Load.ClosedAsync(platform.RunOneAsync, inFlight, seconds));
            Benchmark.Say($"{name}: {runs[^1]}");
        }
        double cases = runs.Sum(r => r.Count);
        var figures = new Dictionary<string, object>
        {
            ["casesPerSecond"] = Series.Median(runs.Select(r => r.PerSecond)),
            ["casesPerSecondEachRun"] = runs.Select(r => Math.Round(r.PerSecond)).ToArray(),
            ["cpuMsPerCase"] = new { ours = Round(runs, r => r.OursMs), postgres = Round(runs, r => r.PostgresMs), broker = Round(runs, r => r.BrokerMs) },
            ["roundTripsPerCase"] = (platform.RoundTrips - trips) / cases,
            ["commitsPerCase"] = (platform.Commits - commits) / cases,
        };
        var openSeconds = TimeSpan.FromSeconds(options.Number("open-seconds", 10));
        foreach (var rate in options.Numbers("rates", 10, 50, 200))
        {
            var measured = await Load.OpenAsync(platform.RunOneAsync, rate, openSeconds);
            Benchmark.Say($"{name} at {rate}/s: {measured}");
            var at = rate.ToString(CultureInfo.InvariantCulture);
            figures[$"p50MsAt{at}"] = measured.P50Ms;
            figures[$"p99MsAt{at}"] = measured.P99Ms;
        }
        figures["peakMemoryMb"] = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0;
        return new Result(name, figures);
    }

    private static double Round(List<Measured> runs, Func<Measured, double> of) => Math.Round(Series.Median(runs.Select(of)), 3);
}
