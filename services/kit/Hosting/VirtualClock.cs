using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.Hosting;

/// <summary>
/// A clock that runs on like another and can be put forward, never back. What is measured or waited for (timestamps, timers) stays real time:
/// a second of waiting is a second, however far the date has been put forward.
/// </summary>
public sealed class VirtualClock(TimeProvider real) : TimeProvider
{
    /// <summary>The setting <c>Clock:Mode</c>.</summary>
    public const string Setting = "Clock:Mode";

    /// <summary>The values of the setting.</summary>
    public const string SystemMode = "system", VirtualMode = "virtual";

    /// <summary>What a process is told that runs a part of the platform only: the clocks of the others would stay behind.</summary>
    public const string OneProcess = $"{Setting}: '{VirtualMode}' expected every service in this one process, as services/all runs them";

    private long _ahead;

    /// <summary>The clock it runs on like.</summary>
    public TimeProvider Real => real;

    /// <summary>How far it is ahead of the clock it runs on like.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    public override long TimestampFrequency => real.TimestampFrequency;

    /// <summary>Whether the process has a clock that can be put forward.</summary>
    /// <exception cref="ConfigurationException">The setting is neither of its values, or asks for a virtual clock where dates must be true.</exception>
    public static bool IsWanted(IConfiguration configuration, IHostEnvironment environment) => configuration[Setting]?.Trim() switch
    {
        null or "" or SystemMode => false,
        VirtualMode when environment.IsDevelopment() => true,
        VirtualMode => throw new ConfigurationException($"{Setting}: a clock that anybody may put forward exists in Development only; expected '{SystemMode}', or nothing"),
        _ => throw new ConfigurationException($"{Setting}: expected '{SystemMode}' or, in Development, '{VirtualMode}'"),
    };

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + Ahead;

    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => real.CreateTimer(callback, state, dueTime, period);

    /// <summary>From now on it is <paramref name="instant"/>; nothing changes when that is past already.</summary>
    internal void PutForward(DateTimeOffset instant) => PutAhead(instant - real.GetUtcNow());

    /// <summary>From now on it is so far ahead; nothing changes when it is farther already.</summary>
    internal void PutAhead(TimeSpan ahead)
    {
        for (var before = Interlocked.Read(ref _ahead); before < ahead.Ticks;)
        {
            var seen = Interlocked.CompareExchange(ref _ahead, ahead.Ticks, before);
            if (seen == before)
                return;
            before = seen;
        }
    }
}
