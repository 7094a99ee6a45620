using OneVisit.Simulation.Checks;

namespace OneVisit.Simulation;

/// <summary>An invariant says nothing about what never happens: the schedules do reach every ending, and every trouble strikes.</summary>
public sealed class ReachTests
{
    private const int Seeds = 12_000;

    private static readonly string[] Wanted =
    [
        "Completed", "Refused", "NotAccepted", "Withdrawn", "Terminated", "waits in Reviewing", "waits in Issuing",
        "item Issued", "item Revoked", "item IssueFailed", "item Cancelled", "item Withdrawn", "item SupplementRequested",
        "crashed", "refuses", "is away", "not sent", "not confirmed", "not acknowledged", "handed over",
        "came second", "was a deadlock's victim", "broke off before the commit", "broke off after the commit",
        "brings what was promised", "brings too late what was promised", "materials-provided", "promise-lapsed",
        "checks afterwards", "drawn", "after-checked", "licences-revoked", "corrects a licence", "licence-corrected", "the supervisor terminates", "terminated", "termination-ordered",
        "supplements", "supplement-lapsed", "supplement-told", "several requests in one notice", "told when the window was over", "answered before the notice", "answers in part", "waits for the rest", "asks a second time",
        "may not ask for it again", "withdraws", "the operator says Retry", "the operator says Compensate",
        "item Issuing", "received", "the system issues", "the system fails", "system-unreachable", "system-back",
        "task.requested", "task.supplemented", "task.lapsed", "task.cancelled", "task.issue-requested", "task.revocation-requested",
        "decision-proposed", "signed", "not-agreed", "proposal-dropped", "countersigner-named", "countersigner-dropped", "delegated", "returned", "taken-over", "assigned",
        "agrees", "finds", "moves", "inspection-planned", "inspection-joined", "inspection-left", "inspection-proposed", "inspection-appointed", "inspection-moved", "inspection-found",
        "the clerk accepts", "the clerk does not accept", "limit-extended", "warned", "task.deemed-approved", "all are woken",
        "agreed-by-absence", "inspection-held", "inspection-dropped", "late-finding",
    ];

    [Fact]
    public void Every_ending_is_reached_and_every_trouble_strikes()
    {
        var run = Schedules.Run(Seeds, Planted.None, from: 0);

        Assert.Null(run.Failure);
        Assert.Empty(Wanted.Except(run.Kinds));
    }
}
