using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>What people do with a task, and what is told to the orchestrator.</summary>
public sealed partial class TaskRules
{
    private Decision<TaskState> Command(TaskState? state, TaskCommand command, Facts facts, DateTimeOffset now)
    {
        if (state is null)
            return Decision<TaskState>.Refused(null, new Refusal(404, "not-found", "There is nothing here that you may know of."));
        return command switch
        {
            DecideTask { Outcome: ReviewOutcome.Inspect } when state is { IsOpen: true, Inspection.IsOver: true } => NoSeparateVisit(state),
            EnterFinding find => Found(state, find, now),
            MoveInspection move => Moved(state, move, now),
            // The same claim, the same hand-over, the same decision again: harmless.
            ClaimTask claim when state.Holder == claim.By && state.IsOpen => Decision<TaskState>.Nothing(state),
            AssignTask assign when state.Holder == assign.To && state.IsOpen => Decision<TaskState>.Nothing(state),
            // One special procedure may follow another.
            DecideTask decide when state.Decision is { } made && made.By == DeciderOf(decide) && made.Outcome == decide.Outcome
                && (decide.Procedure is null || decide.Procedure == made.Procedure) => Decision<TaskState>.Nothing(state),
            CheckAfterIssue check => Checked(state, check, now),
            AnswerIssue answer => Answered(state, answer, facts, now),
            ReceiveTask receive => Received(state, receive, now),
            DecideTask when state is { IsOpen: false, Decision.By: DeemedApproved } => Refuse(state, "deemed-approved", "The promised time was up, and the item is approved by law."),
            _ when !state.IsOpen => NotOpen(state),
            ClaimTask claim when IsHeldByAnother(state, claim.By) => Refuse(state, "held-by-another", $"The task is held by {state.Holder}."),
            ClaimTask claim => Held(state, Claimed(state), claim.By, new JournalEntry("claimed", new { claim.By })),
            ReleaseTask release when state.Holder != release.By => Refuse(state, "not-the-holder", "Only who holds the task can give it back."),
            ReleaseTask release => Held(state, Back(state), AuthorityId.PoolOf(state.Authority), new JournalEntry("released", new { release.By })),
            AssignTask assign => Held(state, Claimed(state), assign.To, new JournalEntry("assigned", new { assign.By, assign.To })),
            ExtendLimit extend => Extended(state, extend, now),
            // Silence has become consent by law: what is decided afterwards is too late.
            DecideTask when IsConsent(state, now) => Refuse(state, "deemed-approved", "The promised time is up, and the item is approved by law."),
            DecideTask when state.Lifecycle == ItemLifecycle.SupplementRequested => Refuse(state, "supplement-awaited", "The applicant has been asked for a supplement; decide when it is here."),
            DecideTask decide when IsHeldByAnother(state, decide.By) => Refuse(state, "held-by-another", $"The task is held by {state.Holder}."),
            DecideTask { Outcome: ReviewOutcome.SpecialProcedure, Procedure: { } named } when state.Terms is not null && state.Terms.Procedures?.Any(p => p.Id == named) != true =>
                Decision<TaskState>.Refused(state, new Refusal(422, "unknown-procedure", $"The item has no special procedure '{named}'.")),
            DecideTask decide => Decided(state with { Holder = decide.By }, new Decision
            {
                Outcome = decide.Outcome,
                By = DeciderOf(decide),
                At = now,
                Reason = decide.Reason,
                LegalBasis = decide.LegalBasis,
                Procedure = decide.Outcome == ReviewOutcome.SpecialProcedure ? decide.Procedure ?? (state.Terms?.Procedures is [var only] ? only.Id : null) : null,
                Notice = decide.Notice,
            }),
            _ => throw new UnknownMessageException(command),
        };
    }

    /// <summary>The review is answered, for good or (supplement, inspection, special procedure) for now.</summary>
    private static Decision<TaskState> Decided(TaskState task, Decision decision, params ReadOnlySpan<JournalEntry> before)
    {
        var decided = task with
        {
            Decision = decision,
            Inspection = Kept(task.Inspection),
            Clock = task.Clock.Decided(decision, task.Terms),
            Sequence = task.Sequence + 1,
            DecisionSequence = task.Sequence + 1,
            Lifecycle = decision.Outcome switch
            {
                ReviewOutcome.Pass => ItemLifecycle.ReviewPassed,
                ReviewOutcome.Refuse => ItemLifecycle.Refused,
                ReviewOutcome.NotAccepted => ItemLifecycle.NotAccepted,
                ReviewOutcome.Supplement => ItemLifecycle.SupplementRequested,
                ReviewOutcome.Inspect => ItemLifecycle.InspectionRequested,
                ReviewOutcome.SpecialProcedure => ItemLifecycle.SpecialProcedure,
                _ => throw new InvalidOperationException($"unknown outcome {decision.Outcome}"),
            },
        };
        return new Decision<TaskState>
        {
            State = decided,
            Messages = AnswerAgain(decided),
            Journal = [.. before, new JournalEntry("review-decided", new { decision.Outcome, decision.By, decision.Reason, decision.LegalBasis, decision.Findings, decision.Procedure, decision.Notice })],
        };
    }

    private static Decision<TaskState> Held(TaskState task, ItemLifecycle lifecycle, string holder, JournalEntry entry)
    {
        var held = task with { Lifecycle = lifecycle, Holder = holder, Sequence = task.Sequence + 1 };
        return new Decision<TaskState> { State = held, Messages = [HeldMessage(held)], Journal = [entry] };
    }

    /// <summary>The current answer to the review request as it was given: the decision that stands, and the change of hands after it.</summary>
    private static IReadOnlyList<Outgoing> AnswerAgain(TaskState task) =>
    [
        .. task.Decision is { } decision ? [DecisionMessage(task, decision)] : Array.Empty<Outgoing>(),
        .. task.IsOpen && task.Sequence > task.DecisionSequence ? [HeldMessage(task)] : Array.Empty<Outgoing>(),
    ];

    private static Outgoing DecisionMessage(TaskState task, Decision decision) => new(ServiceNames.Orchestrator, new ReviewDecided
    {
        CaseId = task.CaseId,
        TaskId = task.TaskId,
        Decision = decision,
        Round = task.Round,
        Sequence = task.DecisionSequence,
    });

    private static IReadOnlyList<Outgoing> IssueAnswer(TaskState task)
    {
        object? answer = task switch
        {
            { Lifecycle: ItemLifecycle.Issued } => new LicencesIssued { CaseId = task.CaseId, TaskId = task.TaskId, Attempt = task.Attempt, Licences = task.Licences },
            { Failure: { } failure } => new IssueFailed { CaseId = task.CaseId, TaskId = task.TaskId, Attempt = task.Attempt, Code = failure.Code, Reason = failure.Reason, Final = failure.Final },
            _ => null,
        };
        return answer is null ? [] : [new Outgoing(ServiceNames.Orchestrator, answer)];
    }

    private static Outgoing HeldMessage(TaskState task) => new(ServiceNames.Orchestrator, new TaskHeld
    {
        CaseId = task.CaseId,
        TaskId = task.TaskId,
        Holder = task.Holder,
        Lifecycle = task.Lifecycle,
        Sequence = task.Sequence,
    });

    private static Outgoing Revoked(TaskState task) => new(ServiceNames.Orchestrator, new LicencesRevoked
    {
        CaseId = task.CaseId,
        TaskId = task.TaskId,
        Numbers = [.. task.Licences.Select(l => l.Number)],
    });

    private static Decision<TaskState> Refuse(TaskState state, string code, string message) =>
        Decision<TaskState>.Refused(state, new Refusal(409, code, message));

    /// <summary>A claim changes hands, not what the branch waits for.</summary>
    private static ItemLifecycle Claimed(TaskState task) =>
        task.Lifecycle is ItemLifecycle.Requested or ItemLifecycle.Reviewing ? ItemLifecycle.Claimed : task.Lifecycle;

    private static ItemLifecycle Back(TaskState task) =>
        task.Lifecycle == ItemLifecycle.Claimed ? ItemLifecycle.Reviewing : task.Lifecycle;

    private static bool IsHeldByAnother(TaskState task, string by) =>
        task.Holder != by && !AuthorityId.IsPool(task.Holder);

    private static string DeciderOf(DecideTask decide) => $"{(decide.BySystem ? "system" : "officer")}:{decide.By}";
}
