using System.Globalization;
using OneVisit.Kit.Store;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

/// <summary>What must hold of a store as a whole, whichever case it is about.</summary>
internal static class StoreChecks
{
    /// <summary>Of one file: whoever reads the first few knows enough.</summary>
    private const int MostDamages = 10;

    /// <summary>Cases of one envelope.</summary>
    private const int MostNamed = 5;

    /// <summary>What the databases themselves find wrong with their files.</summary>
    public static async Task FilesAsync(Moment moment, Action<Finding> found, CancellationToken cancel)
    {
        foreach (var (service, _, snapshot) in moment.Stores)
        {
            foreach (var line in await snapshot.DamageAsync(MostDamages, cancel))
                found(new Finding(Invariant.File, service, null, null, $"the file is damaged: {line.ReplaceLineEndings(" ")}"));
        }
    }

    /// <summary>Rows that none of the aggregates owns. Of journal and register, which were read with them, only when there are any does it take the time to find them.</summary>
    public static async Task OrphansAsync(Moment moment, (string Service, IAggregateTable Table, Snapshot Snapshot) store, Action<Finding> found, CancellationToken cancel)
    {
        var (service, aggregates, snapshot) = store;
        foreach (var table in (string[])["journal", "register", "notice"])
        {
            var all = (await snapshot.QueryAsync<long>($"select count(*) from {table}", null, cancel))[0];
            if (all == moment.Read.GetValueOrDefault((service, table)))
                continue;
            var owners = await snapshot.QueryAsync<Guid>(
                $"select distinct k.owner from {table} k where not exists (select 1 from {aggregates.Name} a where a.id = k.owner) order by k.owner limit 1000", null, cancel);
            foreach (var owner in owners)
                found(aggregates is AggregateTable<CaseState>
                    ? new Finding(Invariant.Orphan, service, owner, null, $"rows of the table {table} and no case")
                    : new Finding(Invariant.Orphan, service, null, owner, $"rows of the table {table} and no task"));
        }
    }

    /// <summary>Messages that were set aside, and envelopes that have waited since <paramref name="before"/>.</summary>
    public static async Task LeftBehindAsync((string Service, IAggregateTable Table, Snapshot Snapshot) store, DateTimeOffset before, Action<Finding> found, CancellationToken cancel)
    {
        var (service, _, snapshot) = store;
        foreach (var (id, type, reason) in await snapshot.QueryAsync<(Guid Id, string Type, string Reason)>("select id, type, reason from dead_letter order by id limit 1000", null, cancel))
            found(new Finding(Invariant.DeadLetter, service, null, null, $"{type} was set aside as {id}: {reason}"));
        var waiting = await snapshot.QueryAsync<(Guid Id, string Destination, byte[] Body, DateTimeOffset At)>(
            "select id, destination, body, created_at from outbox where created_at <= @before order by id limit 1000", new { before }, cancel);
        foreach (var (id, destination, body, at) in waiting)
            found(new Finding(Invariant.Outbox, service, null, null, $"the envelope {id} for {destination} has waited since {at.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}{About(body)}"));
    }

    private static string About(byte[] envelope) => Moment.CasesOf(envelope) is not { } cases ? ", and cannot be read"
        : cases.Take(MostNamed).ToList() is { Count: > 0 } some ? $", about {string.Join(", ", some.Select(id => $"case {id}"))}" : "";
}
