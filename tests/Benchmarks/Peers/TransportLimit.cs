using OneVisit.Benchmarks.Measuring;

namespace OneVisit.Benchmarks.Peers;

/// <summary>What the usual way makes of the same work on the same broker.</summary>
internal static class TransportLimit
{
    /// <summary>Adds <c>transportPerSecond</c> and <c>ratioToTransport</c> to a yardstick that has run.</summary>
    public static async Task AddAsync(Dictionary<string, object> figures, Options options)
    {
        if (options.Number("peers", 1) == 0)
            return;
        var runs = await MeasureAsync(options);
        var transport = Series.Median(runs.Select(r => r.PerSecond));
        figures["transportPerSecond"] = transport;
        figures["transportSettings"] = PeerPlatform.Settings;
        figures["ratioToTransport"] = (double)figures["casesPerSecond"] / transport;
    }

    public static async IAsyncEnumerable<Result> AloneAsync(Options options)
    {
        await using var servers = await Servers.StartAsync();
        var runs = await MeasureAsync(options);
        yield return new Result("peers", new Dictionary<string, object>
        {
            ["transportPerSecond"] = Series.Median(runs.Select(r => r.PerSecond)),
            ["transportPerSecondEachRun"] = runs.Select(r => Math.Round(r.PerSecond)).ToArray(),
            ["transportSettings"] = PeerPlatform.Settings,
            ["cpuMsPerCase"] = Measured.CpuMsPerCase(runs),
            ["p50Ms"] = Series.Median(runs.Select(r => r.P50Ms)),
            ["p99Ms"] = Series.Median(runs.Select(r => r.P99Ms)),
        });
    }

    private static async Task<IReadOnlyList<Measured>> MeasureAsync(Options options)
    {
        await using var platform = await PeerPlatform.StartAsync();
        return await Load.RunsAsync("peers", platform.RunOneAsync, options, inFlight: 512);
    }
}
