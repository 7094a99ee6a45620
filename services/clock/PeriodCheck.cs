namespace OneVisit.Clock;

public enum PeriodFaultKind
{
    /// <summary>The start is so late that the end might have no date.</summary>
    StartTooLate,
    NegativeBudget,
    NegativeExtension,
    /// <summary>Budget and extensions together; at the one that goes over.</summary>
    TooManyDays,
    /// <summary>A pause's last date lies before its first.</summary>
    PauseEndsBeforeItBegins,
    /// <summary>A pause begins on a day that an earlier one touches, or after one that is still open.</summary>
    PausesOverlap,
    /// <summary>All pauses together; at the one that goes over.</summary>
    PausesTooLong,
}

/// <param name="Index">The place among the extensions or the pauses as they were given; -1 for a fault of the budget or the start.</param>
public readonly record struct PeriodFault(PeriodFaultKind Kind, int Index);

/// <summary>Says of what was given for a period everything that is wrong with it.</summary>
public static class PeriodCheck
{
    /// <summary>The most days of budget and extensions together, and the most days of all closed pauses together: more is a mistake, and would make explanations endless.</summary>
    public const int MostDays = 10_000;

    /// <summary>Every period that starts by then ends before dates do.</summary>
    public static readonly DateOnly LatestStart = new(9900, 12, 31);

    /// <summary>Every fault; empty when there is none. What is null could not be read and is not looked at.</summary>
    public static IReadOnlyList<PeriodFault> FaultsOf(DateOnly? start, int? budget, IReadOnlyList<Pause?> pauses, IReadOnlyList<int?> extensions)
    {
        ArgumentNullException.ThrowIfNull(pauses);
        ArgumentNullException.ThrowIfNull(extensions);
        var faults = new List<PeriodFault>();
        if (start > LatestStart)
            faults.Add(new(PeriodFaultKind.StartTooLate, -1));
        CheckDays(budget, extensions, faults);
        CheckPauses(pauses, faults);
        return faults;
    }

    private static void CheckDays(int? budget, IReadOnlyList<int?> extensions, List<PeriodFault> faults)
    {
        if (budget < 0)
            faults.Add(new(PeriodFaultKind.NegativeBudget, -1));
        if (budget > MostDays)
            faults.Add(new(PeriodFaultKind.TooManyDays, -1));
        long total = Math.Max(0, budget ?? 0);
        for (var i = 0; i < extensions.Count; i++)
        {
            if (extensions[i] is not { } days)
                continue;
            if (days < 0)
                faults.Add(new(PeriodFaultKind.NegativeExtension, i));
            var within = total <= MostDays;
            total += Math.Max(0, days);
            if (within && total > MostDays)
                faults.Add(new(PeriodFaultKind.TooManyDays, i));
        }
    }

    private static void CheckPauses(IReadOnlyList<Pause?> pauses, List<PeriodFault> faults)
    {
        var sound = new List<(int Index, int From, int To)>();
        for (var i = 0; i < pauses.Count; i++)
        {
            if (pauses[i] is not { } pause)
                continue;
            if (pause.To < pause.From)
                faults.Add(new(PeriodFaultKind.PauseEndsBeforeItBegins, i));
            else
                sound.Add((i, pause.From.DayNumber, pause.To?.DayNumber ?? int.MaxValue));
        }

        // By first date; of two on the same day, the one that was given later is at fault.
        sound.Sort((a, b) => (a.From, a.Index).CompareTo((b.From, b.Index)));
        var (reached, length) = (-1, 0L);
        foreach (var (index, from, to) in sound)
        {
            if (from <= reached)
                faults.Add(new(PeriodFaultKind.PausesOverlap, index));
            reached = Math.Max(reached, to);
            var within = length <= MostDays;
            length += to == int.MaxValue ? 0 : to - from + 1;
            if (within && length > MostDays)
                faults.Add(new(PeriodFaultKind.PausesTooLong, index));
        }
    }
}
