using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

/// <summary>What a state has only with an entry of its journal that tells of it: without one it was put there.</summary>
internal static class TraceChecks
{
    public static IEnumerable<string> Of(Tale tale, CaseState state)
    {
        if (state.NotAcceptedBecause is not null && state.Outcome != CaseOutcome.NotAccepted)
            yield return "it has a reason why it was not accepted, and was";
        if (state.EndedBecause is not null && state.Outcome != CaseOutcome.Withdrawn)
            yield return "it has a reason why it was withdrawn, and was not";
        if (state.Termination is not null && tale.CountOf("terminated") + tale.CountOf("termination-ordered") == 0)
            yield return Untold("a termination");
        if (state.Compensation is not null && tale.CountOf("compensation-begun") == 0)
            yield return Untold("a compensation");
        if (state.Extension is not null && !tale.Extended.Contains(""))
            yield return Untold("an extension");
        foreach (var promise in state.Promises ?? [])
        {
            if ((promise.ProvidedAt is not null && tale.CountOf("materials-provided") == 0) || (promise.LapsedAt is not null && tale.CountOf("promise-lapsed") == 0)
                || (state.AcceptedAt is not null && promise.IsOpen && tale.CountOf("material-promised") == 0))
                yield return Untold($"the promise of '{promise.Material}'");
        }
    }

    public static IEnumerable<string> Of(Tale tale, CaseState state, ItemState item)
    {
        var place = tale.IssuedInOrder.FindIndex(i => i.Item == item.Item) + 1;
        if (item.IssuedAs != place)
            yield return $"it was issued as number {item.IssuedAs}, and its journal tells of {place}";
        if (item is { Lifecycle: ItemLifecycle.Issued, Failure: not null })
            yield return "it is issued, and has a reason why it was not";
        if (item.Clock?.Extension is not null && !tale.Extended.Contains(item.Item))
            yield return Untold("an extension");
        if (item.ToldAt is { } at && tale.ToldAt.GetValueOrDefault(item.Item) != at)
            yield return Untold($"a notice at {at:u}");
        if (item.Step is { Kind: ClockKind.Supplement } step && item.Terms?.Supplement is { } limit && step.Limit != limit)
            yield return "the time for its supplement is not what it was granted";
        if (!tale.HasDigests)
            yield break;
        // Who has what is done is nobody, or whoever did it.
        if (item.Lifecycle == ItemLifecycle.Issued ? item.Holder != item.Department : item.Lifecycle is ItemLifecycle.Cancelled or ItemLifecycle.Withdrawn or ItemLifecycle.Revoked && item.Holder.Length > 0)
            yield return $"it is {KebabCase.Of(item.Lifecycle)}, and in hands that have nothing to do with it";
        var told = tale.Told.GetValueOrDefault(item.Item) + tale.Procedures.GetValueOrDefault(item.Item);
        if ((item.Told?.Count ?? 0) != told)
            yield return $"it keeps {item.Told?.Count ?? 0} written steps, and its journal tells of {told}";
    }

    public static IEnumerable<string> Of(Tale tale, TaskState task)
    {
        (bool Has, string Kind)[] traces =
        [
            (task.AfterCheck is not null, "after-checked"), (task.CheckDue is { Reason: CheckReason.Sample }, "drawn"), (task.Receipt is not null, "received"), (task.Failure is not null, "issue-failed"),
            (task.Down is not null, "system-unreachable"), (task.Silence is not null, "given-back"), (task.Delegation is not null, "delegated"), (task.Countersigners is not null, "countersigner-named"),
            (task.Clock?.Extension is not null, "limit-extended"), (task.Order is not null, "issue-requested"), (task.Proposal is not null, "decision-proposed"),
        ];
        foreach (var (_, kind) in traces.Where(t => t.Has && tale.CountOf(t.Kind) == 0))
            yield return $"it has what comes of '{kind}', and its journal tells of none";
        if (task is { Lifecycle: ItemLifecycle.Issued, Failure: not null })
            yield return "it is issued, and has a reason why it was not";
        if (!tale.HasDigests)
            yield break;
        if (task.Lifecycle == ItemLifecycle.Issued ? task.Holder != task.Department : task.Lifecycle is ItemLifecycle.Cancelled or ItemLifecycle.Revoked && task.Holder.Length > 0)
            yield return $"it is {KebabCase.Of(task.Lifecycle)}, and in hands that have nothing to do with it";
        if (task.Decision is { } decision && tale.Decisions.TryGetValue("", out var told) && told.At != decision.At)
            yield return $"it was decided at {decision.At:u}, and its journal tells of that at {told.At:u}";
        if (tale.IssuedInOrder is [.., var issue] && LicenceCorrection.AsIssued(task.Licences, task.Corrections).Any(l => l.IssuedAt != issue.At))
            yield return $"a licence says that it was issued at another moment than {issue.At:u}, of which its journal tells";
        if (task.Comments?.Count(c => c.Kind == CommentKind.Comment) is { } comments && comments != tale.CountOf("commented"))
            yield return $"it keeps {comments} comments, and its journal tells of {tale.CountOf("commented")}";
        if (task.Round != tale.CountOf("supplement-provided") + tale.CountOf("supplement-lapsed"))
            yield return $"it is in round {task.Round}, and its journal tells of {tale.CountOf("supplement-provided") + tale.CountOf("supplement-lapsed")} answers";
        var steps = tale.Supplements.GetValueOrDefault("") + tale.Procedures.GetValueOrDefault("");
        if ((task.Told?.Count ?? 0) != steps)
            yield return $"it keeps {task.Told?.Count ?? 0} written steps, and its journal tells of {steps}";
    }

    private static string Untold(string what) => $"it has {what} of which its journal tells nothing";
}
