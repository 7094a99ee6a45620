using System.Diagnostics;
using System.Globalization;
using OneVisit.Simulation.Checks;

namespace OneVisit.Simulation;

/// <summary>Runs many schedules, as many at once as there are processors.</summary>
internal static class Schedules
{
    /// <summary>As many as continuous integration runs.</summary>
    private const int Default = 100_000;

    /// <summary>How many <c>ONEVISIT_SIMULATION_SCHEDULES</c> asks for.</summary>
    public static int Wanted => Variable("ONEVISIT_SIMULATION_SCHEDULES") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Default;

    /// <summary>The one schedule that <c>ONEVISIT_SIMULATION_SEED</c> asks for.</summary>
    public static ulong? SeedOfEnvironment => Variable("ONEVISIT_SIMULATION_SEED") is { } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Seeds from <paramref name="from"/> on, until one fails. Threads of their own, not the pool's, so that nothing but the schedule's own scheduler is found.</summary>
    public static Result Run(int count, Planted planted, ulong from, bool verified = false)
    {
        var began = Stopwatch.GetTimestamp();
        var usedBefore = Environment.CpuUsage.TotalTime;
        var result = new Result();
        var next = -1;
        var gate = new Lock();
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            for (var i = Interlocked.Increment(ref next); i < count && result.Failure is null; i = Interlocked.Increment(ref next))
            {
                Outcome outcome;
                try
                {
                    outcome = Schedule.Run(from + (ulong)i, planted, verified: verified);
                }
                catch (Exception e)
                {
                    outcome = new Outcome(from + (ulong)i, $"the simulation itself failed: {e}", new Engine.Trace(false), 0);
                }
                lock (gate)
                {
                    result.Schedules++;
                    result.Steps += outcome.Trace.Steps;
                    result.Effects += outcome.Effects;
                    result.Kinds.UnionWith(outcome.Trace.Kinds);
                    if (outcome.Violation is not null)
                        result.Failure ??= outcome;
                }
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        result.Took = Stopwatch.GetElapsedTime(began);
        result.Used = Environment.CpuUsage.TotalTime - usedBefore;
        return result;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;

    internal sealed class Result
    {
        public int Schedules { get; set; }

        public long Steps { get; set; }

        /// <summary>Messages that took effect.</summary>
        public long Effects { get; set; }

        /// <summary>Every kind of thing that happened in any of them.</summary>
        public HashSet<string> Kinds { get; } = new(StringComparer.Ordinal);

        public TimeSpan Took { get; set; }

        /// <summary>Processor time of the whole process.</summary>
        public TimeSpan Used { get; set; }

        /// <summary>The first schedule in which an invariant was broken.</summary>
        public Outcome? Failure { get; set; }

        public string Summary() => string.Create(CultureInfo.InvariantCulture,
            $"{Schedules} schedules, {Steps} steps, {Effects} messages with an effect in {Took.TotalSeconds:0.0} s; {Used.TotalMilliseconds / Math.Max(1, Schedules):0.000} ms of processor time each");
    }
}
