using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Documents;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>What time does to a task, and what people do to its time.</summary>
public sealed partial class TaskRules
{
    /// <summary>Where silence is consent, the moment at which it becomes that.</summary>
    public DateTimeOffset? WakesAt(TaskState state) =>
        state is { IsOpen: true, Terms.DeemedApproved: not null, Clock: { } clock } && DeadlinesOf(state) is { } deadlines
            ? deadlines.EndOf(deadlines.CommittedOf(clock))
            : null;

    private const string DeemedApproved = "rule:deemed-approved/1";

    private bool IsConsent(TaskState state, DateTimeOffset now) => WakesAt(state) <= now;

    /// <summary>Silence is consent (超时默认): the review passes by law.</summary>
    private Decision<TaskState> TimeIsUp(TaskState? state, DateTimeOffset now)
    {
        if (state is null || !IsConsent(state, now))
            return Decision<TaskState>.Nothing(state);
        // What nobody has signed in time is no decision.
        var (task, dropped) = WithoutProposal(state, "deemed-approved");
        return Decided(task, new Decision
        {
            Outcome = ReviewOutcome.Pass,
            By = DeemedApproved,
            At = now,
            Reason = new Text("承诺时限届满未作出决定,视为同意", "The promised time has passed without a decision: silence is consent"),
            LegalBasis = state.Terms!.DeemedApproved!,
        }, [], dropped);
    }

    /// <summary>Once, at most what the catalogue allows, and before the law's limit is up (Administrative Licensing Law, art 42).</summary>
    private Decision<TaskState> Extended(TaskState state, ExtendLimit extend, DateTimeOffset now)
    {
        if (state.Clock is not { } clock || state.Terms?.Extension is not { } most || DeadlinesOf(state) is not { } deadlines)
            return Refuse(state, "no-extension", "The limit of this item cannot be extended.");
        if (clock.Extension is { } granted)
        {
            return granted.Days == extend.Days
                ? Decision<TaskState>.Nothing(state)
                : Refuse(state, "extended-already", $"The limit was extended by {granted.Days} days; it can be extended once.");
        }
        if (extend.Days > most)
            return Decision<TaskState>.Refused(state, Refusal.Of("/days", FaultCodes.ExtensionTooLong, $"The limit of this item can be extended by at most {most} days."));
        if (deadlines.HasPassed(deadlines.StatutoryOf(clock), now))
            return Refuse(state, "time-is-up", "The limit has passed; it can be extended only before that.");
        var extension = new LimitExtension(extend.Days, now, OfPromise: !deadlines.HasPassed(deadlines.CommittedOf(clock), now));
        return new Decision<TaskState>
        {
            State = state with { Clock = clock with { Extension = extension }, ExtensionGrounds = new Grounds(extend.Reason, extend.LegalBasis) },
            Messages =
            [
                new Outgoing(ServiceNames.Orchestrator, new LimitExtended
                {
                    CaseId = state.CaseId,
                    TaskId = state.TaskId,
                    Extension = extension,
                    By = extend.By,
                    Reason = extend.Reason,
                    LegalBasis = extend.LegalBasis,
                }),
            ],
            Journal = [new JournalEntry("limit-extended", new { extend.Days, extension.OfPromise, extend.By, extend.Reason, extend.LegalBasis })],
        };
    }

    private Deadlines? DeadlinesOf(TaskState task) => deadlines?.Invoke(task);
}
