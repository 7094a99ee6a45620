using System.Diagnostics;
using OneVisit.Benchmarks.Limit;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.Peers;
using OneVisit.Support;

namespace OneVisit.Benchmarks.Yardstick;

/// <summary>One submission, four departments approve by rule in parallel, join, complete; durable at every step.</summary>
internal static class ParallelApproval
{
    public static async IAsyncEnumerable<Result> DistributedAsync(Options options)
    {
        await using var servers = await Servers.StartAsync();
        var database = await Servers.CreateDatabaseAsync();
        Result result;
        await using (var platform = await YardstickPlatform.OnRabbitMqAndPostgresAsync(database))
        {
            result = await MeasureAsync("parallel-approval", platform, options, () => Servers.RestAsync(database));
        }
        // In the same run, on the same servers, and with the platform gone: what the others are given is the machine as it was for it.
        var figures = new Dictionary<string, object>(result.Figures);
        await PostgresLimit.AddAsync(figures, database, options);
        await TransportLimit.AddAsync(figures, options);
        yield return result with { Figures = figures };
        await Servers.DropAsync(database);
    }

    public static async IAsyncEnumerable<Result> EmbeddedAsync(Options options)
    {
        using var folder = new TempFolder();
        await using var platform = await YardstickPlatform.EmbeddedAsync(folder.Path);
        yield return await MeasureAsync("embedded", platform, options, rest: null);
    }

    private static async Task<Result> MeasureAsync(string name, YardstickPlatform platform, Options options, Func<Task>? rest)
    {
        var (trips, commits) = (0L, 0L);
        var runs = await Load.RunsAsync(name, platform.RunOneAsync, options, inFlight: 512, begin: () => (trips, commits) = (platform.RoundTrips, platform.Commits));
        double cases = runs.Sum(r => r.Count);
        var figures = new Dictionary<string, object>
        {
            ["casesPerSecond"] = Series.Median(runs.Select(r => r.PerSecond)),
            ["casesPerSecondEachRun"] = runs.Select(r => Math.Round(r.PerSecond)).ToArray(),
            ["cpuMsPerCase"] = Measured.CpuMsPerCase(runs),
            ["allocatedKbPerCase"] = Math.Round(Series.Median(runs.Select(r => r.AllocatedKb))),
            ["roundTripsPerCase"] = (platform.RoundTrips - trips) / cases,
            ["commitsPerCase"] = (platform.Commits - commits) / cases,
        };
        await Load.RatesAsync(name, platform.RunOneAsync, options, figures, rest);
        figures["peakMemoryMb"] = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0;
        return new Result(name, figures);
    }
}
