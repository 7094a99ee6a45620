using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

/// <summary>The joint inspections of a case: what the orchestrator keeps of them, and what it and the departments say.</summary>
internal static class InspectionChecks
{
    /// <summary>What must hold within the orchestrator's own store.</summary>
    public static IEnumerable<Finding> Of(Book<CaseState> file, CaseState state)
    {
        foreach (var what in Faults(file, state))
            yield return new(Invariant.Visit, file.Service, file.Id, null, what);
        if (state.Inspection is { IsOpen: true } && file.WakesAt is null)
            yield return new(Invariant.Wake, file.Service, file.Id, null, $"its visit is {KebabCase.Of(state.Inspection.Phase)}, and it is never woken to go on with it");
    }

    private static IEnumerable<string> Faults(Book<CaseState> file, CaseState state)
    {
        if (state.Inspection is { IsOpen: true } open)
        {
            if (state.HasEnded)
                yield return $"the case is {KebabCase.Of(state.Lifecycle)} and its visit is {KebabCase.Of(open.Phase)}";
            if (open.Participants.Count == 0)
                yield return $"its visit is {KebabCase.Of(open.Phase)} and nobody waits for it";
            foreach (var participant in open.Participants.Where(p => state.Items.FirstOrDefault(i => i.Task == p.Task) is not { AsksForInspection: true }))
                yield return $"{participant.Item} takes part in a visit and has not asked for one";
            if (open.Phase == InspectionPhase.Proposed && open.Slots.Count == 0)
                yield return "a visit is proposed without a time";
            if ((open.Phase == InspectionPhase.Appointed) != open.Appointment is not null)
                yield return $"its visit is {KebabCase.Of(open.Phase)} {(open.Appointment is null ? "without" : "with")} an appointment";
            if (open.Phase != InspectionPhase.Planning && open.Participants.Count > 0 && open.Participants.All(p => p.Department != open.Leader))
                yield return $"'{open.Leader}' leads a visit in which it does not take part";
        }
        var held = HeldOf(state);
        if (held.Count != file.Tale.CountOf("inspection-held"))
            yield return $"it keeps {held.Count} records of visits, and its journal tells of {file.Tale.CountOf("inspection-held")}";
        var absences = held.Sum(i => i.Findings.Count(f => f.Finding.AbsenceBasis is not null));
        if (absences != file.Tale.CountOf("agreed-by-absence"))
            yield return $"its records have {absences} departments that were absent, and its journal tells of {file.Tale.CountOf("agreed-by-absence")}";
        foreach (var inspection in held)
        {
            foreach (var twice in inspection.Findings.GroupBy(f => f.Task).Where(g => g.Count() > 1))
                yield return $"{twice.First().Finding.Item} stands in the record of visit {inspection.Number} {twice.Count()} times";
            foreach (var absent in inspection.Findings.Where(f => f.Finding is { AbsenceBasis: not null, Agrees: false }))
                yield return $"{absent.Finding.Item} was absent from visit {inspection.Number} and does not agree";
        }
    }

    /// <summary>What a department has not heard yet of a visit, or has heard and cannot have.</summary>
    /// <returns>What is said, and whether a message that is on its way would cure it.</returns>
    public static IEnumerable<(string What, Certainty Certainty)> Apart(CaseState state, ItemState item, TaskState task)
    {
        if (!task.IsOpen || !item.InReview)
            yield break;
        var over = HeldOf(state).Any(i => i.CouldJoin.Contains(item.Task));
        if (task.Inspection is { IsOver: true } && !over)
            yield return ("is told that its visit is over, and the case knows of none", Certainty.Apart);
        else if (over && task.Inspection is not { IsOver: true })
            yield return ("has not been told that its visit is over", Certainty.Behind);
        else if (state.Inspection is { Phase: InspectionPhase.Appointed } appointed && appointed.Participants.Any(p => p.Task == item.Task)
            && (task.Inspection?.Slot != appointed.Appointment || task.Inspection?.Revision != appointed.Revision))
            yield return ("knows another appointment than the case", Certainty.Behind);
    }

    private static List<InspectionState> HeldOf(CaseState state) =>
        [.. state.EarlierInspections ?? [], .. state.Inspection is { Phase: InspectionPhase.Held } last ? new[] { last } : []];
}
