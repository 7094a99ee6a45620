using System.Diagnostics;
using System.Globalization;

namespace OneVisit.Benchmarks.Measuring;

/// <summary>Processor time used so far, in seconds: by this process, and by the servers of this machine, from /proc.</summary>
internal readonly record struct Processor(double Ours, double Postgres, double Broker)
{
    private const double TicksPerSecond = 100;

    public static Processor Now() => new(
        Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds, Of("postgres"), Of("beam.smp"));

    public static Processor operator -(Processor later, Processor earlier) =>
        new(later.Ours - earlier.Ours, later.Postgres - earlier.Postgres, later.Broker - earlier.Broker);

    /// <summary>The sum over the processes of that name and over their children that have ended (fields 14 to 17 of <c>stat</c>, see proc(5)).</summary>
    private static double Of(string name)
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!char.IsAsciiDigit(Path.GetFileName(folder)[0]))
                continue;
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var end = stat.LastIndexOf(')');
                if (stat[(stat.IndexOf('(') + 1)..end] != name)
                    continue;
                ticks += stat[(end + 2)..].Split(' ')[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }
        return ticks / TicksPerSecond;
    }
}
