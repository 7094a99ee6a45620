using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>The joint inspections of one case at rest.</summary>
internal static class VisitChecks
{
    public static void Run(World world, Database cases, CaseState state, Dictionary<Guid, (Database Department, TaskState State)> tasks)
    {
        if (state.Inspection is { IsOpen: true } open)
            world.Violate(Invariants.OneVisit, $"the visit of case {state.CaseId} is {open.Phase}, and nothing is waited for");
        var held = (state.EarlierInspections ?? []).Concat(state.Inspection is { Phase: InspectionPhase.Held } last ? [last] : []).ToList();
        var told = Told(cases, state.CaseId);
        foreach (var inspection in held)
        {
            if (inspection.Findings.DistinctBy(f => f.Task).Count() != inspection.Findings.Count)
                world.Violate(Invariants.OneVisit, $"somebody has found twice at visit {inspection.Number} of case {state.CaseId}");
            foreach (var absent in inspection.Findings.Where(f => f.Finding.AbsenceBasis is not null))
            {
                if (told.Count(e => e.Kind == "agreed-by-absence" && e.Number == inspection.Number && e.Item == absent.Finding.Item) != 1 || !absent.Finding.Agrees)
                    world.Violate(Invariants.OneVisit, $"{absent.Finding.Item} was absent from visit {inspection.Number} of case {state.CaseId}, and is not recorded as agreeing once");
            }
        }
        if (told.Count(e => e.Kind == "agreed-by-absence") != held.Sum(i => i.Findings.Count(f => f.Finding.AbsenceBasis is not null)))
            world.Violate(Invariants.OneVisit, $"case {state.CaseId} tells of other absences than its records have");
        foreach (var number in told.Where(e => e.Kind is "inspection-appointed" or "inspection-held").GroupBy(e => (e.Kind, e.Number)).Where(g => g.Count() > 1))
            world.Violate(Invariants.OneVisit, $"visit {number.Key.Number} of case {state.CaseId} has more than one {number.Key.Kind}");
        foreach (var item in state.Items.Where(i => i.Lifecycle == ItemLifecycle.InspectionRequested))
            world.Violate(Invariants.OneVisit, $"{item.Item} of case {state.CaseId} waits for a visit, and there is none");
        foreach (var item in state.Items)
            NoSeparateVisit(world, state, item, held.Exists(i => i.CouldJoin.Contains(item.Task)), tasks);
    }

    private static void NoSeparateVisit(World world, CaseState state, ItemState item, bool barred, Dictionary<Guid, (Database Department, TaskState State)> tasks)
    {
        if (!tasks.TryGetValue(item.Task, out var task))
            return;
        if (task.State.IsOpen && barred != task.State.Inspection is { IsOver: true })
            world.Violate(Invariants.NoSeparateVisit, $"{item.Item} of case {state.CaseId} {(barred ? "could have come to a visit that is over, and its department does not know" : "is told that its visit is over, and it was none of its")}");
        if (task.State is { Lifecycle: ItemLifecycle.InspectionRequested } && barred)
            world.Violate(Invariants.NoSeparateVisit, $"{item.Item} of case {state.CaseId} waits for a visit of its own");
        var over = false;
        foreach (var entry in task.Department.Journal.GetValueOrDefault(item.Task) ?? [])
        {
            over |= entry.Kind == "inspection-held";
            if (over && entry.Kind == "review-decided" && StateText.Has(entry.Data, "\"outcome\":\"inspect\""u8))
                world.Violate(Invariants.NoSeparateVisit, $"{item.Item} of case {state.CaseId} has asked for a visit of its own after the joint one");
        }
    }

    private static List<(string Kind, int Number, string? Item)> Told(Database cases, Guid id) =>
    [
        .. (cases.Journal.GetValueOrDefault(id) ?? []).Where(e => e.Kind is "agreed-by-absence" or "inspection-appointed" or "inspection-held").Select(e =>
        {
            var data = JsonElement.Parse(e.Data.Bytes.Span);
            return (e.Kind, data.GetProperty("number").GetInt32(), data.TryGetProperty("item", out var item) ? item.GetString() : null);
        }),
    ];
}
