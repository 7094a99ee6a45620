using System.Data.Common;
using OneVisit.Kit.Store;
using OneVisit.Simulation.Checks;

namespace OneVisit.Simulation.Engine;

/// <summary>A process's way to its service's database. When the process dies, its transactions are rolled back.</summary>
internal sealed class StoreLink(World world, Database database, Life life) : Store
{
    private readonly List<Transaction> _own = [];

    /// <summary>What the transaction under way has decided so far, as the rules were asked.</summary>
    public List<object> Decided { get; } = [];

    /// <summary>What is wrong with it.</summary>
    public Doubts Doubts { get; } = new();

    /// <summary>What it says to others.</summary>
    public WrittenChecks Written { get; } = new(world, database.Service);

    /// <summary>For <see cref="Planted.FailedAttemptLeaks"/>: states of the attempt under way, and of the one that failed before.</summary>
    public Dictionary<Guid, object> Attempted { get; private set; } = [];
    public Dictionary<Guid, object> Leaked { get; private set; } = [];

    public override string Kind => "simulated";

    public override Task<DbConnection> OpenAsync(CancellationToken cancel) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>There and back. Fails while the database refuses.</summary>
    public Task HopAsync()
    {
        var arrived = new TaskCompletionSource();
        world.Agenda.Plan(world.Latency(), () =>
        {
            if (database.IsDown)
                arrived.SetException(new StoreUnavailableException("the database refuses"));
            else
                arrived.SetResult();
        });
        return arrived.Task;
    }

    public void Note(string what) => life.Note(what, database.Service);

    public void Lose()
    {
        foreach (var transaction in _own)
            transaction.End();
    }

    internal override async Task<T> TransactAsync<T>(Func<IStoreTransaction, ValueTask<T>> work)
    {
        var transaction = new Transaction(world, database, this);
        Decided.Clear();
        Doubts.Drop();
        Written.Drop();
        Attempted.Clear();
        _own.Add(transaction);
        database.Open.Add(transaction);
        try
        {
            return await work(transaction);
        }
        catch when (world.Planted == Planted.FailedAttemptLeaks)
        {
            (Leaked, Attempted) = (Attempted, []);
            throw;
        }
        finally
        {
            transaction.End();
            _own.Remove(transaction);
        }
    }

    internal override async Task<IReadOnlyList<(Guid Id, string Destination, byte[] Body)>> UnconfirmedAsync(
        Guid after, DateTimeOffset before, int limit, CancellationToken cancel)
    {
        await HopAsync();
        if (world.Planted == Planted.NoSweep || database.Outbox.Count == 0)
            return [];
        return
        [
            .. database.Outbox.Where(r => r.Key > after && r.Value.CreatedAt <= before).OrderBy(r => r.Key).Take(limit)
                .Select(r => (r.Key, r.Value.Destination, world.Planted == Planted.NewIdOnRepublish ? Renamed(r.Key, r.Value.Body) : r.Value.Body)),
        ];
    }

    internal override async Task<IReadOnlyList<Guid>> DueAsync(string table, DateTimeOffset now, int limit, CancellationToken cancel)
    {
        await HopAsync();
        return [.. database.Wakes.Where(w => w.At <= now).OrderBy(w => w.At).ThenBy(w => w.Id).Take(limit).Select(w => w.Id)];
    }

    internal override Task<bool> PruneAsync(DateTimeOffset before, int limit, CancellationToken cancel) => Task.FromResult(false);

    /// <summary>It is durable, whoever will know.</summary>
    public void Committed(Writes writes)
    {
        Note("committed");
        Doubts.Settle(world);
        foreach (var message in Decided)
            world.Ledger.Effect(world, database.Service, message);
        var changed = writes.Updates.SelectMany(u => u.Rows).Concat(writes.Inserts.Where(i => i.Table is "case_file" or "task").SelectMany(i => i.Rows)).Select(row => (Guid)row[0]!).ToList();
        changed.ForEach(Changed);
        Written.Settle(writes, id => changed.Contains(id) ? database.Aggregates[id].JournalCount - (database.Aggregates[id].Before?.JournalCount ?? 0) : 0);
    }

    /// <summary>For <see cref="Planted.PublishedBeforeCommit"/>.</summary>
    public void PublishEarly(Writes writes)
    {
        foreach (var row in writes.Inserts.Where(i => i.Table == "outbox").SelectMany(i => i.Rows))
            life.PublishEarly((Guid)row[0]!, (string)row[1]!, (byte[])row[2]!);
    }

    private protected override Task ApplyAsync(IReadOnlyList<Migration> migrations, DateTimeOffset now, CancellationToken cancel) =>
        throw new NotSupportedException();

    private void Changed(Guid id)
    {
        StepChecks.Changed(world, database, id);
        database.Changed?.Invoke(id, database.Aggregates[id]);
    }

    /// <summary>For <see cref="Planted.NewIdOnRepublish"/>: the same envelope under another id.</summary>
    private byte[] Renamed(Guid id, byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(Kit.Bus.Compression.Decompress(body));
        return System.Text.Encoding.UTF8.GetBytes(text.Replace(id.ToString(), world.Dice.NewId(ProcessClock.Beginning).ToString(), StringComparison.Ordinal));
    }
}
