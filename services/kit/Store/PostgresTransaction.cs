using System.Text;
using Npgsql;
using NpgsqlTypes;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Store;

/// <summary>
/// The unit of work's statements on PostgreSQL: set-wise, and pipelined so that a batch of any size costs one round trip, one more when it
/// reads, and one more when it looks something up. READ COMMITTED; unique constraints and version checks hold the rest.
/// </summary>
internal sealed class PostgresTransaction(NpgsqlConnection connection) : IStoreTransaction
{
    private static readonly RowStatements Inserts = new(static (table, columns) =>
    {
        var names = string.Join(", ", columns.Select(c => c.Name));
        return $"insert into {table} ({names}) select {names} from {Rows(columns)}";
    });

    // The parameter after the columns' is how many rows there are. The commit is in the same pipeline, so a row count read afterwards would come too late:
    // the check must fail in SQL.
    private static readonly RowStatements Updates = new(static (table, columns) => $"""
        with changed as (
            update {table} t set {string.Join(", ", columns.Skip(2).Select(c => $"{c.Name} = v.{c.Name}"))} from {Rows(columns)} where t.id = v.id and t.version = v.expected returning 1)
        select 1 / (count(*) = ${columns.Length + 1})::int from changed
        """);

    private static readonly Column[] EventColumns =
    [
        new("id", ColumnType.Uuid), new("number", ColumnType.Bigint), new("owner", ColumnType.Uuid), new("case_id", ColumnType.Uuid), new("department", ColumnType.Text),
        new("region", ColumnType.Text), new("kind", ColumnType.Text), new("body", ColumnType.Json), new("at", ColumnType.Instant),
    ];

    private static readonly string Announcement = $"""
        insert into delivery (id, subscription, case_id, task, place, kind, body, created_at, due_at, attempts, parked)
        select v.id, s.id, v.case_id, v.owner, v.number + coalesce((select max(d.place) from delivery d where d.subscription = s.id and d.case_id = v.case_id), 0), v.kind, v.body, v.at, v.at, 0, false
        from {Rows(EventColumns)} join subscription s
          on s.department = v.department and v.region like s.stem || '%' and (s.events = '*' or s.events like '% ' || v.kind || ' %')
        """;

    private static readonly string Versions = Rows(["id", "version"]);
    private static readonly string VersionsAndMoments = Rows(["id", "version", "at"]);
    private static readonly string Keys = Rows(["kind", "key"]);
    private static readonly string Counts = Rows(["name", "count"]);
    private static readonly string OwnersAndKeys = Rows(["owner", "kind", "key"]);

    /// <summary>What was presumed and has not been sent yet.</summary>
    private Opening? _presumed;
    private bool _begun;

    public bool Committed { get; private set; }

    public async ValueTask<Opened> OpenAsync(Opening opening)
    {
        if (opening.Presumed)
        {
            _presumed = opening;
            return Opened.Presumed(opening);
        }
        var fresh = new HashSet<Guid>();
        var answers = new Dictionary<string, (string, Utf8Json)>(StringComparer.Ordinal);
        var aggregates = new Dictionary<Guid, StoredAggregate>();
        var results = new List<Action<NpgsqlDataReader>>();
        await using var batch = new NpgsqlBatch(connection);
        Begin(batch);
        DeleteConfirmed(batch, opening);
        if (opening.Inbox.Count > 0)
        {
            Add(batch, "insert into inbox (id, received_at) select unnest($1), $2 on conflict do nothing returning id", Inbox(opening));
            results.Add(row => fresh.Add(row.GetGuid(0)));
        }
        if (opening.IdempotencyKeys.Count > 0)
        {
            Add(batch, "select key, body_hash, answer from idempotency where key = any($1)", Texts([.. opening.IdempotencyKeys]));
            results.Add(row => answers[row.GetString(0)] = (row.GetString(1), Json(row, 2)));
        }
        if (opening.Aggregates.Count > 0)
        {
            var (enclosure, join) = opening.HasEnclosure ? (Enclosure.Of("a"), Enclosure.JoinTo("a")) : ("null", "");
            Add(batch, $"select a.id, a.version, a.state, {enclosure}, a.journal_count, a.journal_hash from {opening.Aggregate} a {join} where a.id = any($1)",
                Uuids(opening.Aggregates));
            results.Add(row => aggregates[row.GetGuid(0)] = new StoredAggregate(
                row.GetInt64(1), Json(row, 2), row.IsDBNull(3) ? null : Json(row, 3), row.GetInt64(4), row.GetString(5)));
        }

        await ReadAsync(batch, results);
        return new Opened(fresh, answers, aggregates);
    }

    public async ValueTask<LookedUp> LookUpAsync(IReadOnlyCollection<RegisterKey> keys, IReadOnlyList<NumberNeed> numbers)
    {
        // One row a sequence, in name order: two processes take the row locks in the same order.
        var totals = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (sequence, count) in numbers)
            totals[sequence] = totals.GetValueOrDefault(sequence) + count;
        var entries = new Dictionary<RegisterKey, RegisterEntry>();
        var next = new Dictionary<string, long>(StringComparer.Ordinal);
        var results = new List<Action<NpgsqlDataReader>>();
        await using var batch = new NpgsqlBatch(connection);
        if (!_begun)
            Begin(batch);
        if (keys.Count > 0)
        {
            Add(batch, $"select kind, key, owner, revoked, lasting from register where (kind, key) in (select kind, key from {Keys})",
                Texts([.. keys.Select(k => k.Kind)]), Texts([.. keys.Select(k => k.Key)]));
            results.Add(row =>
            {
                var key = new RegisterKey(row.GetString(0), row.GetString(1));
                entries[key] = new RegisterEntry(key, row.GetGuid(2), row.GetBoolean(3)) { Lasting = row.GetBoolean(4) };
            });
        }
        if (numbers.Count > 0)
        {
            Add(batch, $"""
                insert into number_sequence (name, next) select v.name, 1 + v.count from {Counts}
                on conflict (name) do update set next = number_sequence.next + excluded.next - 1
                returning name, next
                """, Texts([.. totals.Keys]), Numbers([.. totals.Values]));
            results.Add(row => next[row.GetString(0)] = row.GetInt64(1) - totals[row.GetString(0)]);
        }
        await ReadAsync(batch, results);

        var first = new long[numbers.Count];
        for (var i = 0; i < numbers.Count; i++)
        {
            first[i] = next[numbers[i].Sequence];
            next[numbers[i].Sequence] += numbers[i].Count;
        }
        return new LookedUp(entries, first);
    }

    public async ValueTask CommitAsync(Writes writes)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (_presumed is not null)
        {
            DeleteConfirmed(batch, _presumed);
            if (_presumed.Inbox.Count > 0)
                Add(batch, "insert into inbox (id, received_at) select unnest($1), $2", Inbox(_presumed));
        }
        if (writes.Unchanged is { } unchanged)
        {
            Add(batch, $"select 1 / (count(*) = $3)::int from {unchanged.Table} t join {Versions} on t.id = v.id and t.version = v.version",
                Uuids([.. unchanged.Rows.Select(r => r.Id)]),
                Numbers([.. unchanged.Rows.Select(r => r.Version)]),
                new NpgsqlParameter<long> { TypedValue = unchanged.Rows.Count });
        }
        if (writes.Wakes is { } wakes)
        {
            Add(batch, $"update {wakes.Table} t set wakes_at = v.at from {VersionsAndMoments} where t.id = v.id and t.version = v.version",
                Uuids([.. wakes.Rows.Select(r => r.Id)]),
                Numbers([.. wakes.Rows.Select(r => r.Version)]),
                Instants([.. wakes.Rows.Select(r => r.At)]));
        }
        if (writes.ReleasedOwners.Count > 0)
        {
            Add(batch, "delete from register where owner = any($1) and not lasting", Uuids(writes.ReleasedOwners));
            Add(batch, "update register set revoked = true where owner = any($1)", Uuids(writes.ReleasedOwners));
        }
        if (writes.ReleasedKeys.Count > 0)
        {
            const string Theirs = "r.owner = v.owner and r.kind = v.kind and r.key = v.key";
            Add(batch, $"delete from register r using {OwnersAndKeys} where {Theirs} and not r.lasting", Entries(writes.ReleasedKeys));
            Add(batch, $"update register r set revoked = true from {OwnersAndKeys} where {Theirs}", Entries(writes.ReleasedKeys));
        }
        foreach (var update in writes.Updates)
            Add(batch, Updates.Of(update.Table, update.Columns), [.. Parameters(update.Columns, update.Rows), new NpgsqlParameter<long> { TypedValue = update.Rows.Count }]);
        foreach (var insert in writes.Inserts)
            Add(batch, Inserts.Of(insert.Table, insert.Columns), Parameters(insert.Columns, insert.Rows));
        if (writes.Events is { Count: > 0 } events)
            Announce(batch, events);
        // Statements sent together without a "begin" are one transaction of their own, committed at their end.
        if (_begun)
            Add(batch, "commit");
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync();
        Committed = true;
    }

    /// <summary>One round trip; each statement that gives rows has one who takes them, in order.</summary>
    private static async Task ReadAsync(NpgsqlBatch batch, List<Action<NpgsqlDataReader>> results)
    {
        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var take in results)
        {
            while (await reader.ReadAsync())
                take(reader);
            await reader.NextResultAsync();
        }
    }

    private static Utf8Json Json(NpgsqlDataReader row, int column) => new(row.GetFieldValue<byte[]>(column));

    private void Begin(NpgsqlBatch batch)
    {
        Add(batch, "begin");
        _begun = true;
    }

    private static void DeleteConfirmed(NpgsqlBatch batch, Opening opening)
    {
        if (opening.ConfirmedOutbox.Count > 0)
            Add(batch, "delete from outbox where id = any($1)", Uuids([.. opening.ConfirmedOutbox.Order()]));
    }

    /// <summary>Sorted, so that two processes that share ids wait for each other in one order and cannot deadlock.</summary>
    private static NpgsqlParameter[] Inbox(Opening opening) =>
        [Uuids([.. opening.Inbox.Order()]), new NpgsqlParameter { Value = opening.Now.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz }];

    /// <summary>
    /// The rows as a relation: <c>(select unnest($1) as id, unnest($2) as version) as v</c>. Not <c>unnest($1, $2) as v(id, version)</c>: asked so, PostgreSQL first
    /// copies each column of each row into a store of its own, and of a task with its seventeen columns that takes longer than all the rest of the insert.
    /// </summary>
    private static string Rows(IEnumerable<string> columns) =>
        $"(select {string.Join(", ", columns.Select((name, i) => $"unnest(${i + 1}) as {name}"))}) as v";

    private static string Rows(Column[] columns) => Rows(columns.Select(c => c.Name));

    private static NpgsqlParameter[] Parameters(Column[] columns, IReadOnlyList<object?[]> rows)
    {
        var parameters = new NpgsqlParameter[columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            parameters[c] = columns[c].Type switch
            {
                ColumnType.Uuid => Array<Guid>(NpgsqlDbType.Uuid, rows, c),
                ColumnType.Bigint => Array<long>(NpgsqlDbType.Bigint, rows, c),
                ColumnType.Boolean => Array<bool>(NpgsqlDbType.Boolean, rows, c),
                ColumnType.Instant => Array<DateTime>(NpgsqlDbType.TimestampTz, rows, c),
                ColumnType.Date => Array<DateOnly>(NpgsqlDbType.Date, rows, c),
                ColumnType.Bytes => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea, Value = rows.Select(r => (byte[]?)r[c]).ToArray() },
                ColumnType.Json => Jsons(rows, c),
                _ => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = rows.Select(r => (string?)r[c]).ToArray() },
            };
        }
        return parameters;
    }

    /// <summary>Npgsql writes UTF-8 bytes as text as they are.</summary>
    private static NpgsqlParameter Jsons(IReadOnlyList<object?[]> rows, int column)
    {
        var values = new ReadOnlyMemory<byte>?[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = rows[i][column] switch { null => default(ReadOnlyMemory<byte>?), Utf8Json json => json.Bytes, var text => Encoding.UTF8.GetBytes((string)text) };
        return new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = values };
    }

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, IReadOnlyList<object?[]> rows, int column)
        where T : struct
    {
        var values = new T?[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = rows[i][column] switch { null => null, DateTimeOffset at => (T)(object)at.UtcDateTime, var value => (T)value };
        return new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values };
    }

    private static void Announce(NpgsqlBatch batch, IReadOnlyList<EventRow> events) => Add(
        batch, Announcement, Parameters(EventColumns, [.. events.Select(e => new object?[] { e.Id, e.Number, e.Owner, e.Case, e.Department, e.Region, e.Kind, e.Body, e.At })]));

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter Uuids(IReadOnlyList<Guid> ids) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid, Value = ids as Guid[] ?? [.. ids] };

    private static NpgsqlParameter[] Entries(IReadOnlyList<(Guid Owner, RegisterKey Key)> entries) =>
        [Uuids([.. entries.Select(e => e.Owner)]), Texts([.. entries.Select(e => e.Key.Kind)]), Texts([.. entries.Select(e => e.Key.Key)])];

    private static NpgsqlParameter Texts(string[] values) => new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = values };

    private static NpgsqlParameter Instants(DateTimeOffset?[] values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, Value = System.Array.ConvertAll(values, v => v?.UtcDateTime) };

    private static NpgsqlParameter Numbers(long[] values) => new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint, Value = values };
}
