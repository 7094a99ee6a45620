using OneVisit.Kit;

namespace OneVisit.All.Simulate;

/// <summary>
/// When somebody is at work: stretches of instants, in order. Time at work is counted along them, so that a review begun in the evening goes on
/// in the morning.
/// </summary>
internal sealed class WorkingTime
{
    private readonly long[] _from;
    private readonly long[] _to;

    private WorkingTime(List<(long From, long To)> stretches)
    {
        _from = [.. stretches.Select(s => s.From)];
        _to = [.. stretches.Select(s => s.To)];
    }

    /// <summary>The opening hours of a desk over the days.</summary>
    /// <param name="works">Whether anybody is there on the day.</param>
    public static WorkingTime Of(DateOnly first, DateOnly last, IReadOnlyList<(int From, int To)> hours, Func<DateOnly, bool> works, CityTime time)
    {
        var stretches = new List<(long, long)>();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (!works(day))
                continue;
            var midnight = time.StartOf(day).UtcTicks;
            foreach (var (from, to) in hours)
                stretches.Add((midnight + (from * TimeSpan.TicksPerMinute), midnight + (to * TimeSpan.TicksPerMinute)));
        }
        return new WorkingTime(stretches);
    }

    /// <summary>The first instant from this one on at which there is work; null when there is none any more.</summary>
    public long? NextFrom(long instant)
    {
        var i = IndexOf(instant);
        return i == _from.Length ? null : Math.Max(_from[i], instant);
    }

    /// <summary>When something that takes so many ticks of work is done, begun at the instant, and null when the time does not suffice.</summary>
    public long? After(long instant, long ticks)
    {
        for (var i = IndexOf(instant); i < _from.Length; i++)
        {
            var begins = Math.Max(_from[i], instant);
            if (begins + ticks <= _to[i])
                return begins + ticks;
            ticks -= _to[i] - begins;
        }
        return null;
    }

    /// <summary>Ticks at work between the two instants.</summary>
    public long Between(long from, long to)
    {
        long sum = 0;
        for (var i = IndexOf(from); i < _from.Length && _from[i] < to; i++)
            sum += Math.Min(_to[i], to) - Math.Max(_from[i], from);
        return sum;
    }

    /// <summary>The stretch that the instant lies in, or else the next.</summary>
    private int IndexOf(long instant)
    {
        var found = Array.BinarySearch(_to, instant);
        // At the very end of a stretch there is no work any more.
        return found >= 0 ? found + 1 : ~found;
    }
}
