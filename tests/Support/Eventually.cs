using System.Diagnostics;

namespace OneVisit.Support;

/// <summary>Waits for what another process or thread will make true: asks again and again, and fails at a deadline. Never a fixed sleep.</summary>
public static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <exception cref="TimeoutException">It did not become true in time; the message says what was waited for, and what was seen last.</exception>
    public static Task TrueAsync(string what, Func<Task<bool>> holds, TimeSpan? within = null) =>
        EqualAsync(what, true, holds, within);

    /// <inheritdoc cref="TrueAsync(string, Func{Task{bool}}, TimeSpan?)"/>
    public static Task TrueAsync(string what, Func<bool> holds, TimeSpan? within = null) =>
        EqualAsync(what, true, () => Task.FromResult(holds()), within);

    /// <inheritdoc cref="TrueAsync(string, Func{Task{bool}}, TimeSpan?)"/>
    public static async Task EqualAsync<T>(string what, T expected, Func<Task<T>> see, TimeSpan? within = null)
    {
        var patience = within ?? Patience;
        var started = Stopwatch.GetTimestamp();
        using var again = new PeriodicTimer(Between);
        while (true)
        {
            var seen = await see();
            if (EqualityComparer<T>.Default.Equals(seen, expected))
                return;
            if (Stopwatch.GetElapsedTime(started) > patience)
                throw new TimeoutException($"Waited {patience.TotalSeconds} s until {what}: expected {expected}, last seen {seen}");
            await again.WaitForNextTickAsync();
        }
    }
}
