using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Kit;
using OneVisit.Kit.Bus;
using OneVisit.Simulation.Checks;

namespace OneVisit.Simulation.Engine;

/// <summary>One transaction of one connection, in the steps of the real one: open, look up, commit, each a round trip in which anything may happen.</summary>
internal sealed class Transaction(World world, Database database, StoreLink link) : IStoreTransaction
{
    private readonly TaskCompletionSource _ended = new();
    private IReadOnlyList<Guid> _presumed = [];
    private Transaction? _waitsFor;

    public List<Guid> Inbox { get; } = [];
    public Dictionary<string, long> Numbers { get; } = new(StringComparer.Ordinal);
    public IReadOnlyList<Guid> ConfirmedOutbox { get; private set; } = [];

    public async ValueTask<Opened> OpenAsync(Opening opening)
    {
        ConfirmedOutbox = opening.ConfirmedOutbox;
        if (opening.Presumed)
        {
            // It goes with the commit, and nothing is asked before.
            _presumed = opening.Inbox;
            return Opened.Presumed(opening);
        }
        await link.HopAsync();
        var fresh = new HashSet<Guid>();
        foreach (var id in opening.Inbox.Count > 1 ? opening.Inbox.Order() : (IEnumerable<Guid>)opening.Inbox)
        {
            await WaitForAsync(other => other.Inbox.Contains(id));
            if (!database.Inbox.Contains(id))
            {
                Inbox.Add(id);
                fresh.Add(id);
            }
            else if (world.Planted == Planted.NoInbox)
                fresh.Add(id);
        }
        var answers = new Dictionary<string, (string, Utf8Json)>(StringComparer.Ordinal);
        foreach (var key in opening.IdempotencyKeys)
        {
            if (database.Answers.TryGetValue(key, out var answer))
                answers[key] = (answer.BodyHash, Own(answer.Answer));
        }
        var aggregates = new Dictionary<Guid, StoredAggregate>();
        foreach (var id in opening.Aggregates)
        {
            if (database.Aggregates.TryGetValue(id, out var row))
                aggregates[id] = new StoredAggregate(row.Version, Own(row.State), row.Enclosure is null ? null : Own(row.Enclosure), row.JournalCount, row.JournalHash);
        }
        return new Opened(fresh, answers, aggregates);
    }

    public async ValueTask<LookedUp> LookUpAsync(IReadOnlyCollection<RegisterKey> keys, IReadOnlyList<NumberNeed> numbers)
    {
        await link.HopAsync();
        var entries = new Dictionary<RegisterKey, RegisterEntry>();
        foreach (var key in keys)
        {
            if (database.Register.TryGetValue(key, out var row))
                entries[key] = new RegisterEntry(key, row.Owner, row.Revoked) { Lasting = row.Lasting };
        }
        var first = new long[numbers.Count];
        foreach (var sequence in numbers.Select(n => n.Sequence).Distinct().Order(StringComparer.Ordinal))
        {
            if (!IsUnguarded(sequence))
                await WaitForAsync(other => other.Numbers.ContainsKey(sequence));
            var next = Numbers.TryGetValue(sequence, out var own) ? own : database.Numbers.GetValueOrDefault(sequence, 1);
            for (var i = 0; i < numbers.Count; i++)
            {
                if (numbers[i].Sequence == sequence)
                {
                    first[i] = next;
                    next += numbers[i].Count;
                }
            }
            Numbers[sequence] = next;
            for (var i = 0; i < 8 && IsUnguarded(sequence); i++)
                await link.HopAsync();
        }
        return new LookedUp(entries, first);
    }

    /// <summary>For <see cref="Planted.NumberGivenTwice"/>: of a credit code the register would know that it was given, of a seal nobody does.</summary>
    private bool IsUnguarded(string sequence) => world.Planted == Planted.NumberGivenTwice && sequence.StartsWith("seal/", StringComparison.Ordinal);

    public async ValueTask CommitAsync(Writes writes)
    {
        if (world.Planted == Planted.PublishedBeforeCommit)
            link.PublishEarly(writes);
        writes = Spoiled(writes);
        await link.HopAsync();
        if (world.Dice.Chance(world.Weather.Conflict))
        {
            link.Note("was a deadlock's victim");
            throw new StoreConflictException("chosen as the victim");
        }
        var broken = world.Dice.Chance(world.Weather.BrokenCommit);
        if (broken && (world.Dice.Next() & 1) == 0)
        {
            link.Note("broke off before the commit");
            throw new StoreUnavailableException("the connection broke before the commit");
        }
        foreach (var id in _presumed)
            await WaitForAsync(other => other.Inbox.Contains(id));
        if (database.Commit(this, writes, _presumed) is { } conflict)
        {
            link.Note("came second");
            throw new StoreConflictException(conflict);
        }
        End();
        link.Committed(writes);
        if (broken)
        {
            link.Note("broke off after the commit");
            throw new StoreUnavailableException("the connection broke after the commit");
        }
        await link.HopAsync();
    }

    /// <summary>For <see cref="Planted.NoticeUnwritten"/> and <see cref="Planted.LeftOutOfEnvelope"/>.</summary>
    private Writes Spoiled(Writes writes) => world.Planted switch
    {
        Planted.NoticeUnwritten => writes with { Inserts = [.. writes.Inserts.Where(i => i.Table != "notice")] },
        Planted.LeftOutOfEnvelope => writes with { Inserts = [.. writes.Inserts.Select(i => i.Table == "outbox" ? i with { Rows = [.. i.Rows.Select(r => (object?[])[r[0], r[1], WithoutFirst((byte[])r[2]!), r[3]])] } : i)] },
        _ => writes,
    };

    private static byte[] WithoutFirst(byte[] body)
    {
        var envelope = Envelope.Open(body, MessageTypes.Contracts);
        return envelope.Messages.Count == 1 ? body : Envelope.Seal(envelope.Id, envelope.From, envelope.At!.Value, MessageTypes.Contracts, [.. envelope.Messages.Skip(1)]).Bytes;
    }

    /// <summary>Committed or rolled back: what waited for it goes on.</summary>
    public void End()
    {
        if (database.Open.Remove(this))
            _ended.SetResult();
    }

    /// <summary>What is read is never the object that was written, only the same bytes.</summary>
    private static Utf8Json Own(Utf8Json stored) => new(stored.Bytes);

    /// <exception cref="StoreConflictException">Each would wait for the other (SQLSTATE 40P01).</exception>
    private async ValueTask WaitForAsync(Func<Transaction, bool> holds)
    {
        while (database.Open.Count > 1 && database.Open.Find(t => t != this && holds(t)) is { } other)
        {
            for (var next = other; next is not null; next = next._waitsFor)
            {
                if (next == this)
                    throw new StoreConflictException("deadlock detected");
            }
            _waitsFor = other;
            await other._ended.Task;
            _waitsFor = null;
        }
    }
}
