using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Identity;

namespace OneVisit.Simulation.Checks;

/// <summary>In whose hands a task is, and what they alone do with it: looked at with every act of an officer or a system that changes something.</summary>
internal static class HandsChecks
{
    public static void Run(Doubts doubts, TaskState before, TaskCommand act, TaskState after)
    {
        var ofHead = act.Role is Role.Head or Role.System;
        if (before.IsOpen && after.Holder != before.Holder && !AuthorityId.IsPool(before.Holder) && act.By != before.Holder
            && !ofHead && act is not TakeOverTask && !(act is ReturnTask && act.By == before.Delegation?.By))
            doubts.Violate(Invariants.NobodyLosesATask, $"{act.By} has taken the task {act.TaskId} from {before.Holder} by {act.GetType().Name}, and is not its head");
        if (after.Delegation is { } given && given != before.Delegation && given.Returned is null && (before.Holder != given.By || act.By != given.By))
            doubts.Violate(Invariants.ProposalIsItsHolders, $"the task {act.TaskId} of '{before.Holder}' is delegated in the name of {given.By} by {act.By}");
        if (act is DecideTask or SignTask)
            Answers(doubts, before, act, after);
        if (act is NameCountersigner && !ofHead && (before.Holder != act.By || before.IsDelegated))
            doubts.Violate(Invariants.SignersAreNamed, $"{act.By} has named a countersigner for the task {act.TaskId}, which '{before.Holder}' holds");
        if (act is DropCountersigner dropped && !ofHead && before.Countersigners?.Any(c => c.Subject == dropped.Subject && c.NamedBy != act.By) == true)
            doubts.Violate(Invariants.SignersAreNamed, $"{act.By} does without {dropped.Subject}, whom another has named for the task {act.TaskId}");
    }

    private static void Answers(Doubts doubts, TaskState before, TaskCommand act, TaskState after)
    {
        if (act is DecideTask && before.Lifecycle == ItemLifecycle.SupplementRequested)
            doubts.Violate(Invariants.AskedIsAwaited, $"{act.By} has decided the task {act.TaskId} while its applicant is asked for a supplement");
        if (act is DecideTask && before.IsDelegated)
            doubts.Violate(Invariants.ProposalIsItsHolders, $"{act.By} has decided the task {act.TaskId}, which is handled for {before.Delegation!.By}");
        if (act is not SignTask sign || before.Proposal is not { } proposal)
            return;
        List<string> named = [.. (before.Countersigners ?? []).Select(c => c.Subject).Where(s => s != proposal.By)];
        if (!sign.Agrees && after.Proposal is not null)
            doubts.Violate(Invariants.FourEyes, $"{sign.By} does not agree to what is proposed for the task {act.TaskId}, and it stands");
        if (sign.Agrees && before.Terms is not { FourEyes: true } && named.Count > 0 && !named.Contains(sign.By))
            doubts.Violate(Invariants.SignersAreNamed, $"{sign.By} has signed for the task {act.TaskId}, and others were named");
        if (after.Decision is { } decision && !ReferenceEquals(decision, before.Decision) && named.FirstOrDefault(s => decision.Signatures?.Any(made => made.By == s) != true) is { } missing)
            doubts.Violate(Invariants.SignersAreNamed, $"the task {act.TaskId} is decided, and {missing}, who was named, has not signed");
    }
}
