using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Documents;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>What people do with a task, and what is told to the orchestrator.</summary>
public sealed partial class TaskRules
{
    private Decision<TaskState> Command(TaskState? state, TaskCommand command, Facts facts, DateTimeOffset now)
    {
        if (state is null)
            return Decision<TaskState>.Refused(null, new Refusal(404, "not-found", "There is nothing here that you may know of."));
        // Also to who had asked for it before, and for whom it would be a repeat.
        if (command is DecideTask { Outcome: ReviewOutcome.Inspect } && state is { IsOpen: true, Inspection.IsOver: true })
            return NoSeparateVisit(state);
        if (IsRepeat(state, command))
            return Decision<TaskState>.Nothing(state);
        return command switch
        {
            EnterFinding find => Found(state, find, now),
            MoveInspection move => Moved(state, move, now),
            CheckAfterIssue check => Checked(state, check, now),
            CorrectLicence correct => Corrected(state, correct, now),
            AnswerIssue answer => Answered(state, answer, facts, now),
            ReceiveTask receive => Received(state, receive, now),
            ReportOutage outage => Outage(state, outage),
            GiveBackTask given => GivenBack(state, given),
            DecideTask or SignTask or DropCountersigner when state is { IsOpen: false, Decision.By: DeemedApproved } => Refuse(state, "deemed-approved", "The promised time was up, and the item is approved by law."),
            _ when !state.IsOpen => NotOpen(state),
            // Silence has become consent by law: what is decided afterwards is too late. With the last countersigner who is done without, a proposal would hold.
            DecideTask or SignTask or DropCountersigner when IsConsent(state, now) => Refuse(state, "deemed-approved", "The promised time is up, and the item is approved by law."),
            ClaimTask claim => Claim(state, claim),
            ReleaseTask release => Release(state, release),
            AssignTask assign => Assign(state, assign),
            DelegateTask delegated => Delegate(state, delegated, now),
            ReturnTask returned => Return(state, returned, now),
            TakeOverTask taken => TakeOver(state, taken),
            NameCountersigner named => Name(state, named),
            DropCountersigner dropped => Drop(state, dropped, now),
            CommentOnTask comment => Comment(state, comment, now),
            ExtendLimit extend => Extended(state, extend, now),
            SignTask sign => Sign(state, sign, now),
            DecideTask when state.Lifecycle == ItemLifecycle.SupplementRequested => Refuse(state, "supplement-awaited", "The applicant has been asked for a supplement; decide when it is here."),
            DecideTask decide when IsHeldByAnother(state, decide.By) => HeldByAnother(state),
            DecideTask when state.IsDelegated => Delegated(state),
            DecideTask { Outcome: ReviewOutcome.SpecialProcedure, Procedure: { } named } when state.Terms is not null && state.Terms.Procedures?.Any(p => p.Id == named) != true =>
                Decision<TaskState>.Refused(state, Refusal.Of("/procedure", FaultCodes.UnknownProcedure, $"The item has no special procedure '{named}'.")),
            DecideTask decide when Unsound(state, decide) is { } refusal => Decision<TaskState>.Refused(state, refusal),
            DecideTask decide => Answer(state, decide, now),
            _ => throw new UnknownMessageException(command),
        };
    }

    /// <summary>The same again by the same person: done already, and harmless.</summary>
    private static bool IsRepeat(TaskState state, TaskCommand command) => command switch
    {
        ClaimTask => state.IsOpen && state.Holder == command.By,
        ReleaseTask => state.IsOpen && AuthorityId.IsPool(state.Holder),
        AssignTask assign => state is { IsOpen: true, IsDelegated: false } && state.Holder == assign.To,
        TakeOverTask => state is { IsOpen: true, IsDelegated: false } && state.Holder == command.By,
        DelegateTask to => state is { IsDelegated: true, Delegation: { } given } && given.By == to.By && given.To == to.To,
        ReturnTask => state is { Delegation: { Returned: not null } given } && (given.To == command.By || given.By == command.By),
        NameCountersigner named => state.Countersigners?.Any(c => c.Subject == named.Subject) == true,
        DropCountersigner dropped => state.Countersigners?.Any(c => c.Subject == dropped.Subject) != true,
        SignTask sign => IsSignedAlready(state, sign),
        CommentOnTask comment => state.Comments is [.., { Kind: CommentKind.Comment } last] && last.By == comment.By && last.Text == comment.Text,
        // One special procedure may follow another.
        DecideTask decide => (state.Proposal?.Decision ?? state.Decision) is { } made && made.By == DeciderOf(decide) && made.Outcome == decide.Outcome
            && (decide.Procedure is null || decide.Procedure == made.Procedure) && AsksTheSame(decide, made),
        _ => false,
    };

    /// <summary>A person answers the review: for good or for now, at once or when others have signed.</summary>
    private static Decision<TaskState> Answer(TaskState state, DecideTask decide, DateTimeOffset now)
    {
        var decision = new Decision
        {
            Outcome = decide.Outcome,
            By = DeciderOf(decide),
            At = now,
            Reason = decide.Reason,
            LegalBasis = decide.LegalBasis,
            Procedure = decide.Outcome == ReviewOutcome.SpecialProcedure ? decide.Procedure ?? (state.Terms?.Procedures is [var only] ? only.Id : null) : null,
            Notice = decide.Notice,
            Requested = decide.Requested,
        };
        var (task, dropped) = WithoutProposal(state, "replaced");
        return NeedsOthers(task) && IsFinal(decision.Outcome)
            ? Propose(task, new Proposal(decide.By, decision), dropped)
            : Decided(task with { Holder = decide.By }, decision, [], dropped);
    }

    /// <summary>The review is answered, for good or (supplement, inspection, special procedure) for now.</summary>
    private static Decision<TaskState> Decided(TaskState task, Decision decision, IReadOnlyList<RegisterClaim> claims, params ReadOnlySpan<JournalEntry> before)
    {
        var decided = task with
        {
            Decision = decision,
            Proposal = null,
            Delegation = null,
            Inspection = Kept(task.Inspection),
            Clock = task.Clock.Decided(decision, task.Terms),
            Told = decision.Outcome is ReviewOutcome.Supplement or ReviewOutcome.SpecialProcedure ? [.. task.Told ?? [], new WrittenStep(decision, decision.At)] : task.Told,
            Asked = decision.Outcome == ReviewOutcome.Supplement ? AskedGrounds.With(task.Asked, decision.Requested, decision.LegalBasis) : task.Asked,
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
            Claims = claims,
            Messages = AnswerAgain(decided),
            Journal = [.. before, new JournalEntry("review-decided", new
            {
                decision.Outcome, decision.By, decision.Reason, decision.LegalBasis, decision.Findings, decision.Procedure, decision.Notice, decision.Requested,
                Signatures = decision.Signatures?.Select(s => new { s.By, s.At }),
                Reserved = Reserved(claims),
            })],
        };
    }

    private static Decision<TaskState> Held(TaskState task, ItemLifecycle lifecycle, string holder, params ReadOnlySpan<JournalEntry> entries)
    {
        var held = task with { Lifecycle = lifecycle, Holder = holder, Sequence = task.Sequence + 1 };
        return new Decision<TaskState> { State = held, Messages = [HeldMessage(held)], Journal = [.. entries] };
    }

    /// <summary>The current answer to the review request as it was given: the decision that stands, and the change of hands after it.</summary>
    private static IReadOnlyList<Outgoing> AnswerAgain(TaskState task) =>
    [
        .. task.Decision is { } decision ? [DecisionMessage(task, decision)] : Array.Empty<Outgoing>(),
        .. task.IsOpen && task.Sequence > task.DecisionSequence ? [HeldMessage(task)] : Array.Empty<Outgoing>(),
    ];

    /// <summary>Who signed is told; what they wrote beside it stays in the department.</summary>
    private static Outgoing DecisionMessage(TaskState task, Decision decision) => new(ServiceNames.Orchestrator, new ReviewDecided
    {
        CaseId = task.CaseId,
        TaskId = task.TaskId,
        Decision = decision.Signatures is { } signatures ? decision with { Signatures = [.. signatures.Select(s => s with { Opinion = null })] } : decision,
        Round = task.Round,
        Sequence = task.DecisionSequence,
    });

    private static IReadOnlyList<Outgoing> IssueAnswer(TaskState task)
    {
        object? answer = task switch
        {
            { Lifecycle: ItemLifecycle.Issued } => new LicencesIssued { CaseId = task.CaseId, TaskId = task.TaskId, Attempt = task.Attempt, Licences = LicenceCorrection.AsIssued(task.Licences, task.Corrections) },
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

    private static string DeciderOf(DecideTask decide) => $"{(decide.BySystem ? "system" : "officer")}:{decide.By}";
}
