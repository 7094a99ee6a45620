using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Hosting;

namespace OneVisit.Kit.Polling;

/// <summary>
/// Brings a department's tasks to its closed systems and asks what has become of them. Each system is asked by itself, so that a slow one holds up no other,
/// and by one process at a time. It rests on the inbox and on what it remembers: whatever it missed while nothing ran is seen at the next look.
/// </summary>
internal sealed partial class Polling(
    Func<Running<TaskState>> running, IReadOnlyList<(ClosedSystem System, Func<Action<TimeSpan>, ClosedSystemClient> Client)> systems, TaskRules rules, TimeProvider clock, ILogger log, Func<double>? random = null)
    : BackgroundService
{
    /// <summary>Between two looks at what is due; what is due within this process is seen at once.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks at what other processes have changed.</summary>
    private static readonly TimeSpan LookForChanges = TimeSpan.FromSeconds(5);

    private readonly Guid _holder = Guid.CreateVersion7();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(systems.Select(s => RunAsync(s.System, s.Client, stoppingToken)));

    private async Task RunAsync(ClosedSystem system, Func<Action<TimeSpan>, ClosedSystemClient> open, CancellationToken cancel)
    {
        var asked = new Asked(this, system);
        using var client = open(asked.LeaveAlone);
        var look = system.Interval < Look * 2 ? system.Interval / 2 : Look;
        var (troubled, lookedForChanges) = (false, 0L);
        Begun(log, system.Department, system.Id, system.Interval.TotalSeconds, string.Join(", ", system.Items));
        while (!cancel.IsCancellationRequested)
        {
            // Taken before looking, so that no change is missed.
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var announced = running().Worker.Announced.AnyAsync(look, clock, woken.Token);
            try
            {
                var changes = lookedForChanges == 0 || clock.GetElapsedTime(lookedForChanges) > LookForChanges || asked.IsAnnounced;
                if (changes)
                    lookedForChanges = clock.GetTimestamp();
                asked.IsAnnounced = false;
                await asked.PassAsync(client, changes, cancel);
                troubled = false;
            }
            catch (Exception e)
            {
                if (!troubled && !cancel.IsCancellationRequested)
                    CannotLook(log, system.Department, system.Id, e.Message);
                troubled = true;
            }
            try
            {
                var began = clock.GetTimestamp();
                await announced;
                asked.IsAnnounced |= clock.GetElapsedTime(began) < look;
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Department}: the closed system {System} is asked every {Seconds} s about {Items}")]
    private static partial void Begun(ILogger log, string department, string system, double seconds, string items);

    [LoggerMessage(LogLevel.Warning, "{Department}: the closed system {System} is not asked for now: {Reason}. What is known of its tasks is kept, and the next look is in a second")]
    private static partial void CannotLook(ILogger log, string department, string system, string reason);

    [LoggerMessage(LogLevel.Warning, "{Department}: the closed system {System}, task {Task}: {Trouble}. Nothing was changed")]
    private static partial void Troubled(ILogger log, string department, string system, Guid task, string trouble);

    [LoggerMessage(LogLevel.Warning, "{Department}: the closed system {System} has not decided task {Task} since {Since:u}; people take over")]
    private static partial void GaveUp(ILogger log, string department, string system, Guid task, DateTimeOffset since);

    [LoggerMessage(LogLevel.Warning, "{Department}: the closed system {System} cannot be reached since {Since:u}: {Reason}. {Waiting} tasks wait for it")]
    private static partial void Unreachable(ILogger log, string department, string system, DateTimeOffset since, string? reason, long waiting);

    [LoggerMessage(LogLevel.Information, "{Department}: the closed system {System} can be reached again, after {Hours:0.0} hours; {Waiting} tasks wait for it")]
    private static partial void Back(ILogger log, string department, string system, double hours, long waiting);
}
