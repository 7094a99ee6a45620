using System.Diagnostics;

namespace OneVisit.Benchmarks.Measuring;

/// <summary>Offers work: as much as is taken, or at a given rate.</summary>
internal static class Load
{
    /// <summary>Keeps so many under way until the time is over, then lets them finish. Counts those that end within the time.</summary>
    public static async Task<Measured> ClosedAsync(Func<Task<long>> one, int inFlight, TimeSpan time)
    {
        var latencies = new List<double>[inFlight];
        var begun = Stopwatch.GetTimestamp();
        var until = begun + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var before = Processor.Now();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(i => Task.Run(async () =>
        {
            var mine = latencies[i] = [];
            while (Stopwatch.GetTimestamp() < until)
            {
                var start = Stopwatch.GetTimestamp();
                var end = await one();
                mine.Add(Stopwatch.GetElapsedTime(start, end).TotalMilliseconds);
            }
        })));
        return Measured.Of(latencies.SelectMany(l => l), Stopwatch.GetElapsedTime(begun).TotalSeconds, Processor.Now() - before);
    }

    /// <summary>Begins so many a second, whatever becomes of them. Each is timed from the moment it was due to begin, so that a stall counts for all it delays.</summary>
    public static async Task<Measured> OpenAsync(Func<Task<long>> one, int rate, TimeSpan time)
    {
        var begun = Stopwatch.GetTimestamp();
        var before = Processor.Now();
        var running = new List<Task<double>>();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Stopwatch.GetElapsedTime(begun) is var elapsed && elapsed < time)
        {
            while (running.Count < elapsed.TotalSeconds * rate)
            {
                var due = begun + (long)((double)running.Count / rate * Stopwatch.Frequency);
                running.Add(Task.Run(async () => Stopwatch.GetElapsedTime(due, await one()).TotalMilliseconds));
            }
            await tick.WaitForNextTickAsync();
        }
        var latencies = await Task.WhenAll(running);
        return Measured.Of(latencies, Stopwatch.GetElapsedTime(begun).TotalSeconds, Processor.Now() - before);
    }
}

/// <summary>What a load met.</summary>
internal sealed record Measured(int Count, double Seconds, double P50Ms, double P99Ms, Processor Used)
{
    public double PerSecond => Count / Seconds;

    public double OursMs => Used.Ours * 1000 / Count;

    public double PostgresMs => Used.Postgres * 1000 / Count;

    public double BrokerMs => Used.Broker * 1000 / Count;

    public static Measured Of(IEnumerable<double> latencies, double seconds, Processor used)
    {
        double[] sorted = [.. latencies.Order()];
        return new Measured(sorted.Length, seconds, Series.Quantile(sorted, 0.5), Series.Quantile(sorted, 0.99), used);
    }

    public override string ToString() =>
        $"{PerSecond:0} cases/s, p50 {P50Ms:0.0} ms, p99 {P99Ms:0.0} ms; CPU ms a case: ours {OursMs:0.000}, PostgreSQL {PostgresMs:0.000}, broker {BrokerMs:0.000}";
}
