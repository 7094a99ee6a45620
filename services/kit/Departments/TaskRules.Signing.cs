using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>
/// Answers that one person alone does not give. Where the item wants four eyes, or somebody was named to countersign, a final answer is proposed
/// first; it holds, and is told, once everybody named and at least one other person has signed. What is answered by rule, or by law because
/// nobody answered, is no person's answer and needs no signature.
/// </summary>
public sealed partial class TaskRules
{
    private const int MostCountersigners = 20;

    private static bool IsFinal(ReviewOutcome outcome) => outcome is ReviewOutcome.Pass or ReviewOutcome.Refuse or ReviewOutcome.NotAccepted;

    /// <summary>Whoever was named may have come to hold the task: then somebody else is needed all the same.</summary>
    private static bool NeedsOthers(TaskState task) => task.Terms is { FourEyes: true } || task.Countersigners is { Count: > 0 };

    /// <summary>The named ones who have not proposed it themselves.</summary>
    private static IEnumerable<string> Named(TaskState task, string proposer) => (task.Countersigners ?? []).Select(c => c.Subject).Where(s => s != proposer);

    private static bool IsSigned(TaskState task, Proposal proposal)
    {
        var signed = proposal.Decision.Signatures?.Select(s => s.By).ToHashSet(StringComparer.Ordinal) ?? [];
        return Named(task, proposal.By).All(signed.Contains) && (signed.Count > 0 || !NeedsOthers(task));
    }

    private static bool MaySign(TaskState task, Proposal proposal, string by) =>
        task.Terms is { FourEyes: true } || !Named(task, proposal.By).Any() || Named(task, proposal.By).Contains(by);

    private static Decision<TaskState> Propose(TaskState state, Proposal proposal, params ReadOnlySpan<JournalEntry> before)
    {
        var decision = proposal.Decision;
        var entry = new JournalEntry("decision-proposed", new { decision.Outcome, decision.By, decision.Reason, decision.LegalBasis });
        var proposed = state.Holder == proposal.By
            ? new Decision<TaskState> { State = state, Journal = [.. before, entry] }
            : Held(state, Claimed(state), proposal.By, [.. before, entry]);
        return proposed with { State = proposed.State! with { Proposal = proposal }, Notices = [.. Asked(state, proposal)] };
    }

    /// <summary>Who is named is told; where nobody is, all of the authority.</summary>
    private static IEnumerable<Notice> Asked(TaskState state, Proposal proposal)
    {
        var text = new Text($"{proposal.By}拟作出的决定待您会签", $"{proposal.By} has proposed a decision that waits for your signature");
        object what = new { proposal.By, proposal.Decision.Outcome };
        return Named(state, proposal.By).Any()
            ? Named(state, proposal.By).SelectMany(subject => To(state, subject, proposal.By, "signature-asked", text, what))
            : [new Notice(new Audience(Role.Officer, Department: state.Department, Region: state.AuthorityRegion), "signature-asked", text, About(state, what))];
    }

    private static Decision<TaskState> Sign(TaskState state, SignTask sign, DateTimeOffset now)
    {
        if (state.Proposal is not { } proposal)
            return Refuse(state, "no-proposal", "No decision waits for a signature.");
        if (proposal.By == sign.By)
            return Refuse(state, "own-proposal", "Whoever proposed it does not sign it too.");
        if (!MaySign(state, proposal, sign.By))
            return Refuse(state, "not-a-countersigner", "Others were named to sign it.");
        if (sign.Agrees)
        {
            var signatures = proposal.Decision.Signatures ?? [];
            var next = state with { Proposal = proposal with { Decision = proposal.Decision with { Signatures = [.. signatures, new Signature(sign.By, now, sign.Opinion)] } } };
            return HoldsOrWaits(next, now, new JournalEntry("signed", new { sign.By }));
        }
        var (task, dropped) = WithoutProposal(state, "not-agreed");
        var opinion = sign.Opinion ?? "";
        return new Decision<TaskState>
        {
            State = task with { Comments = Commented(state, sign.By, now, CommentKind.Disagreement, opinion) },
            Journal = [new JournalEntry("not-agreed", new { sign.By }), .. dropped],
            Notices = [.. To(state, proposal.By, sign.By, "not-agreed", new Text($"{sign.By}不同意您拟作出的决定:{opinion}", $"{sign.By} does not agree to what you proposed: {opinion}"), new { sign.By, proposal.Decision.Outcome })],
        };
    }

    private static bool IsSignedAlready(TaskState state, SignTask sign) => sign.Agrees
        ? (state.Proposal?.Decision ?? state.Decision)?.Signatures?.Any(s => s.By == sign.By) == true
        : state is { Proposal: null } && state.Comments?.LastOrDefault(c => c.Kind == CommentKind.Disagreement)?.By == sign.By;

    private static Decision<TaskState> Name(TaskState state, NameCountersigner named)
    {
        if ((state.Holder != named.By || state.IsDelegated) && named.Role != Role.Head)
            return Refuse(state, "not-the-holder", "Only who holds the task can name a countersigner, or the head.");
        if (state.Holder == named.Subject)
            return Decision<TaskState>.Refused(state, Refusal.Of("/subject", FaultCodes.OwnCountersigner, "Who holds the task does not countersign it."));
        if (state.Countersigners?.Count >= MostCountersigners)
            return Refuse(state, "too-many-countersigners", $"A task takes {MostCountersigners} countersigners.");
        return new Decision<TaskState>
        {
            State = state with { Countersigners = [.. state.Countersigners ?? [], new Countersigner(named.Subject, named.By)] },
            Journal = [new JournalEntry("countersigner-named", new { named.By, named.Subject })],
            Notices = state.Proposal is { } proposal
                ? [.. To(state, named.Subject, named.By, "signature-asked", new Text($"{proposal.By}拟作出的决定待您会签", $"{proposal.By} has proposed a decision that waits for your signature"), new { proposal.By, proposal.Decision.Outcome })]
                : [],
        };
    }

    /// <summary>Where theirs was the last signature that was waited for, the proposal holds.</summary>
    private static Decision<TaskState> Drop(TaskState state, DropCountersigner dropped, DateTimeOffset now)
    {
        if (state.Countersigners!.First(c => c.Subject == dropped.Subject).NamedBy != dropped.By && dropped.Role != Role.Head)
            return Refuse(state, "named-by-another", "Only who named a countersigner can do without them, or the head.");
        IReadOnlyList<Countersigner> left = [.. state.Countersigners!.Where(c => c.Subject != dropped.Subject)];
        var entry = new JournalEntry("countersigner-dropped", new { dropped.By, dropped.Subject });
        return HoldsOrWaits(state with { Countersigners = left.Count > 0 ? left : null }, now, entry);
    }

    /// <summary>The moment at which the last of them has signed is that of the decision.</summary>
    private static Decision<TaskState> HoldsOrWaits(TaskState state, DateTimeOffset now, JournalEntry entry) => state.Proposal is { } proposal && IsSigned(state, proposal)
        ? Decided(state, proposal.Decision with { At = now }, [], entry)
        : new Decision<TaskState> { State = state, Journal = [entry] };

    /// <summary>The task without what was proposed, and what the journal says of that.</summary>
    private static (TaskState Task, JournalEntry[] Dropped) WithoutProposal(TaskState state, string because) => state.Proposal is { } proposal
        ? (state with { Proposal = null }, [new JournalEntry("proposal-dropped", new { proposal.By, proposal.Decision.Outcome, Because = because })])
        : (state, []);
}
