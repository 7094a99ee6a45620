using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>What is looked at with every commit, for the aggregates it changed.</summary>
internal static class StepChecks
{
    public static void Changed(World world, Database database, Guid id)
    {
        var row = database.Aggregates[id];
        if ((database.Journal.TryGetValue(id, out var journal) ? journal.Count : 0) != row.JournalCount)
            world.Violate(Invariants.JournalCount, $"{database.Service} {id} says {row.JournalCount}, and has {journal?.Count ?? 0}");
        if (row.Before is { } earlier && HasEnded(StateText.LifecycleOf(earlier.State)) && Essence(database, earlier) is var before && Essence(database, row) is var after && before != after)
            world.Violate(Invariants.TerminalIsTerminal, $"{database.Service} {id} was {before}, and is {after}");
    }

    private static bool HasEnded(string lifecycle) =>
        lifecycle is "completed" or "refused" or "not-accepted" or "withdrawn" or "terminated" or "cancelled" or "revoked";

    /// <summary>What must stay after the end. A late answer is recorded, so its number may still change.</summary>
    private static string Essence(Database database, AggregateRow row)
    {
        if (database.Service != Kit.ServiceNames.Orchestrator)
        {
            var task = row.Read(TaskJson.Default.TaskState);
            return $"{task.Lifecycle} attempt {task.Attempt}, {task.Licences.Count} licences";
        }
        var file = row.Read(CaseJson.Default.CaseState);
        return $"{file.Lifecycle} {file.Outcome} {file.EndedAt:O} {string.Join(", ", file.Items.Select(i => IsGranted(file, i) ? $"{i.Item} granted {i.Attempt} {i.Licences.Count}" : $"{i.Item} {i.Lifecycle} {i.Attempt} {i.Holder} {i.Licences.Count}"))}";
    }

    /// <summary>What fails its check is revoked also after the end; that nothing else is, is looked at when everything has come to rest.</summary>
    private static bool IsGranted(CaseState file, ItemState item) =>
        file.Lifecycle == CaseLifecycle.Completed && item.Lifecycle is ItemLifecycle.Issued or ItemLifecycle.Revoked && item.IssuedAs > 0;
}
