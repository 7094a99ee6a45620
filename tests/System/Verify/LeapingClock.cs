namespace OneVisit.SystemTests.Verify;

/// <summary>For data at rest: whoever waits has waited at once, and it is so much later.</summary>
/// <param name="ahead">Of the system's clock, when it begins.</param>
internal sealed class LeapingClock(TimeSpan ahead = default) : TimeProvider
{
    private TimeSpan _leapt = ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _leapt;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
            _leapt += dueTime;
        return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
