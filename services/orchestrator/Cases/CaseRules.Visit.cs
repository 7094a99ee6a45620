using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>What the applicant and the departments do with a joint inspection: agree to a time, move it, enter what was found.</summary>
public sealed partial class CaseRules
{
    /// <summary>The applicant agrees to one of the times offered. The same once more is harmless.</summary>
    private Decision<CaseState> Agree(CaseState state, AgreeToInspection agree, DateTimeOffset now)
    {
        if (state.Inspection is not { Phase: not InspectionPhase.Dropped } inspection)
            return Refuse(state, "no-inspection-proposed", "No time for a visit has been offered.");
        if (inspection.Phase == InspectionPhase.Planning)
            return Refuse(state, "no-inspection-proposed", "The visit is still being planned; times are offered when every department that needs one is known.");
        if (inspection.Appointment is { } appointment)
            return appointment == agree.Slot ? Decision<CaseState>.Nothing(state) : Refuse(state, "appointed-already", $"The visit is fixed for {InspectionNotices.Said(appointment).En}.");
        var clock = clockOf(state.Region);
        if (!inspection.Slots.Contains(agree.Slot))
            return Decision<CaseState>.Refused(state, Refusal.Of("/slot", FaultCodes.UnknownSlot, "This is none of the times offered; read the case and choose among those."));
        if (!inspection.IsAhead(agree.Slot, clock.Deadlines.DateOf(now)))
            return Decision<CaseState>.Refused(state, Refusal.Of("/slot", FaultCodes.SlotHasPassed, "This time has passed; choose one that still lies ahead."));
        return Appointed(state, inspection, agree.Slot, agree.By, clock);
    }

    /// <summary>
    /// A department has entered what it found. Means something while the record is open, also when its task has been decided meanwhile; afterwards it
    /// is kept, once, and changes nothing.
    /// </summary>
    private static Decision<CaseState> Found(CaseState state, InspectionFound found)
    {
        if (state.Inspection is not { } inspection || inspection.Number != found.Inspection || state.Items.FirstOrDefault(i => i.Task == found.TaskId) is not { } item)
            return Decision<CaseState>.Nothing(state);
        var finding = new TaskFinding(item.Task, new InspectionFinding
        {
            Item = item.Item,
            Department = item.Department,
            Agrees = found.Agrees,
            Finding = found.Finding,
            Photographs = found.Photographs,
            By = found.By,
            At = found.At,
        });
        if (inspection.Phase == InspectionPhase.Appointed && !inspection.HasFound(item.Task))
        {
            return new Decision<CaseState>
            {
                State = state with { Inspection = inspection with { Findings = [.. inspection.Findings, finding] } },
                Journal = [new JournalEntry("inspection-found", new { inspection.Number, item.Item, item.Department, found.Agrees, found.Finding, found.Photographs, found.By })],
            };
        }
        // What its department has entered already is a repeat, if it was in time or not.
        if (inspection.Findings.Any(f => f.Task == item.Task && f.Finding.By is not null) || inspection.LateFindings?.Any(f => f.Task == item.Task) == true)
            return Decision<CaseState>.Nothing(state);
        return new Decision<CaseState>
        {
            State = state with { Inspection = inspection with { LateFindings = [.. inspection.LateFindings ?? [], finding] } },
            Journal = [new JournalEntry("late-finding", new { inspection.Number, item.Item, item.Department, found.Agrees, found.Finding, found.Photographs, found.By })],
        };
    }

    /// <summary>The leader moves the appointment, before its day. One that has changed or passed meanwhile stays as it is.</summary>
    private Decision<CaseState> Moved(CaseState state, InspectionMoved moved, DateTimeOffset now)
    {
        if (state.Inspection is not { Phase: InspectionPhase.Appointed } inspection || inspection.Number != moved.Inspection || inspection.Revision != moved.Revision
            || !inspection.Participants.Any(p => p.Task == moved.TaskId && p.Department == inspection.Leader))
            return Decision<CaseState>.Nothing(state);
        var clock = clockOf(state.Region);
        var today = clock.Deadlines.DateOf(now);
        if (inspection.Appointment!.Date <= today || moved.Slot.Date <= today || moved.Slot == inspection.Appointment)
            return Decision<CaseState>.Nothing(state);
        var before = inspection.Appointment;
        inspection = inspection with { Appointment = moved.Slot, Revision = inspection.Revision + 1 };
        return new Decision<CaseState>
        {
            State = state with { Inspection = inspection },
            Messages = Appointments(state, inspection),
            Journal = [new JournalEntry("inspection-moved", new { inspection.Number, before, after = moved.Slot, moved.By, moved.Reason })],
            Notices =
            [
                InspectionNotices.Moved(state, inspection, moved.Reason, clock),
                .. inspection.Participants.Select(p => InspectionNotices.AppointedTo(state, inspection, p, clock)),
            ],
        };
    }

    /// <summary>
    /// A department that was absent has agreed to what was found, and may refuse on other grounds only. On which it does is for people to judge: the
    /// supervisor is told.
    /// </summary>
    private static Decision<CaseState> AfterAbsence(CaseState? before, object message, Decision<CaseState> decision)
    {
        if (message is not ReviewDecided { Decision.Outcome: ReviewOutcome.Refuse } refused || decision.Journal.Count == 0
            || before is not { Inspection.Phase: InspectionPhase.Held } || before.Items.FirstOrDefault(i => i.Task == refused.TaskId) is not { InReview: true } item
            || before.Inspection.Findings.FirstOrDefault(f => f.Task == item.Task) is not { Finding.AbsenceBasis: not null })
            return decision;
        return decision with { Notices = [.. decision.Notices, InspectionNotices.RefusedAfterAbsence(before, item, refused.Decision)] };
    }
}
