using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Kit;

namespace OneVisit.Unit.UnitOfWork;

/// <summary>
/// Tables in memory that keep the constraints the batch relies on: unique keys, expected versions, all or nothing. It stands in for no
/// database (those are tested for themselves); it makes visible what the batch asks one to do.
/// </summary>
internal sealed class MemoryStore
{
    private static readonly Dictionary<string, string[]> Keys = new()
    {
        ["journal"] = ["owner", "seq"],
        ["register"] = ["kind", "key"],
        ["idempotency"] = ["key"],
    };

    private Dictionary<string, List<Dictionary<string, object?>>> _tables = [];
    private readonly Dictionary<string, long> _next = [];

    public HashSet<Guid> Inbox { get; private set; } = [];

    public List<Dictionary<string, object?>> Rows(string table) => _tables.TryGetValue(table, out var rows) ? rows : _tables[table] = [];

    public IStoreTransaction Begin() => new Transaction(this);

    private sealed class Transaction(MemoryStore store) : IStoreTransaction
    {
        private readonly Dictionary<string, List<Dictionary<string, object?>>> _tables =
            store._tables.ToDictionary(t => t.Key, t => t.Value.Select(row => new Dictionary<string, object?>(row)).ToList());
        private readonly HashSet<Guid> _inbox = [.. store.Inbox];

        public ValueTask<Opened> OpenAsync(Opening opening)
        {
            Rows("outbox").RemoveAll(row => opening.ConfirmedOutbox.Contains((Guid)row["id"]!));
            if (opening.Presumed)
            {
                return opening.Inbox.All(_inbox.Add)
                    ? ValueTask.FromResult(Opened.Presumed(opening))
                    : throw new StoreConflictException("inbox has that id already");
            }
            return ValueTask.FromResult(new Opened(
                opening.Inbox.Where(_inbox.Add).ToHashSet(),
                Rows("idempotency").Where(r => opening.IdempotencyKeys.Contains(r["key"])).ToDictionary(r => (string)r["key"]!, r => ((string)r["body_hash"]!, (Utf8Json)r["answer"]!)),
                Rows(opening.Aggregate).Where(r => opening.Aggregates.Contains((Guid)r["id"]!)).ToDictionary(
                    r => (Guid)r["id"]!,
                    r => new StoredAggregate((long)r["version"]!, (Utf8Json)r["state"]!, EnclosureOf(r), (long)r["journal_count"]!, (string)r["journal_hash"]!))));
        }

        public ValueTask<LookedUp> LookUpAsync(IReadOnlyCollection<RegisterKey> keys, IReadOnlyList<NumberNeed> numbers)
        {
            var entries = Rows("register").Select(r => (Key: new RegisterKey((string)r["kind"]!, (string)r["key"]!), Row: r)).Where(r => keys.Contains(r.Key)).ToDictionary(
                r => r.Key,
                r => new RegisterEntry(r.Key, (Guid)r.Row["owner"]!, (bool)r.Row["revoked"]!) { Lasting = (bool)r.Row["lasting"]! });
            var first = new List<long>();
            foreach (var (sequence, count) in numbers)
            {
                first.Add(store._next.GetValueOrDefault(sequence, 1));
                store._next[sequence] = first[^1] + count;
            }
            return ValueTask.FromResult(new LookedUp(entries, first));
        }

        public ValueTask CommitAsync(Writes writes)
        {
            foreach (var (id, version) in writes.Unchanged?.Rows ?? [])
            {
                if (!Rows(writes.Unchanged!.Table).Any(r => Equals(r["id"], id) && Equals(r["version"], version)))
                    throw new StoreConflictException("no longer at that version");
            }
            foreach (var (id, version, at) in writes.Wakes?.Rows ?? [])
            {
                foreach (var row in Rows(writes.Wakes!.Table).Where(r => Equals(r["id"], id) && Equals(r["version"], version)))
                    row["wakes_at"] = at;
            }
            Rows("register").RemoveAll(r => writes.ReleasedOwners.Contains((Guid)r["owner"]!) && !(bool)r["lasting"]!);
            foreach (var row in Rows("register").Where(r => writes.ReleasedOwners.Contains((Guid)r["owner"]!)))
                row["revoked"] = true;
            bool IsReleased(Dictionary<string, object?> r) => writes.ReleasedKeys.Contains(((Guid)r["owner"]!, new RegisterKey((string)r["kind"]!, (string)r["key"]!)));
            Rows("register").RemoveAll(r => IsReleased(r) && !(bool)r["lasting"]!);
            foreach (var row in Rows("register").Where(IsReleased))
                row["revoked"] = true;
            foreach (var update in writes.Updates)
            {
                foreach (var values in update.Rows)
                {
                    var row = Rows(update.Table).SingleOrDefault(r => Equals(r["id"], values[0]) && Equals(r["version"], values[1]))
                        ?? throw new StoreConflictException("no longer at that version");
                    for (var i = 2; i < values.Length; i++)
                        row[update.Columns[i].Name] = values[i];
                }
            }
            foreach (var insert in writes.Inserts)
            {
                foreach (var values in insert.Rows)
                {
                    var row = insert.Columns.Select((c, i) => (c.Name, Value: values[i])).ToDictionary(c => c.Name, c => c.Value);
                    var key = Keys.GetValueOrDefault(insert.Table, ["id"]);
                    if (Rows(insert.Table).Any(r => key.All(k => Equals(r[k], row[k]))))
                        throw new StoreConflictException($"{insert.Table} has that key already");
                    Rows(insert.Table).Add(row);
                }
            }
            store._tables = _tables;
            store.Inbox = _inbox;
            return ValueTask.CompletedTask;
        }

        private Utf8Json? EnclosureOf(Dictionary<string, object?> row) => row.GetValueOrDefault("enclosed_in") is { } entry
            ? (Utf8Json?)Rows("journal").Single(j => Equals(j["owner"], row["id"]) && Equals(j["seq"], entry))["enclosure"]
            : null;

        private List<Dictionary<string, object?>> Rows(string table) => _tables.TryGetValue(table, out var rows) ? rows : _tables[table] = [];
    }
}
