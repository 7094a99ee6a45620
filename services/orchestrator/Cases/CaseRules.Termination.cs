using OneVisit.Contracts;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>
/// Termination (终止办理): the authority ends a case whose applicant or object is gone, or whose law has changed. Until issuing begins nothing has been granted, and it ends as it stands. Of a case that
/// waits for the operator something may have been issued: half a bundle is not left behind, so that is revoked first.
/// </summary>
public sealed partial class CaseRules
{
    /// <summary>The same ground again is harmless, also while what was issued is being revoked.</summary>
    private static Decision<CaseState> Terminate(CaseState state, TerminateCase terminate, DateTimeOffset now)
    {
        if (state.Termination is { } made)
            return made.Ground == terminate.Ground ? Decision<CaseState>.Nothing(state) : Refuse(state, "terminated-already", $"The case has been terminated on another ground: {made.Ground}.");
        var terminated = state with { Termination = new Termination(terminate.Ground, terminate.By, now, terminate.Reason, terminate.LegalBasis) };
        var data = new { terminate.By, terminate.Ground, terminate.Reason, terminate.LegalBasis };
        switch (state.Lifecycle)
        {
            case CaseLifecycle.Submitted or CaseLifecycle.Reviewing:
                return End(
                    terminated, CaseLifecycle.Terminated, CaseOutcome.Terminated, StopCause.CaseTerminated, ItemLifecycle.Cancelled, terminate.Reason, now,
                    new JournalEntry("terminated", data));
            case CaseLifecycle.Issuing when state.Compensation is null && state.Items.FirstOrDefault(i => i.IsParked) is { } parked:
                return Advance(
                    terminated with { Compensation = terminate.Reason }, now,
                    new JournalEntry("termination-ordered", data), new JournalEntry("compensation-begun", new { parked.Item, terminate.Reason }));
            case CaseLifecycle.Issuing:
                return Refuse(state, "issuing-has-begun", "Licences are being issued; the case can no longer be terminated.");
            default:
                return Decision<CaseState>.Refused(state, HasEnded(state));
        }
    }
}
