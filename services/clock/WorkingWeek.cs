namespace OneVisit.Clock;

/// <summary>The weekly rule: which days of the week are worked. Counts over any stretch without looking at its days.</summary>
public sealed class WorkingWeek
{
    private const int Days = 7;

    /// <summary>Working days from Monday up to, not including, each day of the week.</summary>
    private readonly int[] _before = new int[Days + 1];

    /// <summary>The working days of a week, Monday being 0.</summary>
    private readonly int[] _working;

    /// <exception cref="ArgumentException">No day is worked: no period would ever end.</exception>
    public WorkingWeek(IEnumerable<DayOfWeek> workingDays)
    {
        ArgumentNullException.ThrowIfNull(workingDays);
        _working = [.. workingDays.Select(day => ((int)day + Days - 1) % Days).Distinct().Order()];
        if (_working.Length == 0)
            throw new ArgumentException("a week has at least one working day", nameof(workingDays));
        for (var day = 0; day < Days; day++)
            _before[day + 1] = _before[day] + (_working.Contains(day) ? 1 : 0);
    }

    public static readonly WorkingWeek MondayToFriday =
        new([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday]);

    // Day number 0, the first of January of the year 1, is a Monday.
    internal bool IsWorking(int day) => _before[day % Days + 1] > _before[day % Days];

    /// <summary>Working days from day number 0 through this one; of -1, none.</summary>
    internal int Through(int day) => (day + 1) / Days * _working.Length + _before[(day + 1) % Days];

    /// <summary>The day number of the n-th working day, counted from 1.</summary>
    internal int Nth(int n) => (n - 1) / _working.Length * Days + _working[(n - 1) % _working.Length];
}
