using System.Data.Common;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Benchmarks.Yardstick;

/// <summary>A store that counts its round trips and tells of every approval the moment its completion is committed.</summary>
internal sealed class ObservedStore(Store store, Action<Guid>? completed) : Store
{
    private long _trips;
    private long _commits;

    public override string Kind => store.Kind;

    public long Trips => Interlocked.Read(ref _trips);

    public long Commits => Interlocked.Read(ref _commits);

    public override Task<DbConnection> OpenAsync(CancellationToken cancel) => store.OpenAsync(cancel);

    internal override async Task<T> TransactAsync<T>(Func<IStoreTransaction, ValueTask<T>> work)
    {
        var done = new List<Guid>();
        var result = await store.TransactAsync(inner =>
        {
            done.Clear();
            return work(new Watched(this, inner, done));
        });
        Interlocked.Increment(ref _commits);
        foreach (var id in done)
            completed?.Invoke(id);
        return result;
    }

    public override ValueTask DisposeAsync() => store.DisposeAsync();

    private protected override Task ApplyAsync(IReadOnlyList<Migration> migrations, DateTimeOffset now, CancellationToken cancel) =>
        store.MigrateAsync(migrations, now, cancel);

    private sealed class Watched(ObservedStore store, IStoreTransaction inner, List<Guid> done) : IStoreTransaction
    {
        public ValueTask<Opened> OpenAsync(Opening opening)
        {
            if (!opening.Presumed)
                Interlocked.Increment(ref store._trips);
            return inner.OpenAsync(opening);
        }

        public ValueTask<LookedUp> LookUpAsync(IReadOnlyCollection<RegisterKey> keys, IReadOnlyList<NumberNeed> numbers)
        {
            Interlocked.Increment(ref store._trips);
            return inner.LookUpAsync(keys, numbers);
        }

        public ValueTask CommitAsync(Writes writes)
        {
            Interlocked.Increment(ref store._trips);
            foreach (var update in writes.Updates)
            {
                var column = Array.FindIndex(update.Columns, c => c.Name == Approval.CompletedColumn);
                if (column >= 0)
                    done.AddRange(update.Rows.Where(r => r[column] is not null).Select(r => (Guid)r[0]!));
            }
            return inner.CommitAsync(writes);
        }
    }
}
