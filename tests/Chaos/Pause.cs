namespace OneVisit.Chaos;

/// <summary>How long a fault lasts, and how long a client was told to wait: the one kind of waiting here that waits for nothing but time.</summary>
internal static class Pause
{
    public static async Task ForAsync(TimeSpan time, CancellationToken cancel = default)
    {
        if (time <= TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(time);
        try
        {
            await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Who no longer waits goes on at once.
        }
    }
}
