using System.Diagnostics;

namespace OneVisit.Chaos;

/// <summary>One scenario from its start to its verdict.</summary>
internal static class Run
{
    /// <summary>How long a message may be on its way, once everything works again: what a process that was killed left in its outbox is sent again after half a minute.</summary>
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(45);

    /// <param name="damage">Done to the stores by hand before the verdict, by a control.</param>
    /// <exception cref="OperationCanceledException">It was asked to end; whatever it had started is gone.</exception>
    public static async Task<Result> ScenarioAsync(Scenario scenario, Extent extent, Func<Fleet, Load, Task>? damage = null, CancellationToken stop = default)
    {
        await using (scenario)
            return await WatchAsync(scenario, extent, damage).WaitAsync(stop);
    }

    private static async Task<Result> WatchAsync(Scenario scenario, Extent extent, Func<Fleet, Load, Task>? damage)
    {
        var started = Stopwatch.GetTimestamp();
        void Say(string what) => Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds,6:0} s  {what}");
        var recoveries = new List<TimeSpan>();
        var findings = new List<string>();
        var faults = 0;
        await scenario.StartAsync();
        Say($"{scenario.Name}: the platform is up");
        await using var load = new Load(scenario.Fleet, extent.Applicants);
        await load.StartAsync();
        var last = DateTimeOffset.MinValue;
        try
        {
            for (; faults < extent.Kills; faults++)
            {
                await load.ReachedAsync(Math.Max(load.Acknowledged + 1, extent.Cases * (faults + 1) / (extent.Kills + 1)));
                last = await scenario.FaultAsync(faults, load);
                if (await load.RecoveredAsync(last) is { } recovery)
                {
                    recoveries.Add(recovery);
                    Say($"fault {faults + 1} of {extent.Kills}: a case was completed {recovery.TotalSeconds:0.0} s after it; {load.Acknowledged:N0} accepted");
                }
                else
                    findings.Add($"no case was completed for a minute after fault {faults + 1}");
            }
            await load.ReachedAsync(extent.Cases);
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            findings.Add(e.Message);
        }
        await load.FinishAsync();

        var history = new History(scenario.Fleet);
        long open;
        while ((open = await history.OpenAsync()) > 0 && TimeProvider.System.GetUtcNow() - last < TimeSpan.FromSeconds(60))
            await Pause.ForAsync(TimeSpan.FromMilliseconds(100));
        if (open > 0)
            findings.Add($"{open} cases are open a minute after the last fault");
        if (damage is not null)
            await damage(scenario.Fleet, load);
        Say("every case has ended; the stores are checked");
        await history.CheckAsync(load.Cases, load.Unacknowledged);
        await history.VerifyAsync(Stall);
        findings.AddRange(load.Unexpected);
        if (load.Unacknowledged > 0)
            findings.Add($"{load.Unacknowledged} requests were repeated for a minute and never acknowledged");
        await StopAsync(scenario.Fleet, findings);
        var times = recoveries.Order().ToList();
        return new Result
        {
            Scenario = scenario.Name,
            Kills = scenario.Kills,
            Attempts = load.Attempts,
            Acknowledged = load.Acknowledged,
            Lost = history.Lost,
            Duplicated = history.Duplicated + load.Duplicated,
            Unexpected = findings.Count + history.Findings.Count,
            Recovered = recoveries.Count,
            Faults = faults,
            RecoveryP50 = Percentile(times, 0.50),
            RecoveryP99 = Percentile(times, 0.99),
            AllEndedWithinAMinute = open == 0,
            Refused = load.Refused,
            NoAnswer = load.NoAnswer,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
            Findings = [.. scenario.Note is { } note ? new[] { note } : [], .. findings, .. history.Findings],
        };
    }

    private static async Task StopAsync(Fleet fleet, List<string> findings)
    {
        try
        {
            await fleet.StopAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            findings.Add(e.Message);
        }
    }

    private static double Percentile(List<TimeSpan> sorted, double part) =>
        sorted.Count == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))].TotalSeconds, 2);
}
