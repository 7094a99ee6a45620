using Dapper;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>Finds due timers, and deletes rows that have served.</summary>
internal sealed class Housekeeping(Store.Store store, TimeProvider clock)
{
    private static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    /// <summary>How long a repeat is recognised: the outer contract promises 7 days for idempotency keys; envelopes are given the same and a day.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(8);

    /// <summary>Rows deleted at once: few enough that a batch waiting behind them does not notice.</summary>
    private const int PruneSize = 5000;

    private DateTimeOffset _nextPrune = DateTimeOffset.MinValue;

    /// <summary>Timers that are due, earliest first, at most a thousand at a time.</summary>
    public async Task<List<(Guid Id, TimerDue Due)>> DueTimersAsync(CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        var rows = await connection.QueryAsync<(Guid Id, Guid Owner, string Name)>(
            "select id, owner, name from timer where due <= @now order by due limit 1000", new { now = clock.GetUtcNow() });
        return [.. rows.Select(r => (r.Id, new TimerDue(r.Owner, r.Name)))];
    }

    /// <summary>Deletes a bounded number of old rows, every hour and again at the next call while some are left.</summary>
    public async Task PruneAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (now < _nextPrune)
            return;
        var before = now - Kept;
        await using var connection = await store.OpenAsync(cancel);
        // Inbox ids are UUIDv7: the smallest id of an instant finds the old rows by primary key. An old id alone is not enough: an
        // envelope that waited for long has one too, and its repeat must be recognised from the day it was received.
        var envelopes = await connection.ExecuteAsync("""
            delete from inbox where id in (
                select id from inbox where id < @oldest and received_at < @before order by id limit @PruneSize)
            """, new { oldest = SmallestIdOf(before), before, PruneSize });
        var answers = await connection.ExecuteAsync("""
            delete from idempotency where key in (
                select key from idempotency where created_at < @before order by created_at limit @PruneSize)
            """, new { before, PruneSize });
        if (envelopes < PruneSize && answers < PruneSize)
            _nextPrune = now + PruneEvery;
    }

    /// <summary>The smallest UUIDv7 (RFC 9562, section 5.7) of an instant.</summary>
    internal static Guid SmallestIdOf(DateTimeOffset at)
    {
        var milliseconds = at.ToUnixTimeMilliseconds();
        return new Guid((int)(milliseconds >> 16), (short)milliseconds, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);
    }
}
