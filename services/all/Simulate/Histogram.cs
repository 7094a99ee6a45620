namespace OneVisit.All.Simulate;

/// <summary>How often each number of working days was seen.</summary>
internal sealed class Histogram
{
    private readonly List<int> _seen = [];

    public int Count { get; private set; }

    public void Add(int days)
    {
        while (_seen.Count <= days)
            _seen.Add(0);
        _seen[days]++;
        Count++;
    }

    /// <summary>Null when nothing was seen.</summary>
    public Waiting? ToWaiting() => Count == 0 ? null : new Waiting(Quantile(0.5), Quantile(0.9), _seen.Count - 1);

    /// <summary>The least number of days within which this share was done.</summary>
    private int Quantile(double share)
    {
        var days = 0;
        for (long seen = _seen[0]; seen < share * Count; seen += _seen[++days])
        {
        }
        return days;
    }
}

/// <summary>Working days: half waited no longer than the median, nine of ten no longer than the p90.</summary>
internal sealed record Waiting(int Median, int P90, int Worst);
