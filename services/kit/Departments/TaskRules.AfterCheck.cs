using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>
/// What is looked at after the issue: everything that was granted on a promise (告知承诺), and of what was decided by rule a sample. One that
/// fails is revoked: the orchestrator, which knows what rests on it, asks for that.
/// </summary>
public sealed partial class TaskRules
{
    /// <summary>The task as it is issued, with the check that is due from now on. Silence that became consent was looked at by nobody, and is drawn like a rule's answer.</summary>
    private static TaskState Checkable(TaskState issued, DateTimeOffset now) => issued.Terms switch
    {
        { AfterCheck: { } limit } => issued with { CheckDue = new CheckDue(now, limit, CheckReason.Commitment) },
        { Sample: { } sample } when issued.Decision?.IsByRule == true && Sampling.IsDrawn(issued.TaskId, sample.Share) => issued with { CheckDue = new CheckDue(now, sample.Limit, CheckReason.Sample) },
        _ => issued,
    };

    private static JournalEntry[] Drawn(TaskState issued) => issued is { CheckDue.Reason: CheckReason.Sample, Terms.Sample: { } sample } ? [new JournalEntry("drawn", new { sample.Share, sample.Limit })] : [];

    private static Decision<TaskState> Checked(TaskState state, CheckAfterIssue check, DateTimeOffset now)
    {
        if (state.AfterCheck is { } made)
        {
            return made.By == check.By && made.Passed == check.Passed
                ? Decision<TaskState>.Nothing(state)
                : Refuse(state, "checked-already", "What the check came to has been entered.");
        }
        // A task that was issued before the moment was kept has its terms alone.
        if (state is not { Lifecycle: ItemLifecycle.Issued } || (state.CheckDue is null && state.Terms?.AfterCheck is null))
            return Refuse(state, "no-after-check", "Nothing of this task is to be checked after the issue.");
        return new Decision<TaskState>
        {
            State = state with { AfterCheck = new AfterCheck(check.Passed, check.By, now, check.Reason, check.LegalBasis) },
            Messages =
            [
                new Outgoing(ServiceNames.Orchestrator, new AfterChecked
                {
                    CaseId = state.CaseId,
                    TaskId = state.TaskId,
                    Passed = check.Passed,
                    By = check.By,
                    At = now,
                    Reason = check.Reason,
                    LegalBasis = check.LegalBasis,
                }),
            ],
            Journal = [new JournalEntry("after-checked", new { check.Passed, check.By, check.Reason, check.LegalBasis })],
        };
    }
}
