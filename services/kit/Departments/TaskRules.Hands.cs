using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>In whose hands a task is. A proposal and a delegation are their holder's: when the task goes into other hands, they end.</summary>
public sealed partial class TaskRules
{
    /// <summary>What people write on their own account; what they write with an act is kept without a bound.</summary>
    private const int MostComments = 200;

    private static Decision<TaskState> Claim(TaskState state, ClaimTask claim) => IsHeldByAnother(state, claim.By)
        ? HeldByAnother(state)
        : InHandsOf(state, Claimed(state), claim.By, new JournalEntry("claimed", new { claim.By }));

    private static Decision<TaskState> Release(TaskState state, ReleaseTask release) =>
        state.Holder != release.By && release.Role != Role.Head ? Refuse(state, "not-the-holder", "Only who holds the task can give it back, or the head.")
        : state.IsDelegated && release.Role != Role.Head ? Delegated(state)
        : InHandsOf(state, Back(state), AuthorityId.PoolOf(state.Authority), new JournalEntry("released", new { release.By })) with
        {
            Notices = [.. Former(state, release.By, "released", new Text($"{release.By}已将您经办的事项退回待办池", $"{release.By} has put a task of yours back into the pool"), new { release.By })],
        };

    private static Decision<TaskState> Assign(TaskState state, AssignTask assign)
    {
        var over = assign.Role is Role.Head or Role.System;
        if (IsHeldByAnother(state, assign.By) && !over)
            return HeldByAnother(state);
        if (state.IsDelegated && !over)
            return Delegated(state);
        return InHandsOf(state, Claimed(state), assign.To, new JournalEntry("assigned", new { assign.By, assign.To })) with
        {
            Notices =
            [
                .. Former(state, assign.By, "reassigned", new Text($"{assign.By}已将您经办的事项转交{assign.To}", $"{assign.By} has handed a task of yours to {assign.To}"), new { assign.By, assign.To }, except: assign.To),
                .. To(state, assign.To, assign.By, "assigned", new Text($"{assign.By}将一个事项交您办理", $"{assign.By} has handed a task to you"), new { assign.By }),
            ],
        };
    }

    private static Decision<TaskState> Delegate(TaskState state, DelegateTask delegated, DateTimeOffset now)
    {
        if (state.Holder != delegated.By)
            return Refuse(state, "not-the-holder", "Only who holds the task can have another handle it.");
        if (state.IsDelegated)
            return Delegated(state);
        if (delegated.To == delegated.By)
            return Decision<TaskState>.Refused(state, Refusal.Of("/to", FaultCodes.OwnDelegate, "Another person has to be named."));
        var away = InHandsOf(state, Claimed(state), delegated.To, new JournalEntry("delegated", new { delegated.By, delegated.To, delegated.Note }));
        return away with
        {
            State = away.State! with { Delegation = new Delegation(delegated.By, delegated.To, now, delegated.Note) },
            Notices = [.. To(state, delegated.To, delegated.By, "delegated", new Text($"{delegated.By}委托您办理一个事项", $"{delegated.By} asks you to handle a task"), new { delegated.By, delegated.Note })],
        };
    }

    private static Decision<TaskState> Return(TaskState state, ReturnTask returned, DateTimeOffset now)
    {
        if (state is not { IsDelegated: true, Delegation: { } given })
            return Refuse(state, "not-delegated", "Nobody handles the task for another.");
        if (returned.By != given.To && returned.By != given.By && returned.Role != Role.Head)
            return HeldByAnother(state);
        var back = state with
        {
            Delegation = given with { Returned = now },
            Comments = returned.Opinion is { } opinion ? Commented(state, returned.By, now, CommentKind.Opinion, opinion) : state.Comments,
        };
        return Held(back, Claimed(state), given.By, new JournalEntry("returned", new { returned.By, To = given.By })) with
        {
            Notices =
            [
                .. To(state, given.By, returned.By, "returned", new Text($"您委托{given.To}办理的事项已交回", $"The task that {given.To} handled for you is back"), new { returned.By }),
                .. To(state, given.To, returned.By, "called-back", new Text("委托您办理的事项已收回", "A task that you handled for another was called back"), new { returned.By }),
            ],
        };
    }

    /// <summary>Whoever it is taken from may not know of it before they are back; they and the head are told, with the reason.</summary>
    private static Decision<TaskState> TakeOver(TaskState state, TakeOverTask taken)
    {
        if (AuthorityId.IsPool(state.Holder))
            return Refuse(state, "in-the-pool", "Nobody holds the task; claim it.");
        var text = new Text($"{taken.By}接手了{state.Holder}经办的事项:{taken.Reason}", $"{taken.By} has taken over a task from {state.Holder}: {taken.Reason}");
        return InHandsOf(state, Claimed(state), taken.By, new JournalEntry("taken-over", new { taken.By, From = state.Holder, taken.Reason })) with
        {
            Notices =
            [
                .. Former(state, taken.By, "taken-over", text, new { taken.By, taken.Reason }),
                new Notice(new Audience(Role.Head, Department: state.Department, Region: state.AuthorityRegion), "taken-over", text, About(state, new { taken.By, From = state.Holder, taken.Reason })),
            ],
        };
    }

    private static Decision<TaskState> Comment(TaskState state, CommentOnTask comment, DateTimeOffset now) =>
        state.Comments?.Count(c => c.Kind == CommentKind.Comment) >= MostComments ? Refuse(state, "too-many-comments", $"A task takes {MostComments} comments.")
        : new Decision<TaskState>
        {
            State = state with { Comments = Commented(state, comment.By, now, CommentKind.Comment, comment.Text) },
            Journal = [new JournalEntry("commented", new { comment.By })],
        };

    private static IReadOnlyList<TaskComment> Commented(TaskState state, string by, DateTimeOffset now, CommentKind kind, string text) =>
        [.. state.Comments ?? [], new TaskComment(by, now, kind, text)];

    private static Decision<TaskState> InHandsOf(TaskState state, ItemLifecycle lifecycle, string holder, JournalEntry entry)
    {
        var (task, dropped) = WithoutProposal(state, "in-other-hands");
        return Held(task with { Delegation = null }, lifecycle, holder, [.. dropped, entry]);
    }

    /// <summary>Whoever had it until now, and whoever they handled it for; not when they act themselves.</summary>
    private static IEnumerable<Notice> Former(TaskState state, string by, string kind, Text text, object what, string? except = null) =>
        new[] { state.Holder, state.IsDelegated ? state.Delegation!.By : null }
            .Where(subject => subject is not null && subject != except && !AuthorityId.IsPool(subject)).Distinct()
            .SelectMany(subject => To(state, subject!, by, kind, text, what));

    /// <summary>One person is told, unless it is their own doing.</summary>
    private static IEnumerable<Notice> To(TaskState state, string subject, string by, string kind, Text text, object what) =>
        subject == by ? [] : [new Notice(new Audience(Role.Officer, subject, state.Department), kind, text, About(state, what))];

    private static object About(TaskState state, object what) => new { state.Item, Case = state.CaseId, What = what };

    private static Decision<TaskState> HeldByAnother(TaskState state) => Refuse(state, "held-by-another", $"The task is held by {state.Holder}.");

    private static Decision<TaskState> Delegated(TaskState state) =>
        Refuse(state, "delegated", $"It is handled for {state.Delegation!.By}, who decides; return it.");

    /// <summary>A claim changes hands, not what the branch waits for.</summary>
    private static ItemLifecycle Claimed(TaskState task) =>
        task.Lifecycle is ItemLifecycle.Requested or ItemLifecycle.Reviewing ? ItemLifecycle.Claimed : task.Lifecycle;

    private static ItemLifecycle Back(TaskState task) =>
        task.Lifecycle == ItemLifecycle.Claimed ? ItemLifecycle.Reviewing : task.Lifecycle;

    private static bool IsHeldByAnother(TaskState task, string by) =>
        task.Holder != by && !AuthorityId.IsPool(task.Holder);
}
