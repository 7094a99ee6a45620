using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>The joint inspection, as one department lives through it: its appointment, what it found, and that there is no visit of its own later.</summary>
public sealed partial class TaskRules
{
    /// <summary>
    /// The visit has an appointment, or a new one. Means something while the task waits for the visit that this message answers; one that an earlier
    /// request was given comes too late.
    /// </summary>
    private static Decision<TaskState> Appointed(TaskState? state, InspectionAppointed appointed)
    {
        if (state is not { Lifecycle: ItemLifecycle.InspectionRequested } || appointed.Request != state.DecisionSequence
            || (state.Inspection is { } known && (known.IsOver || (known.Number, known.Revision).CompareTo((appointed.Inspection, appointed.Revision)) >= 0)))
            return Decision<TaskState>.Nothing(state);
        return new Decision<TaskState>
        {
            State = state with
            {
                Inspection = new TaskInspection
                {
                    Number = appointed.Inspection,
                    Revision = appointed.Revision,
                    Slot = appointed.Slot,
                    Leader = appointed.Leader,
                    Participants = appointed.Participants,
                    Absence = appointed.Absence,
                    Finding = state.Inspection?.Number == appointed.Inspection ? state.Inspection.Finding : null,
                },
            },
            Journal = [new JournalEntry("inspection-appointed", new { appointed.Inspection, appointed.Slot, appointed.Leader, Participants = appointed.Participants.Select(p => p.Item) })],
        };
    }

    /// <summary>The visit is over. A task that waited for it is decided on what was found; any other only knows that there is none for it any more.</summary>
    private static Decision<TaskState> VisitIsOver(TaskState? state, InspectionHeld held)
    {
        if (state is not { IsOpen: true } or { Inspection.IsOver: true })
            return Decision<TaskState>.Nothing(state);
        var before = state.Inspection?.Number == held.Inspection ? state.Inspection : new TaskInspection { Number = held.Inspection, Absence = held.Absence };
        var task = state with
        {
            Inspection = before with
            {
                IsOver = true,
                Absence = held.Absence,
                Record = held.Record,
                Slot = held.Record?.Slot ?? before.Slot,
                Leader = held.Record?.Leader ?? before.Leader,
                Finding = before.Finding ?? held.Record?.Findings.FirstOrDefault(f => f.Item == state.Item),
            },
        };
        var entry = new JournalEntry("inspection-held", new { held.Inspection, TookPart = held.Record is not null, Absent = task.Inspection.Finding?.AbsenceBasis is not null, held.Absence.Rule, LegalBasis = held.Absence.Basis });
        return task.Lifecycle == ItemLifecycle.InspectionRequested
            ? Held(task, ItemLifecycle.Reviewing, task.Holder, entry)
            : new Decision<TaskState> { State = task, Journal = [entry] };
    }

    /// <summary>Once, from the day of the visit on, while the record is open. The same once more is harmless.</summary>
    private Decision<TaskState> Found(TaskState state, EnterFinding find, DateTimeOffset now)
    {
        if (state.Inspection?.Finding is { By: not null } made)
        {
            return made.Agrees == find.Agrees && made.Finding == find.Finding && made.Photographs.SequenceEqual(find.Photographs)
                ? Decision<TaskState>.Nothing(state)
                : Refuse(state, "found-already", "What was found has been entered; it is entered once.");
        }
        if (!state.IsOpen)
            return Refuse(state, "task-not-open", $"The task is {KebabCase.Of(state.Lifecycle)}; nothing can be done with it any more.");
        if (state.Inspection is { IsOver: true } over)
            return Refuse(state, "inspection-closed", $"The record is closed. {over.Absence.Rule.En} ({over.Absence.Basis})");
        if (state is not { Lifecycle: ItemLifecycle.InspectionRequested, Inspection: { Slot: { } slot } inspection })
            return Refuse(state, "no-inspection", "No visit has been appointed for this task.");
        if (IsHeldByAnother(state, find.By))
            return Refuse(state, "held-by-another", $"The task is held by {state.Holder}.");
        if (time.DateOf(now) < slot.Date)
            return Refuse(state, "before-the-visit", $"The visit is on {slot.Date:yyyy-MM-dd}; what is found is entered from that day on.");
        var finding = new InspectionFinding
        {
            Item = state.Item,
            Department = state.Department,
            Agrees = find.Agrees,
            Finding = find.Finding,
            Photographs = find.Photographs,
            By = find.By,
            At = now,
        };
        return new Decision<TaskState>
        {
            State = state with { Inspection = inspection with { Finding = finding } },
            Messages =
            [
                new Outgoing(ServiceNames.Orchestrator, new InspectionFound
                {
                    CaseId = state.CaseId,
                    TaskId = state.TaskId,
                    Inspection = inspection.Number,
                    Agrees = find.Agrees,
                    Finding = find.Finding,
                    Photographs = find.Photographs,
                    By = find.By,
                    At = now,
                }),
            ],
            Journal = [new JournalEntry("inspection-found", new { Inspection = inspection.Number, find.Agrees, find.Finding, find.Photographs, find.By })],
        };
    }

    /// <summary>The leader's people ask for another time, before the day. It holds once everybody is told of it.</summary>
    private Decision<TaskState> Moved(TaskState state, MoveInspection move, DateTimeOffset now)
    {
        if (!state.IsOpen)
            return Refuse(state, "task-not-open", $"The task is {KebabCase.Of(state.Lifecycle)}; nothing can be done with it any more.");
        if (state is not { Lifecycle: ItemLifecycle.InspectionRequested, Inspection: { Slot: { } slot, IsOver: false } inspection })
            return Refuse(state, "no-inspection", "No visit has been appointed for this task.");
        if (inspection.Leader != state.Department)
            return Refuse(state, "not-the-leader", $"{inspection.Leader} leads the visit, and alone can move it.");
        if (IsHeldByAnother(state, move.By))
            return Refuse(state, "held-by-another", $"The task is held by {state.Holder}.");
        if (slot == move.Slot)
            return Decision<TaskState>.Nothing(state);
        var today = time.DateOf(now);
        if (slot.Date <= today)
            return Refuse(state, "visit-has-come", "The day of the visit has come; it can be moved only before that.");
        if (move.Slot.Date <= today)
            return Decision<TaskState>.Refused(state, Refusal.Of("/slot", FaultCodes.SlotHasPassed, "A visit is moved to a day after today."));
        return new Decision<TaskState>
        {
            State = state,
            Messages =
            [
                new Outgoing(ServiceNames.Orchestrator, new InspectionMoved
                {
                    CaseId = state.CaseId,
                    TaskId = state.TaskId,
                    Inspection = inspection.Number,
                    Revision = inspection.Revision,
                    Slot = move.Slot,
                    By = move.By,
                    Reason = move.Reason,
                }),
            ],
            Journal = [new JournalEntry("inspection-move-requested", new { move.Slot, move.By, move.Reason })],
        };
    }

    private static Decision<TaskState> NoSeparateVisit(TaskState state)
    {
        var absence = state.Inspection!.Absence;
        return Refuse(state, "no-separate-visit", $"The joint inspection of the case is over, and there is no separate visit. {absence.Rule.En} ({absence.Basis})");
    }

    /// <summary>What a task still knows of a visit once it has been decided anew: what it found, and that it is over. An appointment belongs to the request it answers.</summary>
    private static TaskInspection? Kept(TaskInspection? inspection) => inspection is { IsOver: false, Finding: null } ? null : inspection;
}
