using OneVisit.Contracts;

namespace OneVisit.Kit.Clocks;

/// <summary>What events do to an item's clock: the same in the case and in the department's task.</summary>
public static class Ledger
{
    /// <summary>
    /// A decision ends a suspension that was open; a request for a supplement and a special procedure begin one. A site visit is part of the
    /// review, and counts.
    /// </summary>
    public static TaskClock? Decided(this TaskClock? clock, Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        SuspensionCause? cause = decision.Outcome switch
        {
            ReviewOutcome.Supplement => SuspensionCause.Supplement,
            ReviewOutcome.SpecialProcedure => SuspensionCause.SpecialProcedure,
            _ => null,
        };
        var resumed = clock.Resumed(decision.At);
        return resumed is null || cause is null
            ? resumed
            : resumed with { Suspensions = [.. resumed.Suspensions ?? [], new Suspension(decision.At, null, cause.Value)] };
    }

    /// <summary>What was awaited is here: an open suspension ends.</summary>
    public static TaskClock? Resumed(this TaskClock? clock, DateTimeOffset at) => clock?.Suspensions is [.., { To: null } open]
        ? clock with { Suspensions = [.. clock.Suspensions.SkipLast(1), open with { To = at < open.From ? open.From : at }] }
        : clock;
}
