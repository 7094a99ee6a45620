namespace OneVisit.SystemTests.Verify;

/// <summary>For data at rest: whoever waits has waited at once, and it is so much later.</summary>
internal sealed class LeapingClock : TimeProvider
{
    private TimeSpan _leapt;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _leapt;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
            _leapt += dueTime;
        return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
