using Dapper;

namespace OneVisit.Kit.Store;

/// <content>What the unit of work reads and deletes outside its batches: one text for both databases.</content>
public abstract partial class Store
{
    /// <summary>Envelopes committed by <paramref name="before"/> that nobody has confirmed, by id from <paramref name="after"/> on.</summary>
    internal virtual async Task<IReadOnlyList<(Guid Id, string Destination, byte[] Body)>> UnconfirmedAsync(
        Guid after, DateTimeOffset before, int limit, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        return (await connection.QueryAsync<(Guid Id, string Destination, byte[] Body)>(
            "select id, destination, body from outbox where id > @after and created_at <= @before order by id limit @limit",
            new { after, before, limit })).AsList();
    }

    /// <summary>Aggregates that want to be woken by <paramref name="now"/>, the earliest first.</summary>
    internal virtual async Task<IReadOnlyList<Guid>> DueAsync(string table, DateTimeOffset now, int limit, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        return (await connection.QueryAsync<Guid>($"select id from {table} where wakes_at <= @now order by wakes_at limit @limit", new { now, limit })).AsList();
    }

    /// <summary>Everybody who waits for a later moment is to be woken now.</summary>
    internal async Task WakeAllAsync(string table, DateTimeOffset now, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await connection.ExecuteAsync($"update {table} set wakes_at = @now where wakes_at > @now", new { now });
    }

    /// <summary>The earliest moment for which an aggregate waits; null when none does.</summary>
    internal async Task<DateTimeOffset?> NextWakeAsync(string table, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        return await connection.QueryFirstOrDefaultAsync<DateTimeOffset?>($"select wakes_at from {table} where wakes_at is not null order by wakes_at limit 1");
    }

    /// <summary>Deletes at most <paramref name="limit"/> inbox ids and first answers each from before <paramref name="before"/>; true when more may be left.</summary>
    internal virtual async Task<bool> PruneAsync(DateTimeOffset before, int limit, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        // Inbox ids are UUIDv7: the smallest id of an instant finds the old rows by primary key. An old id alone is not enough: an
        // envelope that waited for long has one too, and its repeat must be recognised from the day it was received.
        var envelopes = await connection.ExecuteAsync("""
            delete from inbox where id in (
                select id from inbox where id < @oldest and received_at < @before order by id limit @limit)
            """, new { oldest = SmallestIdOf(before), before, limit });
        var answers = await connection.ExecuteAsync("""
            delete from idempotency where key in (
                select key from idempotency where created_at < @before order by created_at limit @limit)
            """, new { before, limit });
        return envelopes == limit || answers == limit;
    }

    /// <summary>The smallest UUIDv7 (RFC 9562, section 5.7) of an instant.</summary>
    private static Guid SmallestIdOf(DateTimeOffset at)
    {
        var milliseconds = at.ToUnixTimeMilliseconds();
        return new Guid((int)(milliseconds >> 16), (short)milliseconds, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);
    }
}
