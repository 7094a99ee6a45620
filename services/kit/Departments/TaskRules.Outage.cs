using OneVisit.Contracts.Messages;
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
}
