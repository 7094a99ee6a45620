using System.Diagnostics;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Catalogue;
using OneVisit.Clock;

namespace OneVisit.Benchmarks.Clock;

/// <summary>Due dates on one core: how many a second, and what one allocates.</summary>
internal static class ClockBenchmark
{
    /// <summary>Counted between two looks at the time.</summary>
    private const int Round = 20_000;

    public static async IAsyncEnumerable<Result> RunAsync(Options options)
    {
        var runs = options.Number("runs", 3);
        var length = options.Seconds("seconds", 1);
        var calendar = CityCalendars.Load().National;
        var periods = Periods();
        Measure(calendar, periods, Project, TimeSpan.FromSeconds(length.TotalSeconds / 2));

        var projections = Enumerable.Range(0, runs).Select(_ => Measure(calendar, periods, Project, length)).ToList();
        var explanations = Enumerable.Range(0, runs).Select(_ => Measure(calendar, periods, Explain, length)).ToList();
        var projectionNs = Series.Median(projections.Select(m => m.Nanoseconds));
        yield return new Result("clock", new Dictionary<string, object>
        {
            ["projectionsPerSecond"] = Math.Round(1e9 / projectionNs),
            ["projectionNs"] = projectionNs,
            ["projectionBytes"] = projections.Max(m => m.Bytes),
            ["explanationNs"] = Series.Median(explanations.Select(m => m.Nanoseconds)),
            ["explanationBytes"] = Series.Median(explanations.Select(m => m.Bytes)),
        });
        await Task.CompletedTask;
    }

    private static int Project(CountingCalendar calendar, Period period) =>
        LegalClock.Project(calendar, period, period.Start).Due?.DayNumber ?? 0;

    private static int Explain(CountingCalendar calendar, Period period) => LegalClock.Explain(calendar, period).Count;

    /// <summary>By this thread's share of the process's processor time: nothing else runs in it meanwhile.</summary>
    private static (double Nanoseconds, double Bytes) Measure(CountingCalendar calendar, Period[] periods, Func<CountingCalendar, Period, int> ask, TimeSpan length)
    {
        var (count, sum) = (0L, 0L);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        do
        {
            for (var i = 0; i < Round; i++)
                sum += ask(calendar, periods[i % periods.Length]);
            count += Round;
        }
        while (Stopwatch.GetElapsedTime(started) < length);
        var time = Environment.CpuUsage.TotalTime - processor;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (sum == 0)
            throw new InvalidOperationException("no period has a due date");
        return (time.TotalNanoseconds / count, bytes / (double)count);
    }

    /// <summary>Starts on every day of two years; budgets from none to sixty days of either kind; up to three pauses; some extended.</summary>
    private static Period[] Periods() =>
    [
        .. Enumerable.Range(0, 730).Select(i =>
        {
            var start = new DateOnly(2025, 10, 1).AddDays(i);
            var pauses = Enumerable.Range(0, i % 4).Select(p => new Pause(start.AddDays(3 + 9 * p), start.AddDays(5 + 10 * p), "hearing"));
            return Period.Of(
                start,
                new Budget(i * 7 % 61, i % 3 == 0 ? Counting.NaturalDays : Counting.WorkingDays),
                [.. pauses],
                i % 5 == 0 ? [new Extension(10, start)] : []);
        }),
    ];
}
