namespace OneVisit.Support;

/// <summary>When a load of so many a second begins the next: the first at once, each other a whole number of intervals after it.</summary>
public readonly record struct Pace(double PerSecond)
{
    /// <summary>How many are to have begun by then.</summary>
    public long DueBy(TimeSpan elapsed)
    {
        var last = (long)Math.Floor(elapsed.TotalSeconds * PerSecond);
        // A moment is a whole number of ticks, and its product with the rate may fall short of the number it was made of.
        return DueAt(last + 1) <= elapsed ? last + 2 : last + 1;
    }

    /// <summary>From the beginning until the one of this number is due, the first being 0.</summary>
    public TimeSpan DueAt(long number) => TimeSpan.FromSeconds(number / PerSecond);

    /// <summary>
    /// How long to sleep until the one of this number is due, in whole milliseconds as timers know them, rounded up: whoever wakes a moment too early
    /// finds nothing to begin, and a load that then sleeps a whole interval is late by one, which every figure would take for the platform's time.
    /// </summary>
    public TimeSpan Until(long number, TimeSpan elapsed) => TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((DueAt(number) - elapsed).TotalMilliseconds)));
}
