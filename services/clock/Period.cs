namespace OneVisit.Clock;

/// <summary>Which days of a budget count. A limit in days is a count of days and never becomes hours.</summary>
public enum Counting : byte
{
    WorkingDays,
    NaturalDays,
}

/// <summary>What a limit grants: 0 days means on the day it starts.</summary>
public readonly record struct Budget(int Days, Counting Counting);

/// <summary>A suspension: from its first date through its last, both inclusive, nothing counts.</summary>
/// <param name="To">Null while it is open.</param>
/// <param name="Cause">Why the law lets the clock stand, as a word programs may switch on.</param>
public readonly record struct Pause(DateOnly From, DateOnly? To, string Cause);

/// <summary>Days granted on top of the budget.</summary>
/// <param name="At">The date it was granted on. It is told, and changes nothing: granted days count from the start like the others.</param>
public readonly record struct Extension(int Days, DateOnly At);

/// <summary>
/// All that a due date follows from, beside the calendar: a start, a budget, a ledger of pauses and the extensions. What exists here is
/// consistent. The due date itself is never stored.
/// </summary>
public sealed class Period
{
    private readonly Pause[] _pauses;

    private Period(DateOnly start, Budget budget, Pause[] pauses, IReadOnlyList<Extension> extensions)
    {
        Start = start;
        Budget = budget;
        _pauses = pauses;
        Extensions = extensions;
        Days = budget.Days + extensions.Sum(e => e.Days);
    }

    /// <summary>The day of the event; it does not count.</summary>
    public DateOnly Start { get; }

    public Budget Budget { get; }

    /// <summary>By date.</summary>
    public IReadOnlyList<Pause> Pauses => _pauses;

    public IReadOnlyList<Extension> Extensions { get; }

    /// <summary>Budget and extensions together.</summary>
    public int Days { get; }

    /// <summary>The pause that has not ended; null when every one has.</summary>
    public Pause? OpenPause => _pauses is [.., { To: null } last] ? last : null;

    internal ReadOnlySpan<Pause> PausesInOrder => _pauses;

    /// <summary>A period, from pauses in any order.</summary>
    /// <exception cref="ArgumentException">Names every fault of <see cref="PeriodCheck"/>.</exception>
    public static Period Of(DateOnly start, Budget budget, IReadOnlyList<Pause>? pauses = null, IReadOnlyList<Extension>? extensions = null)
    {
        pauses ??= [];
        extensions ??= [];
        var faults = PeriodCheck.FaultsOf(start, budget.Days, [.. pauses.Select(p => (Pause?)p)], [.. extensions.Select(e => (int?)e.Days)]);
        return faults.Count == 0
            ? new Period(start, budget, [.. pauses.OrderBy(p => p.From)], [.. extensions])
            : throw new ArgumentException(string.Join("; ", faults));
    }
}
