using System.Data;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Store;

/// <summary>The unit of work's statements on SQLite: prepared once, run row by row, since a call costs a microsecond and no round trip.</summary>
internal sealed class SqliteTransactionRunner(SqliteConnection connection) : IStoreTransaction, IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);
    private bool _open;

    public ValueTask<Opened> OpenAsync(Opening opening)
    {
        Run("begin immediate");
        _open = true;
        foreach (var id in opening.ConfirmedOutbox)
            Run("delete from outbox where id = $0", Key(id));

        if (opening.Presumed)
        {
            foreach (var id in opening.Inbox)
                Run("insert into inbox (id, received_at) values ($0, $1)", Key(id), Instant(opening.Now));
            return ValueTask.FromResult(Opened.Presumed(opening));
        }

        var fresh = new HashSet<Guid>();
        foreach (var id in opening.Inbox)
        {
            if (Run("insert into inbox (id, received_at) values ($0, $1) on conflict do nothing", Key(id), Instant(opening.Now)) == 1)
                fresh.Add(id);
        }

        var answers = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var key in opening.IdempotencyKeys)
        {
            Read("select body_hash, answer from idempotency where key = $0", [key],
                row => answers[key] = (row.GetString(0), row.GetString(1)));
        }

        var armed = new HashSet<Guid>();
        foreach (var id in opening.Timers)
            Read("select 1 from timer where id = $0", [Key(id)], _ => armed.Add(id));

        var aggregates = new Dictionary<Guid, StoredAggregate>();
        var select = $"select version, state, {opening.FixedColumn ?? "null"}, journal_count, journal_hash from {opening.Aggregate} where id = $0";
        foreach (var id in opening.Aggregates)
        {
            Read(select, [Key(id)], row => aggregates[id] = new StoredAggregate(
                row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetInt64(3), row.GetString(4)));
        }
        return ValueTask.FromResult(new Opened(fresh, answers, armed, aggregates));
    }

    public ValueTask<LookedUp> LookUpAsync(IReadOnlyCollection<RegisterKey> keys, IReadOnlyList<NumberNeed> numbers)
    {
        var entries = new Dictionary<RegisterKey, RegisterEntry>();
        foreach (var key in keys)
        {
            Read("select owner, data, revoked, lasting from register where kind = $0 and key = $1", [key.Kind, key.Key],
                row => entries[key] = new RegisterEntry(key, Guid.Parse(row.GetString(0)), JsonElement.Parse(row.GetString(1)), row.GetBoolean(2)) { Lasting = row.GetBoolean(3) });
        }

        var first = new long[numbers.Count];
        for (var i = 0; i < numbers.Count; i++)
        {
            var (sequence, count) = numbers[i];
            var at = i;
            Read("""
                insert into number_sequence (name, next) values ($0, 1 + $1)
                on conflict (name) do update set next = next + $1
                returning next - $1
                """, [sequence, (long)count], row => first[at] = row.GetInt64(0));
        }
        return ValueTask.FromResult(new LookedUp(entries, first));
    }

    public ValueTask CommitAsync(Writes writes)
    {
        foreach (var (id, version) in writes.Unchanged?.Rows ?? [])
        {
            var there = false;
            Read($"select 1 from {writes.Unchanged!.Table} where id = $0 and version = $1", [Key(id), version], _ => there = true);
            if (!there)
                throw new StoreConflictException($"{writes.Unchanged.Table} {id} is no longer at version {version}");
        }
        foreach (var delete in writes.Deletes)
        {
            var sql = $"delete from {delete.Table} where {string.Join(" and ", delete.Columns.Select((c, i) => $"{c.Name} = ${i}"))}";
            foreach (var row in delete.Rows)
                Run(sql, delete.Columns, row);
        }
        foreach (var owner in writes.ReleasedOwners)
        {
            Run("delete from register where owner = $0 and not lasting", Key(owner));
            Run("update register set revoked = true where owner = $0", Key(owner));
        }
        foreach (var update in writes.Updates)
        {
            var set = string.Join(", ", update.Columns.Select((c, i) => (c, i)).Skip(2).Select(x => $"{x.c.Name} = ${x.i}"));
            var sql = $"update {update.Table} set {set} where id = $0 and version = $1";
            foreach (var row in update.Rows)
            {
                if (Run(sql, update.Columns, row) != 1)
                    throw new StoreConflictException($"{update.Table} {row[0]} is no longer at version {row[1]}");
            }
        }
        foreach (var insert in writes.Inserts)
        {
            var sql = $"insert into {insert.Table} ({string.Join(", ", insert.Columns.Select(c => c.Name))}) values ({string.Join(", ", insert.Columns.Select((_, i) => $"${i}"))})";
            foreach (var row in insert.Rows)
                Run(sql, insert.Columns, row);
        }
        Run("commit");
        _open = false;
        return ValueTask.CompletedTask;
    }

    /// <summary>False when it cannot be rolled back either: the connection is of no further use.</summary>
    public bool RollBackUnlessCommitted()
    {
        if (!_open)
            return true;
        _open = false;
        try
        {
            Run("rollback");
            return true;
        }
        catch (SqliteException e)
        {
            // SQLite rolls back by itself on some errors (a full disk); then there is nothing left to roll back (1 ERROR).
            return e.SqliteErrorCode == 1;
        }
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        _prepared.Clear();
    }

    private int Run(string sql, Column[] columns, object?[] row)
    {
        var command = Prepared(sql, row.Length);
        for (var i = 0; i < row.Length; i++)
            command.Parameters[i].Value = Value(columns[i].Type, row[i]);
        return command.ExecuteNonQuery();
    }

    private int Run(string sql, params ReadOnlySpan<object> values) => Bound(sql, values).ExecuteNonQuery();

    private void Read(string sql, ReadOnlySpan<object> values, Action<SqliteDataReader> row)
    {
        using var reader = Bound(sql, values).ExecuteReader();
        while (reader.Read())
            row(reader);
    }

    private SqliteCommand Bound(string sql, ReadOnlySpan<object> values)
    {
        var command = Prepared(sql, values.Length);
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command;
    }

    private SqliteCommand Prepared(string sql, int parameters)
    {
        if (_prepared.TryGetValue(sql, out var command))
            return command;
        command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        _prepared.Add(sql, command);
        return command;
    }

    private static object Value(ColumnType type, object? value) => (type, value) switch
    {
        (_, null) => DBNull.Value,
        (ColumnType.Uuid, Guid id) => Key(id),
        (ColumnType.Instant, DateTimeOffset at) => Instant(at),
        _ => value,
    };

    internal static string Key(Guid id) => id.ToString("D");

    internal static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", System.Globalization.CultureInfo.InvariantCulture);
}
