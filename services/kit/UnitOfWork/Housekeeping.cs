namespace OneVisit.Kit.UnitOfWork;

/// <summary>Finds the aggregates that are to be woken, and deletes rows that have served.</summary>
internal sealed class Housekeeping(Store.Store store, string table, TimeProvider clock)
{
    private static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    /// <summary>How long a repeat is recognised: the outer contract promises 7 days for idempotency keys; envelopes are given the same and a day.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(8);

    /// <summary>Rows deleted at once: few enough that a batch waiting behind them does not notice.</summary>
    private const int PruneSize = 5000;

    private const int MostWakes = 1000;

    private DateTimeOffset _nextPrune = DateTimeOffset.MinValue;

    /// <summary>Aggregates whose moment has come, the earliest first, at most a thousand at a time.</summary>
    public Task<IReadOnlyList<Guid>> DueAsync(CancellationToken cancel) => store.DueAsync(table, clock.GetUtcNow(), MostWakes, cancel);

    /// <summary>Deletes a bounded number of old rows, every hour and again at the next call while some are left.</summary>
    public async Task PruneAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (now < _nextPrune)
            return;
        if (!await store.PruneAsync(now - Kept, PruneSize, cancel))
            _nextPrune = now + PruneEvery;
    }
}
