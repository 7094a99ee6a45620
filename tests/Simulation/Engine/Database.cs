using System.Text.Json.Serialization.Metadata;
using OneVisit.Kit;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Simulation.Checks;

namespace OneVisit.Simulation.Engine;

/// <summary>
/// One service's durable tables, with the constraints of the DDL: unique keys, expected versions, all of a transaction or nothing. What one
/// transaction locks, another waits for, as on PostgreSQL at READ COMMITTED.
/// </summary>
internal sealed class Database(World world, string service, string aggregate)
{
    public string Service => service;

    public Dictionary<Guid, AggregateRow> Aggregates { get; } = [];
    public HashSet<Guid> Inbox { get; } = [];
    public Dictionary<Guid, OutboxRow> Outbox { get; } = [];
    public Dictionary<Guid, List<JournalRow>> Journal { get; } = [];
    /// <summary>By owner and entry.</summary>
    public Dictionary<(Guid Owner, long Entry), Utf8Json> Enclosures { get; } = [];
    public Dictionary<RegisterKey, RegisterRow> Register { get; } = [];
    public Dictionary<string, long> Numbers { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, (string BodyHash, Utf8Json Answer)> Answers { get; } = new(StringComparer.Ordinal);
    public List<string> DeadLetters { get; } = [];
    /// <summary>What a subscriber to everything would have been told, in order.</summary>
    public List<EventRow> Events { get; } = [];

    /// <summary>Aggregates that wait for a moment.</summary>
    public IEnumerable<(Guid Id, DateTimeOffset At)> Wakes => Aggregates.Where(a => a.Value.WakesAt is not null).Select(a => (a.Key, a.Value.WakesAt!.Value));

    /// <summary>Transactions that have begun and not ended.</summary>
    public List<Transaction> Open { get; } = [];

    /// <summary>Virtual time until which it refuses.</summary>
    public long DownUntil { get; set; }

    public bool IsDown => world.Agenda.Now < DownUntil;

    /// <summary>Called after each commit, with what was written to the aggregates.</summary>
    public Action<Guid, AggregateRow>? Changed { get; set; }

    /// <summary>Whoever waits for a later moment is to be woken at this one.</summary>
    public void WakeAll(DateTimeOffset at)
    {
        foreach (var (id, row) in Aggregates.Where(a => a.Value.WakesAt > at).ToList())
            Aggregates[id] = row with { WakesAt = at };
    }

    /// <param name="presumed">Inbox ids that were taken to be fresh.</param>
    /// <returns>What is in the way: a row is no longer at its expected version, or a key is taken, and nothing was written. Null when it is committed.</returns>
    public string? Commit(Transaction transaction, Writes writes, IReadOnlyList<Guid> presumed)
    {
        if (Conflict(writes, presumed) is { } conflict)
            return conflict;
        foreach (var id in transaction.Inbox.Concat(presumed))
            Inbox.Add(id);
        foreach (var id in transaction.ConfirmedOutbox)
            Outbox.Remove(id);
        foreach (var (name, next) in transaction.Numbers)
            Numbers[name] = next;
        foreach (var (id, version, at) in writes.Wakes?.Rows ?? [])
        {
            if (Aggregates.TryGetValue(id, out var row) && row.Version == version)
                Aggregates[id] = row with { WakesAt = at };
        }
        Release(writes.ReleasedOwners, writes.ReleasedKeys);
        foreach (var journal in writes.Inserts.Where(i => i.Table == "journal"))
            Enclose(journal);
        foreach (var update in writes.Updates)
            Write(update.Columns, update.Rows);
        foreach (var insert in writes.Inserts)
            Insert(insert);
        foreach (var told in (writes.Events ?? []).Skip(world.Planted == Planted.EventLost ? 1 : 0))
            Events.Add(told with { Body = Kept(told.Body) });
        return null;
    }

    private string? Conflict(Writes writes, IReadOnlyList<Guid> presumed)
    {
        if (world.Planted != Planted.NoInbox && presumed.Any(Inbox.Contains))
            return "the key is taken in inbox";
        foreach (var (id, version) in writes.Unchanged?.Rows ?? [])
        {
            if ((!Aggregates.TryGetValue(id, out var now) || now.Version != version) && world.Planted != Planted.MemoryNotAsserted)
                return "the row is no longer at the version that was remembered";
        }
        foreach (var update in writes.Updates)
        {
            var (id, expected) = (At(update.Columns, "id"), At(update.Columns, "expected"));
            foreach (var row in update.Rows)
            {
                if ((!Aggregates.TryGetValue((Guid)row[id]!, out var now) || now.Version != (long)row[expected]!) && world.Planted != Planted.LastWriterWins)
                    return "the row is no longer at its expected version";
            }
        }
        foreach (var insert in writes.Inserts)
        {
            foreach (var row in insert.Rows)
            {
                if (IsTaken(insert, row, writes))
                    return $"the key is taken in {insert.Table}";
            }
        }
        return null;
    }

    private bool IsTaken(InsertRows insert, object?[] row, Writes writes)
    {
        object? Of(string column) => row[At(insert.Columns, column)];
        switch (insert.Table)
        {
            case "journal":
                var seq = (long)Of("seq")!;
                return world.Planted != Planted.LastWriterWins && Journal.TryGetValue((Guid)Of("owner")!, out var entries) && entries.Exists(e => e.Seq == seq);
            case "register":
                return world.Planted != Planted.RegisterNotUnique && Register.TryGetValue(new RegisterKey((string)Of("kind")!, (string)Of("key")!), out var held)
                    && (held.Lasting || (!writes.ReleasedOwners.Contains(held.Owner) && !writes.ReleasedKeys.Contains((held.Owner, new RegisterKey((string)Of("kind")!, (string)Of("key")!)))));
            case "idempotency":
                return Answers.ContainsKey((string)Of("key")!);
            case "outbox":
                return Outbox.ContainsKey((Guid)Of("id")!);
            default:
                return insert.Table == aggregate && Aggregates.ContainsKey((Guid)Of("id")!);
        }
    }

    private void Release(IReadOnlyList<Guid> owners, IReadOnlyList<(Guid Owner, RegisterKey Key)> keys)
    {
        if (owners.Count + keys.Count == 0)
            return;
        foreach (var (key, row) in Register.Where(r => owners.Contains(r.Value.Owner) || keys.Contains((r.Value.Owner, r.Key))).ToList())
        {
            if (row.Lasting)
                Register[key] = row with { Revoked = true };
            else
                Register.Remove(key);
        }
    }

    private void Insert(InsertRows insert)
    {
        if (insert.Table == aggregate)
        {
            Write(insert.Columns, insert.Rows);
            return;
        }
        foreach (var row in insert.Rows)
        {
            object? Of(string column) => row[At(insert.Columns, column)];
            switch (insert.Table)
            {
                case "journal":
                    Enter((Guid)Of("owner")!, (long)Of("seq")!, (DateTimeOffset)Of("at")!, (string)Of("kind")!, (Utf8Json)Of("data")!, (string)Of("hash")!);
                    break;
                case "register":
                    var key = new RegisterKey((string)Of("kind")!, (string)Of("key")!);
                    var entered = new RegisterRow((Guid)Of("owner")!, (bool)Of("lasting")!, (bool)Of("revoked")!, Kept(Of("data")));
                    if (Register.TryGetValue(key, out var held) && held.Owner != entered.Owner)
                        world.Violate(Invariants.OneHolder, $"{service}: '{key.Kind}' of {held.Owner} goes to {entered.Owner}");
                    Register[key] = entered;
                    break;
                case "notice":
                    break;
                case "idempotency":
                    if (world.Planted != Planted.IdempotencyForgotten)
                        Answers.Add((string)Of("key")!, ((string)Of("body_hash")!, Kept(Of("answer"))));
                    break;
                case "dead_letter":
                    DeadLetters.Add($"{Of("type")}: {Of("reason")}");
                    break;
                case "outbox":
                    var id = (Guid)Of("id")!;
                    Outbox.Add(id, new OutboxRow((string)Of("destination")!, (byte[])Of("body")!, (DateTimeOffset)Of("created_at")!));
                    world.Ledger.Committed(id);
                    break;
                default:
                    throw new NotSupportedException($"the simulated store has no table {insert.Table}");
            }
        }
    }

    private void Enclose(InsertRows journal)
    {
        int owner = At(journal.Columns, "owner"), seq = At(journal.Columns, "seq"), enclosure = At(journal.Columns, "enclosure");
        foreach (var row in journal.Rows.Where(r => r[enclosure] is not null))
            Enclosures[((Guid)row[owner]!, (long)row[seq]!)] = (Utf8Json)row[enclosure]!;
    }

    /// <summary>Entry by entry, so that a check need not know how many stand in a row.</summary>
    private void Enter(Guid owner, long first, DateTimeOffset at, string kind, Utf8Json data, string hash)
    {
        if (!Journal.TryGetValue(owner, out var entries))
            Journal.Add(owner, entries = []);
        foreach (var (_, seq, _, one, text, own) in JournalRows.Split(owner, first, at, kind, data.ToString(), hash, entries.Count == 0 ? JournalChain.Origin : entries[^1].Hash))
        {
            if (world.Planted == Planted.LastWriterWins)
                entries.RemoveAll(e => e.Seq == seq);
            if (world.Planted != Planted.JournalEntryLost || seq % 5 != 0)
                entries.Add(new JournalRow(seq, at, one, new Utf8Json(text), own));
        }
    }

    private void Write(Column[] columns, IReadOnlyList<object?[]> rows)
    {
        int id = At(columns, "id"), version = At(columns, "version"), state = At(columns, "state"), count = At(columns, "journal_count"), hash = At(columns, "journal_hash"), checksum = At(columns, "state_checksum"), wakes = At(columns, "wakes_at");
        var kept = Array.FindIndex(columns, c => c.Name == "enclosed_in");
        foreach (var row in rows)
        {
            var key = (Guid)row[id]!;
            var before = Aggregates.GetValueOrDefault(key);
            Aggregates[key] = new AggregateRow((long)row[version]!, Kept(row[state]), kept < 0 ? before?.Enclosure : row[kept] is long entry ? Enclosures[(key, entry)] : null, (long)row[count]!, (string)row[hash]!, (long)row[checksum]!, world.Planted == Planted.WakeForgotten ? null : (DateTimeOffset?)row[wakes]) { Before = before is null ? null : before with { Before = null } };
        }
    }

    /// <summary>As a database takes it: what it is handed is written over by the next batch.</summary>
    private static Utf8Json Kept(object? json) => new(((Utf8Json)json!).Bytes.ToArray());

    private static int At(Column[] columns, string name)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Name == name)
                return i;
        }
        throw new NotSupportedException($"there is no column {name}");
    }
}

internal sealed record AggregateRow(long Version, Utf8Json State, Utf8Json? Enclosure, long JournalCount, string JournalHash, long StateChecksum, DateTimeOffset? WakesAt)
{
    private object? _read;

    /// <summary>What this one replaced, without what that had replaced.</summary>
    public AggregateRow? Before { get; init; }

    /// <summary>The state as an object, for people and checks: many look at it, and it is read once.</summary>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class => (T)(_read ??= State.Read(type));
}

internal sealed record OutboxRow(string Destination, byte[] Body, DateTimeOffset CreatedAt);

internal sealed record JournalRow(long Seq, DateTimeOffset At, string Kind, Utf8Json Data, string Hash);

internal sealed record RegisterRow(Guid Owner, bool Lasting, bool Revoked, Utf8Json Data);
