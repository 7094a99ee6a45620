namespace OneVisit.Conformance;

/// <summary>The two kinds of waiting: for what must come, with a deadline; and for what must not come, for as long as the settings say.</summary>
internal static class Pause
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>False when it has not become true in time.</summary>
    public static async Task<bool> UntilAsync(Func<bool> holds, TimeSpan patience, TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (!holds())
        {
            if (time.GetElapsedTime(began) > patience)
                return false;
            await ForAsync(BetweenLooks, time, cancel);
        }
        return true;
    }

    /// <inheritdoc cref="UntilAsync(Func{bool}, TimeSpan, TimeProvider, CancellationToken)"/>
    public static async Task<bool> UntilAsync(Func<Task<bool>> holds, TimeSpan patience, TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (!await holds())
        {
            if (time.GetElapsedTime(began) > patience)
                return false;
            await ForAsync(BetweenLooks, time, cancel);
        }
        return true;
    }

    public static async Task ForAsync(TimeSpan length, TimeProvider time, CancellationToken cancel)
    {
        if (length <= TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(length, time);
        await timer.WaitForNextTickAsync(cancel);
    }
}
