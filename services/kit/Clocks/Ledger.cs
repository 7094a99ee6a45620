using OneVisit.Contracts;

namespace OneVisit.Kit.Clocks;

/// <summary>What events do to an item's clock: the same in the case and in the department's task.</summary>
public static class Ledger
{
    /// <summary>
    /// A decision ends a suspension that was open; a request for a supplement and a special procedure begin one. A site visit is part of the
    /// review, and counts.
    /// </summary>
    /// <param name="terms">Whether a special procedure counts after all.</param>
    public static TaskClock? Decided(this TaskClock? clock, Decision decision, ItemTerms? terms)
    {
        ArgumentNullException.ThrowIfNull(decision);
        SuspensionCause? cause = decision.Outcome switch
        {
            ReviewOutcome.Supplement => SuspensionCause.Supplement,
            ReviewOutcome.SpecialProcedure when terms.ProcedureOf(decision) is not { Counts: true } => SuspensionCause.SpecialProcedure,
            _ => null,
        };
        var resumed = clock.Resumed(decision.At);
        return resumed is null || cause is null
            ? resumed
            : resumed with { Suspensions = [.. resumed.Suspensions ?? [], new Suspension(decision.At, null, cause.Value, decision.Reason)] };
    }

    /// <summary>The special procedure that a decision begins; null when it names none that the item has.</summary>
    public static ProcedureTerms? ProcedureOf(this ItemTerms? terms, Decision decision) => terms?.Procedures?.FirstOrDefault(p => p.Id == decision.Procedure);

    /// <summary>What was awaited is here: an open suspension ends.</summary>
    public static TaskClock? Resumed(this TaskClock? clock, DateTimeOffset at) => clock?.Suspensions is [.., { To: null } open]
        ? clock with { Suspensions = [.. clock.Suspensions.SkipLast(1), open with { To = at < open.From ? open.From : at }] }
        : clock;
}
