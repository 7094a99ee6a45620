using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Documents;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>Review: every item on its own, none disturbing another, until all required ones have passed or one of them has not.</summary>
public sealed partial class CaseRules
{
    /// <summary>A task changed hands. Means something while its review is open; an older message than the last is dropped.</summary>
    private static Decision<CaseState> Held(CaseState state, TaskHeld held)
    {
        var item = state.Items.FirstOrDefault(i => i.Task == held.TaskId);
        if (item is not { InReview: true } || held.Sequence <= item.Sequence)
            return Decision<CaseState>.Nothing(state);
        // Whoever keeps the file meanwhile, a branch that asked for a supplement waits for the applicant.
        var holder = held.Lifecycle == ItemLifecycle.SupplementRequested ? ItemState.Applicant : held.Holder;
        return new Decision<CaseState>
        {
            State = With(state, item with { Holder = holder, Lifecycle = held.Lifecycle, Sequence = held.Sequence, Step = held.Lifecycle == item.Lifecycle ? item.Step : null, ToldAt = held.Lifecycle == item.Lifecycle ? item.ToldAt : null }),
            Journal = [new JournalEntry("task-held", new { item.Item, item.Department, held.Holder, held.Lifecycle })],
        };
    }

    /// <summary>
    /// A review was answered. Means something while the review is open. After the case's end it is recorded and ignored; a repeat is
    /// not even recorded. One that a later change of hands has overtaken still tells what was decided.
    /// </summary>
    private static Decision<CaseState> Reviewed(CaseState state, ReviewDecided decided, DateTimeOffset now)
    {
        var item = state.Items.FirstOrDefault(i => i.Task == decided.TaskId);
        if (item is null || decided.Sequence <= item.DecisionSequence)
            return Decision<CaseState>.Nothing(state);
        var overtaken = decided.Sequence <= item.Sequence;
        if (overtaken && !(item.InReview && decided.Round == item.Round))
            return Decision<CaseState>.Nothing(state);
        if (!item.InReview)
        {
            return new Decision<CaseState>
            {
                State = With(state, item with { Sequence = decided.Sequence, DecisionSequence = decided.Sequence }),
                Journal = [new JournalEntry("late-answer", new { item.Item, item.Department, decided.Decision.Outcome, decided.Decision.By })],
            };
        }

        var decision = decided.Decision;
        var reviewed = With(state, item with
        {
            Decision = decision,
            DecisionSequence = decided.Sequence,
            Clock = item.Clock.Decided(decision, item.Terms),
            Told = decision.Outcome == ReviewOutcome.SpecialProcedure ? [.. item.Told ?? [], new WrittenStep(decision, decision.At)] : item.Told,
            ToldAt = null,
            Given = null,
            Step = !overtaken || item.Lifecycle == LifecycleAfter(decision.Outcome) ? StepAfter(item, decision) : item.Step,
            Sequence = overtaken ? item.Sequence : decided.Sequence,
            Lifecycle = overtaken ? item.Lifecycle : LifecycleAfter(decision.Outcome),
            Holder = overtaken ? item.Holder : WaitsForApplicant(state, item, decision) ? ItemState.Applicant : item.Department,
        });
        var entry = new JournalEntry("review-decided", new
        {
            item.Item,
            item.Department,
            decision.Outcome,
            decision.By,
            decision.Reason,
            decision.LegalBasis,
            decision.Findings,
            decision.Procedure,
            decision.Notice,
            decision.Requested,
            // More than 1: it asks once more, on another ground.
            Round = decision.Outcome == ReviewOutcome.Supplement ? item.Round + 1 : (int?)null,
        });
        // Nothing follows a final answer in a department, so what was overtaken is never one.
        if (overtaken)
            return new Decision<CaseState> { State = reviewed, Journal = [entry] };
        return decision.Outcome switch
        {
            ReviewOutcome.Refuse when item.Required => End(
                reviewed, CaseLifecycle.Refused, CaseOutcome.Refused, StopCause.CaseRefused, ItemLifecycle.Cancelled, Because(item, decision), now,
                entry, new JournalEntry("refused", new { item.Item, item.Department, decision.Reason, decision.LegalBasis })),
            ReviewOutcome.NotAccepted when item.Required => End(
                reviewed, CaseLifecycle.NotAccepted, CaseOutcome.NotAccepted, StopCause.CaseNotAccepted, ItemLifecycle.Cancelled, Because(item, decision), now,
                entry, new JournalEntry("not-accepted", new { item.Item, item.Department, decision.Reason, decision.LegalBasis })),
            _ => Advance(reviewed, now, entry),
        };
    }

    private static ItemLifecycle LifecycleAfter(ReviewOutcome outcome) => outcome switch
    {
        ReviewOutcome.Pass => ItemLifecycle.ReviewPassed,
        ReviewOutcome.Refuse => ItemLifecycle.Refused,
        ReviewOutcome.NotAccepted => ItemLifecycle.NotAccepted,
        ReviewOutcome.Supplement => ItemLifecycle.SupplementRequested,
        ReviewOutcome.Inspect => ItemLifecycle.InspectionRequested,
        ReviewOutcome.SpecialProcedure => ItemLifecycle.SpecialProcedure,
        _ => throw new InvalidOperationException($"unknown outcome {outcome}"),
    };

    private static StepClock? StepAfter(ItemState item, Decision decision) => decision.Outcome switch
    {
        ReviewOutcome.Inspect when item.Terms?.Inspection is { } limit => new StepClock(ClockKind.Inspection, decision.At, limit),
        ReviewOutcome.SpecialProcedure when item.Terms.ProcedureOf(decision) is { } procedure =>
            new StepClock(ClockKind.SpecialProcedure, decision.At, procedure.Limit, procedure.Id),
        _ => null,
    };

    private static Text Because(ItemState item, Decision decision) => new(
        $"{item.Item}:{decision.Reason.Zh}({decision.LegalBasis})",
        $"{item.Item}: {decision.Reason.En} ({decision.LegalBasis})");
}
