using System.Diagnostics;
using System.Globalization;
using OneVisit.Support;

namespace OneVisit.Benchmarks.Measuring;

/// <summary>Offers work: as much as is taken, or at a given rate.</summary>
internal static class Load
{
    /// <summary>Keeps so many under way until the time is over, then lets them finish. Counts those that end within the time.</summary>
    public static Task<Measured> ClosedAsync(Func<Task<long>> one, int inFlight, TimeSpan time) => ClosedAsync(_ => one(), inFlight, time);

    /// <inheritdoc cref="ClosedAsync(Func{Task{long}}, int, TimeSpan)"/>
    /// <param name="one">Is told when it was due: when it began.</param>
    public static async Task<Measured> ClosedAsync(Func<long, Task<long>> one, int inFlight, TimeSpan time)
    {
        var latencies = new List<double>[inFlight];
        var begun = Stopwatch.GetTimestamp();
        var until = begun + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var before = Processor.Now();
        var allocated = GC.GetTotalAllocatedBytes();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(i => Task.Run(async () =>
        {
            var mine = latencies[i] = [];
            // At least one each: on a busy machine a short time may be over before the last of them has begun.
            do
            {
                var start = Stopwatch.GetTimestamp();
                var end = await one(start);
                mine.Add(Stopwatch.GetElapsedTime(start, end).TotalMilliseconds);
            }
            while (Stopwatch.GetTimestamp() < until);
        })));
        return Measured.Of(latencies.SelectMany(l => l), Stopwatch.GetElapsedTime(begun).TotalSeconds, Processor.Now() - before, GC.GetTotalAllocatedBytes() - allocated);
    }

    /// <summary>
    /// As often as <c>--runs</c> says, for <c>--seconds</c> each, with <c>--inflight</c> under way. Before that, for <c>--warm-up-seconds</c>, which count for nothing: a
    /// service runs for months, and what it does all the time is compiled well, by what it does most, after some ten seconds of full load.
    /// </summary>
    /// <param name="begin">Called when the first run that counts begins.</param>
    public static async Task<IReadOnlyList<Measured>> RunsAsync(string name, Func<Task<long>> one, Options options, int inFlight, Action? begin = null)
    {
        var seconds = options.Seconds("seconds", 10);
        inFlight = options.Number("inflight", inFlight);
        var warmUp = options.Seconds("warm-up-seconds", 1.5 * seconds.TotalSeconds);
        if (warmUp > TimeSpan.Zero)
            Benchmark.Say($"{name}, warming up: {await ClosedAsync(one, inFlight, warmUp)}");
        begin?.Invoke();
        var runs = new List<Measured>();
        for (var run = options.Number("runs", 3); run > 0; run--)
        {
            runs.Add(await ClosedAsync(one, inFlight, seconds));
            Benchmark.Say($"{name}: {runs[^1]}");
        }
        return runs;
    }

    /// <summary>
    /// At each of <c>--rates</c>, as often as <c>--runs</c> says and for <c>--open-seconds</c> each: adds the medians as <c>p50MsAt10</c>,
    /// <c>p99MsAt10</c> and so on.
    /// </summary>
    /// <param name="rest">Puts the servers to rest first: what full load has left to be done is not the load that is measured.</param>
    public static async Task RatesAsync(string name, Func<Task<long>> one, Options options, Dictionary<string, object> figures, Func<Task>? rest = null)
    {
        var seconds = options.Seconds("open-seconds", 10);
        foreach (var rate in options.Numbers("rates", 10, 50, 200))
        {
            await (rest?.Invoke() ?? Task.CompletedTask);
            var runs = new List<Measured>();
            for (var run = options.Number("runs", 3); run > 0; run--)
            {
                runs.Add(await OpenAsync(one, rate, seconds));
                Benchmark.Say($"{name} at {rate}/s: {runs[^1]}");
            }
            var at = rate.ToString(CultureInfo.InvariantCulture);
            figures[$"p50MsAt{at}"] = Series.Median(runs.Select(r => r.P50Ms));
            figures[$"p99MsAt{at}"] = Series.Median(runs.Select(r => r.P99Ms));
        }
    }

    /// <summary>Begins so many a second, whatever becomes of them. Each is timed from the moment it was due to begin, so that a stall counts for all it delays.</summary>
    public static Task<Measured> OpenAsync(Func<Task<long>> one, int rate, TimeSpan time) => OpenAsync(_ => one(), rate, time);

    /// <inheritdoc cref="OpenAsync(Func{Task{long}}, int, TimeSpan)"/>
    /// <param name="one">Is told when it was due to begin.</param>
    public static async Task<Measured> OpenAsync(Func<long, Task<long>> one, int rate, TimeSpan time)
    {
        var begun = Stopwatch.GetTimestamp();
        var before = Processor.Now();
        var allocated = GC.GetTotalAllocatedBytes();
        var running = new List<Task<double>>();
        var pace = new Pace(rate);
        using var tick = new PeriodicTimer(pace.Until(1, TimeSpan.Zero));
        while (Stopwatch.GetElapsedTime(begun) is var elapsed && elapsed < time)
        {
            for (var dueNow = pace.DueBy(elapsed); running.Count < dueNow;)
            {
                var due = begun + (long)(pace.DueAt(running.Count).TotalSeconds * Stopwatch.Frequency);
                running.Add(Task.Run(async () => Stopwatch.GetElapsedTime(due, await one(due)).TotalMilliseconds));
            }
            // No more often than something is due: a clock that ticks a thousand times a second takes a fifth of a core from what is measured.
            tick.Period = pace.Until(running.Count, Stopwatch.GetElapsedTime(begun));
            await tick.WaitForNextTickAsync();
        }
        var latencies = await Task.WhenAll(running);
        return Measured.Of(latencies, Stopwatch.GetElapsedTime(begun).TotalSeconds, Processor.Now() - before, GC.GetTotalAllocatedBytes() - allocated);
    }
}

/// <summary>What a load met.</summary>
internal sealed record Measured(int Count, double Seconds, double P50Ms, double P95Ms, double P99Ms, Processor Used, long Allocated)
{
    public double PerSecond => Count / Seconds;

    public double OursMs => Used.Ours * 1000 / Count;

    public double PostgresMs => Used.Postgres * 1000 / Count;

    public double AllocatedKb => Allocated / 1024.0 / Count;

    public double BrokerMs => Used.Broker * 1000 / Count;

    public static Measured Of(IEnumerable<double> latencies, double seconds, Processor used, long allocated)
    {
        double[] sorted = [.. latencies.Order()];
        return new Measured(sorted.Length, seconds, Series.Quantile(sorted, 0.5), Series.Quantile(sorted, 0.95), Series.Quantile(sorted, 0.99), used, allocated);
    }

    /// <summary>The median of the runs, as the results print it.</summary>
    public static object CpuMsPerCase(IReadOnlyList<Measured> runs) => new
    {
        ours = Math.Round(Series.Median(runs.Select(r => r.OursMs)), 3),
        postgres = Math.Round(Series.Median(runs.Select(r => r.PostgresMs)), 3),
        broker = Math.Round(Series.Median(runs.Select(r => r.BrokerMs)), 3),
    };

    public override string ToString() =>
        $"{PerSecond:0}/s, p50 {P50Ms:0.0} ms, p95 {P95Ms:0.0} ms, p99 {P99Ms:0.0} ms; CPU ms each: ours {OursMs:0.000}, PostgreSQL {PostgresMs:0.000}, broker {BrokerMs:0.000}; {AllocatedKb:0} KB allocated";
}
