using System.Text;
using OneVisit.All.Verify;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.City;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>What the command <c>verify</c> would say of everything that stands here, once it has come to rest.</summary>
internal static class VerifyChecks
{
    public static void Run(World world, Town town)
    {
        var now = ProcessClock.Beginning + TimeSpan.FromMicroseconds(world.Agenda.Now);
        var tasks = town.Departments.SelectMany(d => d.Aggregates.Select(a => BookOf(d, a.Key, a.Value, a.Value.Read(TaskJson.Default.TaskState), t => t.CaseId))).ToLookup(t => t.CaseId);
        foreach (var (id, row) in town.Cases.Aggregates)
        {
            var books = new CaseBooks(id, BookOf(town.Cases, id, row, row.Read(CaseJson.Default.CaseState), c => c.CaseId), [.. tasks[id]], new Dictionary<RegisterKey, Guid>());
            if (All.Verify.CaseChecks.Of(books).Concat(books.Tasks.SelectMany(All.Verify.TaskChecks.Of)).Concat(AgreementChecks.Of(books, now)).FirstOrDefault() is { } finding)
                world.Violate(Invariants.VerifyFindsNothing, finding.ToString());
        }
        var numbers = new NumberChecks();
        foreach (var task in tasks.SelectMany(t => t))
            numbers.Take(task);
        if (town.Departments.SelectMany(d => numbers.Of(d.Service, d.Numbers)).FirstOrDefault() is { } back)
            world.Violate(Invariants.VerifyFindsNothing, back.ToString());
    }

    private static Book<TState> BookOf<TState>(Database database, Guid id, AggregateRow row, TState state, Func<TState, Guid> caseOf)
        where TState : class => new(
            database.Service, id, caseOf(state), row.Version, [], state, row.StateChecksum != StateChecksum.Of(id, row.Version, row.JournalHash, row.State.Bytes.Span), Text(row.Enclosure),
            [.. database.Enclosures.Where(e => e.Key.Owner == id && !ReferenceEquals(e.Value, row.Enclosure)).Select(e => Text(e.Value)!)],
            row.JournalCount, row.JournalHash,
            [.. (database.Journal.GetValueOrDefault(id) ?? []).Select(j => new All.Verify.JournalRow(id, j.Seq, j.At, j.Kind, Text(j.Data)!, j.Hash))],
            row.WakesAt,
            [.. database.Register.Where(r => r.Value.Owner == id).Select(r => new All.Verify.RegisterRow(r.Key, id, r.Value.Lasting, r.Value.Revoked, Text(r.Value.Data)!, null))]);

    private static string? Text(Kit.Utf8Json? json) => json is null ? null : Encoding.UTF8.GetString(json.Bytes.Span);
}
