using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>
/// An outage of the department's own system is told under one of the tasks that wait for it, its beginning and its end once each. Nothing else comes of it:
/// no law lets a clock stand because a machine does.
/// </summary>
public sealed partial class TaskRules
{
    private static Decision<TaskState> Outage(TaskState state, ReportOutage outage)
    {
        if (outage.Until is null ? state.Down?.Since >= outage.Since : state.Down is not { Until: null } down || down.Since != outage.Since)
            return Decision<TaskState>.Nothing(state);
        return new Decision<TaskState>
        {
            State = state with { Down = new SystemDown(outage.Since, outage.Until) },
            Messages =
            [
                new Outgoing(ServiceNames.Orchestrator, new SystemOutage
                {
                    CaseId = state.CaseId,
                    TaskId = state.TaskId,
                    Since = outage.Since,
                    Until = outage.Until,
                    Waiting = outage.Waiting,
                }),
            ],
            Journal = [new JournalEntry(outage.Until is null ? "system-unreachable" : "system-back", new { outage.Since, outage.Until, outage.Waiting })],
        };
    }

    /// <summary>The system was waited for long enough: people take over, and the head is told, once for each time it was waited for.</summary>
    private static Decision<TaskState> GivenBack(TaskState state, GiveBackTask given)
    {
        var silence = new SystemSilence(given.By, given.Since);
        if (state.Silence == silence || !state.IsInInbox)
            return Decision<TaskState>.Nothing(state);
        var (silent, entry) = (state with { Silence = silence }, new JournalEntry("given-back", new { given.By, given.Since }));
        // What somebody else holds is theirs already, and an issue request is answered by whoever gets to it first.
        var decision = state.IsOpen && state.Holder == given.By
            ? InHandsOf(silent, Back(state), AuthorityId.PoolOf(state.Authority), entry)
            : new Decision<TaskState> { State = silent, Journal = [entry] };
        var text = new Text(
            $"{given.By}在规定时间内未答复,请安排人员办理;期限照常计算",
            $"{given.By} has not answered in the time it was given; people have to take the task over. The limits run on");
        return decision with
        {
            Notices = [new Notice(new Audience(Role.Head, Department: state.Department, Region: state.AuthorityRegion), "system-silent", text, About(state, new { given.By, given.Since }))],
        };
    }
}
