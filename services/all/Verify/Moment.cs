using System.Text;
using System.Text.Json;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

/// <summary>A service that keeps something: what it says of its aggregates' table, and what makes its tables.</summary>
internal sealed record Keeper(string Service, IAggregateTable Table, IReadOnlyList<Migration> Migrations);

/// <summary>Every service's store, each at one instant, a moment apart from each other.</summary>
internal sealed class Moment : IAsyncDisposable
{
    private readonly List<(string Service, IAggregateTable Table, Snapshot Snapshot)> _stores = [];

    /// <summary>The rows read so far, by service and table: what is not among them at the end belongs to no aggregate.</summary>
    public Dictionary<(string Service, string Table), long> Read { get; } = [];

    public IReadOnlyList<(string Service, IAggregateTable Table, Snapshot Snapshot)> Stores => _stores;

    public static async Task<Moment> OpenAsync(Uri? store, string folder, IReadOnlyList<Keeper> services, CancellationToken cancel)
    {
        var moment = new Moment();
        try
        {
            foreach (var (service, table, migrations) in services)
            {
                var snapshot = await Snapshot.OpenAsync(store, folder, service, cancel);
                moment._stores.Add((service, table, snapshot));
                await snapshot.ExpectAsync(migrations, cancel);
            }
            return moment;
        }
        catch
        {
            await moment.DisposeAsync();
            throw;
        }
    }

    /// <summary>The last case of the page after <paramref name="after"/>: no store has more than <paramref name="size"/> rows for it. Null: all the rest.</summary>
    public async Task<Guid?> PageEndAsync(Guid after, int size, CancellationToken cancel)
    {
        var ends = new List<Guid>();
        foreach (var (_, table, snapshot) in _stores)
        {
            var key = KeyOf(table);
            // What is no id ends no page.
            for (var at = size; at > 0; at--)
            {
                var found = await snapshot.QueryAsync<string>($"select cast({key} as text) from {table.Name} where {key} > @after order by {key} limit 1 offset @at", new { after, at }, cancel);
                if (found is not [var text] || Guid.TryParseExact(text, "D", out _))
                {
                    ends.AddRange(found.Select(Guid.Parse));
                    break;
                }
            }
        }
        return ends.Count == 0 ? null : ends.Min();
    }

    /// <summary>The cases after <paramref name="after"/> up to <paramref name="last"/>.</summary>
    public Task<IReadOnlyList<CaseBooks>> PageAsync(Guid after, Guid last, CancellationToken cancel) =>
        BooksAsync(column => $"{column} > @after and {column} <= @last", new { after, last }, cancel);

    /// <summary>These cases; one that no store knows is left out.</summary>
    public Task<IReadOnlyList<CaseBooks>> CasesAsync(IReadOnlyList<Guid> ids, CancellationToken cancel)
    {
        var (list, parameters) = SqlList.Of(ids);
        return BooksAsync(column => $"{column} in ({list})", parameters, cancel);
    }

    /// <summary>The cases after <paramref name="after"/> up to <paramref name="last"/>, by their ids as they are stored: also one that is no id.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(Guid after, Guid last, CancellationToken cancel)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (_, table, snapshot) in _stores)
        {
            var key = KeyOf(table);
            ids.UnionWith(await snapshot.QueryAsync<string>($"select distinct cast({key} as text) from {table.Name} where {key} > @after and {key} <= @last", new { after, last }, cancel));
        }
        return [.. ids];
    }

    /// <summary>The cases that an envelope is on its way for: it has been committed by its sender, and is not confirmed or was so a moment ago.</summary>
    public async Task<HashSet<Guid>> UnderWayAsync(CancellationToken cancel)
    {
        var cases = new HashSet<Guid>();
        foreach (var (_, _, snapshot) in _stores)
        {
            foreach (var body in await snapshot.QueryAsync<byte[]>("select body from outbox", null, cancel))
                cases.UnionWith(CasesOf(body) ?? []);
        }
        return cases;
    }

    /// <summary>The cases an envelope is about; null when it cannot be read.</summary>
    public static IEnumerable<Guid>? CasesOf(byte[] envelope)
    {
        try
        {
            return [.. Envelope.Open(envelope, MessageTypes.Contracts).Messages.Select(m => m.Message).OfType<CaseMessage>().Select(m => m.CaseId).Distinct()];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, _, snapshot) in _stores)
            await snapshot.DisposeAsync();
    }

    private async Task<IReadOnlyList<CaseBooks>> BooksAsync(Func<string, string> where, object parameters, CancellationToken cancel)
    {
        // Side by side: each store has a connection of its own, and most of the time goes into hashing and reading states.
        var reading = _stores.Select(s => Task.Run<object>(async () => s.Table switch
        {
            AggregateTable<CaseState> table => await BooksOfAsync(s.Service, s.Snapshot, table, where, parameters, cancel),
            AggregateTable<TaskState> table => await BooksOfAsync(s.Service, s.Snapshot, table, where, parameters, cancel),
            _ => throw new InvalidOperationException($"no invariants are known of {s.Table.Name}"),
        }, cancel)).ToList();
        var read = await Task.WhenAll(reading);
        var files = read.OfType<List<Book<CaseState>>>().SelectMany(f => f).ToDictionary(f => f.Id);
        var tasks = read.OfType<List<Book<TaskState>>>().SelectMany(t => t).ToLookup(t => t.CaseId);
        foreach (var (service, table, snapshot) in _stores.Where(s => s.Table is AggregateTable<CaseState>))
        {
            var heldBy = await HeldByAsync(snapshot, files.Values, cancel);
            return [.. files.Keys.Union(tasks.Select(t => t.Key)).Order().Select(id => new CaseBooks(id, files.GetValueOrDefault(id), [.. tasks[id]], heldBy))];
        }
        throw new InvalidOperationException("no service keeps cases");
    }

    private async Task<List<Book<TState>>> BooksOfAsync<TState>(
        string service, Snapshot snapshot, AggregateTable<TState> table, Func<string, string> where, object parameters, CancellationToken cancel)
        where TState : class
    {
        var key = KeyOf(table);
        var scope = where($"a.{key}");
        var rows = await snapshot.QueryAsync<(Guid Id, Guid CaseId, long Version, string Found, string State, long? EnclosedIn, long Count, string Hash, long? StateChecksum, DateTimeOffset? WakesAt)>(
            $"select a.id, a.{key}, a.version, {FoundColumns.Sql(table)}, a.state, a.{Enclosure.Pointer}, a.journal_count, a.journal_hash, a.state_checksum, a.wakes_at from {table.Name} a where {scope} order by a.id", parameters, cancel);
        var journal = await KeptAsync<(Guid Owner, long Seq, DateTimeOffset At, string Kind, string Data, string Hash, string? Enclosure)>("journal", "k.owner, k.seq, k.at, k.kind, k.data, k.hash, k.enclosure", "k.owner, k.seq");
        var register = await KeptAsync<(string Kind, string Key, Guid Owner, bool Lasting, bool Revoked, string Data, DateTimeOffset At)>("register", "k.kind, k.key, k.owner, k.lasting, k.revoked, k.data, k.at", "k.owner");

        var entries = JournalRows.Split(journal.Select(j => (j.Owner, j.Seq, j.At, j.Kind, j.Data, j.Hash))).Select(j => new JournalRow(j.Owner, j.Seq, j.At, j.Kind, j.Data, j.Hash)).ToLookup(j => j.Owner);
        var given = journal.Where(j => j.Enclosure is not null).ToLookup(j => j.Owner);
        var held = register.Select(r => new RegisterRow(new RegisterKey(r.Kind, r.Key), r.Owner, r.Lasting, r.Revoked, r.Data, r.At)).ToLookup(r => r.Owner);
        return
        [
            .. rows.Select(r => (Row: r, Read: Read(r.State, r.Found))).Select(r => new Book<TState>(
                service, r.Row.Id, r.Row.CaseId, r.Row.Version, r.Read.Strays, r.Read.State,
                r.Row.StateChecksum is { } checksum && checksum != StateChecksum.Of(r.Row.Id, r.Row.Version, r.Row.Hash, Encoding.UTF8.GetBytes(r.Row.State)),
                r.Row.EnclosedIn is { } entry ? given[r.Row.Id].FirstOrDefault(g => g.Seq == entry).Enclosure ?? "" : null,
                [.. given[r.Row.Id].Where(g => g.Seq != r.Row.EnclosedIn).Select(g => g.Enclosure!)],
                r.Row.Count, r.Row.Hash, [.. entries[r.Row.Id]], r.Row.WakesAt, [.. held[r.Row.Id]])),
        ];

        async Task<List<T>> KeptAsync<T>(string kept, string columns, string order)
        {
            var found = await snapshot.QueryAsync<T>($"select {columns} from {table.Name} a join {kept} k on k.owner = a.id where {scope} order by {order}", parameters, cancel);
            lock (this.Read)
                this.Read[(service, kept)] = this.Read.GetValueOrDefault((service, kept)) + found.Count;
            return found;
        }

        // A state whose columns cannot be derived from it is as good as none: JSON may say null where no type allows it.
        (TState? State, IReadOnlyList<string> Strays) Read(string state, string columns)
        {
            try
            {
                var read = table.Read(state);
                return IsWhole(read) ? (read, FoundColumns.Strays(table, read, columns)) : (null, []);
            }
            catch (Exception e) when (e is JsonException or NullReferenceException or ArgumentException)
            {
                return (null, []);
            }
        }
    }

    /// <summary>JSON may say null where something must be, which no type prevents.</summary>
    private static bool IsWhole(object state) => state switch
    {
        CaseState file => file is { Applicant: not null, Items: { } items }
            && items.All(i => i is { Item: not null, Department: not null, Authority: not null, Holder: not null, DependsOn: not null, Licences: { } licences } && licences.All(l => l is not null)),
        TaskState task => task is { Item: not null, Authority: not null, Holder: not null, Licences: { } licences } && licences.All(l => l is not null),
        _ => true,
    };

    /// <summary>Who holds a licence's place in the index where the case that has the licence does not.</summary>
    private static async Task<Dictionary<RegisterKey, Guid>> HeldByAsync(Snapshot orchestrator, IEnumerable<Book<CaseState>> files, CancellationToken cancel)
    {
        var held = new Dictionary<RegisterKey, Guid>();
        var missing = files.SelectMany(f => (f.State?.Items ?? []).SelectMany(i => i.Licences).Select(l => LicenceIndex.KeyOf(l.Number, l.Type)).Except(f.Register.Select(r => r.Key)));
        foreach (var keys in missing.Distinct().Chunk(200))
        {
            var (list, parameters) = SqlList.Of([.. keys.Select(k => k.Key)]);
            parameters.Add("kind", LicenceIndex.Kind);
            foreach (var (key, owner) in await orchestrator.QueryAsync<(string Key, Guid Owner)>($"select key, owner from register where kind = @kind and key in ({list})", parameters, cancel))
                held[new RegisterKey(LicenceIndex.Kind, key)] = owner;
        }
        return held;
    }

    /// <summary>The column that says which case a row is of.</summary>
    private static string KeyOf(IAggregateTable table) => table is AggregateTable<CaseState> ? "id" : "case_id";
}
