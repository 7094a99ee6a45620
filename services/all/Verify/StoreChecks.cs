using System.Globalization;
using System.Text.Json;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

/// <summary>What must hold of a store as a whole, whichever case it is about.</summary>
internal static class StoreChecks
{
    private const int Page = 500;

    /// <summary>Rows that none of the aggregates read owns. Only when there are any does it take the time to find them.</summary>
    public static async Task OrphansAsync(Moment moment, Action<Finding> found, CancellationToken cancel)
    {
        foreach (var (service, aggregates, snapshot) in moment.Stores)
        {
            foreach (var table in (string[])["journal", "register"])
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
    }

    /// <summary>Messages that were set aside, and envelopes that have waited since <paramref name="before"/>.</summary>
    public static async Task LeftBehindAsync(Moment moment, DateTimeOffset before, Action<Finding> found, CancellationToken cancel)
    {
        foreach (var (service, _, snapshot) in moment.Stores)
        {
            foreach (var (id, type, reason) in await snapshot.QueryAsync<(Guid Id, string Type, string Reason)>("select id, type, reason from dead_letter order by id limit 1000", null, cancel))
                found(new Finding(Invariant.DeadLetter, service, null, null, $"{type} was set aside as {id}: {reason}"));
            var waiting = await snapshot.QueryAsync<(Guid Id, string Destination, DateTimeOffset At)>(
                "select id, destination, created_at from outbox where created_at <= @before order by id limit 1000", new { before }, cancel);
            foreach (var (id, destination, at) in waiting)
                found(new Finding(Invariant.Outbox, service, null, null, $"the envelope {id} for {destination} has waited since {at.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}"));
        }
    }

    /// <summary>An answer that was kept for repeats names a case: it must be there.</summary>
    public static async Task AcknowledgedAsync(Moment moment, Action<Finding> found, CancellationToken cancel)
    {
        var (service, aggregates, snapshot) = moment.Stores.First(s => s.Table is AggregateTable<CaseState>);
        for (var after = "";;)
        {
            var answers = await snapshot.QueryAsync<(string Key, string Answer)>(
                "select key, answer from idempotency where key > @after order by key limit @Page", new { after, Page }, cancel);
            if (answers.Count == 0)
                return;
            after = answers[^1].Key;
            var promised = answers.Select(a => CaseOf(a.Answer)).OfType<Guid>().Distinct().ToList();
            var (list, parameters) = SqlList.Of(promised);
            var there = promised.Count == 0 ? [] : await snapshot.QueryAsync<Guid>($"select id from {aggregates.Name} where id in ({list})", parameters, cancel);
            foreach (var id in promised.Except(there))
                found(new Finding(Invariant.Acknowledged, service, id, null, "its applicant was told of it, and it is not there"));
        }
    }

    private static Guid? CaseOf(string answer)
    {
        try
        {
            return JsonSerializer.Deserialize<Answer>(answer) is { Status: 201, Location: { } location } && Guid.TryParse(location.Split('/')[^1], out var id) ? id : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
