using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>
/// What a department's own system is told of, whoever has subscribed: what happened to a task that is in people's or systems' hands, and that they did not do
/// themselves. A task that a rule decides makes no event, unless what it issued is taken back.
/// </summary>
public sealed partial class TaskRules
{
    private static Decision<TaskState> WithEvents(TaskState? before, object message, Decision<TaskState> decision)
    {
        if (decision.State is not { } after || ReferenceEquals(before, after) || EventOf(before, message, after) is not { } kind)
            return decision;
        return decision with { Events = [.. decision.Events, kind] };
    }

    private static string? EventOf(TaskState? before, object message, TaskState after) => message switch
    {
        RequestReview when after.IsOpen => TaskEvents.Requested,
        ProvideSupplement => TaskEvents.Supplemented,
        SupplementLapsed => TaskEvents.Lapsed,
        RequestIssue when after.AwaitsIssue => TaskEvents.IssueRequested,
        CancelTask when before is not null && IsKnownOutside(before) => TaskEvents.Cancelled,
        RevokeLicences when before is { Lifecycle: ItemLifecycle.Issued } => TaskEvents.RevocationRequested,
        Wake when before is { IsOpen: true } && after.Decision?.By == DeemedApproved => TaskEvents.DeemedApproved,
        _ => null,
    };

    /// <summary>Somebody has it in hand, or has decided it, or is to issue it.</summary>
    private static bool IsKnownOutside(TaskState task) => !task.IsTombstone
        && (task.IsOpen || task.Terms?.IssuedBySystem is not null || (task.Decision?.By is { } by && (by == DeemedApproved || !by.StartsWith("rule:", StringComparison.Ordinal))));
}
