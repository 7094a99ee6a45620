using System.Text;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.City;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>What is looked at once everything has come to rest.</summary>
internal static class FinalChecks
{
    public static void Run(World world, Town town, IReadOnlyList<Applicant> applicants)
    {
        foreach (var database in town.Databases)
        {
            if (database.DeadLetters.Count > 0)
                world.Violate(Invariants.NoDeadLetters, $"{database.Service}: {database.DeadLetters[0]}");
            if (database.Outbox.Count > 0)
                world.Violate(Invariants.OutboxEmpty, $"{database.Service} still has {database.Outbox.Count}");
            Journals(world, database);
        }

        var cases = town.Cases.Aggregates.ToDictionary(r => r.Key, r => r.Value.Read(CaseJson.Default.CaseState));
        var tasks = new Dictionary<Guid, (Database Department, TaskState State)>();
        foreach (var department in town.Departments)
        {
            foreach (var (id, row) in department.Aggregates)
                tasks.Add(id, (department, row.Read(TaskJson.Default.TaskState)));
        }

        Submissions(world, cases, applicants);
        foreach (var (id, at) in town.Cases.Wakes)
        {
            if (cases[id].HasEnded)
                world.Violate(Invariants.NoWakesAfterTheEnd, $"case {id} is to be woken at {at:u}");
        }
        foreach (var state in cases.Values)
        {
            CaseChecks.Run(world, town, state, tasks);
            Given(world, town, state);
            VisitChecks.Run(world, town.Cases, state, tasks);
            world.Trace.Kinds.Add(state.HasEnded ? $"{state.Lifecycle}" : $"waits in {state.Lifecycle}");
            foreach (var item in state.Items)
                world.Trace.Kinds.Add($"item {item.Lifecycle}");
        }
        Licences(world, town, tasks);
        foreach (var (id, (department, task)) in tasks)
        {
            TaskChecks.Run(world, department, id, task);
            if (!cases.TryGetValue(task.CaseId, out var state) || state.Items.All(i => i.Task != id))
                world.Violate(Invariants.PartiesAgree, $"task {id} belongs to no case");
        }
    }

    /// <summary>Who does not come to rest, in words.</summary>
    public static string Restlessness(Town town) => string.Join("; ", town.Databases.Where(d => d.Outbox.Count + d.Wakes.Count() > 0)
        .Select(d => $"{d.Service} has {d.Outbox.Count} envelopes to send and {d.Wakes.Count()} who wait for a moment")) is { Length: > 0 } rows ? rows : "something goes on for ever";

    private static void Journals(World world, Database database)
    {
        foreach (var (id, row) in database.Aggregates)
        {
            var hash = JournalChain.Origin;
            var seq = 0L;
            var decided = 0;
            var issued = 0;
            foreach (var entry in database.Journal.TryGetValue(id, out var entries) ? entries : [])
            {
                world.Trace.Kinds.Add(entry.Kind);
                hash = JournalChain.Next(hash, id, ++seq, entry.At, entry.Kind, entry.Data.Bytes.Span);
                if (hash != entry.Hash || entry.Seq != seq)
                    world.Violate(Invariants.JournalVerifies, $"{database.Service} {id} breaks at entry {seq}, {entry.Kind}");
                if (entry.Kind == "review-decided" && (StateText.Has(entry.Data, "\"outcome\":\"pass\""u8) || StateText.Has(entry.Data, "\"outcome\":\"refuse\""u8) || StateText.Has(entry.Data, "\"outcome\":\"not-accepted\""u8)))
                    decided++;
                if (entry.Kind == "licences-issued")
                    issued++;
            }
            if (hash != row.JournalHash || seq != row.JournalCount)
                world.Violate(Invariants.JournalVerifies, $"{database.Service} {id} does not end as its state says");
            if (database.Service != Kit.ServiceNames.Orchestrator && (decided > 1 || issued > 1))
                world.Violate(Invariants.OneDecision, $"{database.Service} {id} was decided {decided} times and issued {issued} times");
        }
    }

    private static void Submissions(World world, Dictionary<Guid, CaseState> cases, IReadOnlyList<Applicant> applicants)
    {
        foreach (var applicant in applicants)
        {
            if (applicant.Accepted is not { } id)
                world.Violate(Invariants.AcceptedExists, $"{applicant.Key} never got an answer");
            else if (!cases.ContainsKey(id))
                world.Violate(Invariants.AcceptedExists, $"{applicant.Key}'s case {id} is gone");
        }
        if (cases.Count != applicants.Count)
            world.Violate(Invariants.OneCasePerSubmission, $"{applicants.Count} applicants, {cases.Count} cases");
    }

    /// <summary>Each answer to a request has left its paper in the submission, and so has each promise that was kept.</summary>
    private static void Given(World world, Town town, CaseState state)
    {
        var content = town.Cases.Aggregates[state.CaseId].Enclosure;
        var answers = town.Cases.Journal[state.CaseId].Count(e => e.Kind == "supplement-answered");
        var papers = StateText.Count(content, Encoding.UTF8.GetBytes($"\"material\":\"{Applicant.GivenPaper}"));
        if (papers != answers)
            world.Violate(Invariants.NothingGivenIsLost, $"case {state.CaseId} was answered {answers} times, and has the papers of {papers} answers");
        foreach (var promise in (state.Promises ?? []).Where(p => p.ProvidedAt is not null && !StateText.Has(content, Encoding.UTF8.GetBytes($"\"material\":\"{p.Material}\""))))
            world.Violate(Invariants.NothingGivenIsLost, $"{promise.Material} of case {state.CaseId} was brought, and is not in its submission");
    }

    private static void Licences(World world, Town town, Dictionary<Guid, (Database Department, TaskState State)> tasks)
    {
        var numbers = new HashSet<(string Number, string Type)>();
        foreach (var (id, (department, task)) in tasks)
        {
            var types = new HashSet<string>(StringComparer.Ordinal);
            foreach (var licence in task.Licences)
            {
                if (!numbers.Add((licence.Number, licence.Type)))
                    world.Violate(Invariants.NumbersUnique, $"{licence.Type} {licence.Number} was given twice");
                if (!types.Add(licence.Type))
                    world.Violate(Invariants.NumbersUnique, $"task {id} has {licence.Type} twice");
            }
            var held = department.Register.Values.Where(r => r.Owner == id).ToList();
            if (task.Lifecycle == ItemLifecycle.Issued ? held.Count == 0 && department.Service != "seals" || held.Exists(r => r.Revoked)
                : task.Lifecycle is ItemLifecycle.Cancelled or ItemLifecycle.Revoked && held.Exists(r => !r.Revoked))
                world.Violate(Invariants.RegisterHolds, $"{department.Service} {id} is {task.Lifecycle} and holds {held.Count} entries, {held.Count(r => r.Revoked)} of them revoked");
        }
    }
}
