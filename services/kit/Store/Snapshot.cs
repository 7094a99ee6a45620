using System.Data;
using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace OneVisit.Kit.Store;

/// <summary>
/// A service's database as it was at one instant, for reading alone, also while a platform works on it: every query sees the same moment,
/// and nobody waits for it.
/// </summary>
public sealed class Snapshot : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly string _service;
    private readonly string _place;

    static Snapshot() => StoreTypes.Register();

    private Snapshot(DbConnection connection, DbTransaction transaction, string service, string place)
    {
        _service = service;
        _connection = connection;
        _transaction = transaction;
        _place = place;
    }

    /// <param name="store">The PostgreSQL database; null for a SQLite file in <paramref name="folder"/>.</param>
    /// <exception cref="ConfigurationException">The service keeps nothing there, or it cannot be read; the message names the setting.</exception>
    public static async Task<Snapshot> OpenAsync(Uri? store, string folder, string service, CancellationToken cancel)
    {
        var place = store is null ? $"Data: the database of '{service}' in {Path.GetFullPath(folder)}" : $"Store: the schema '{service}' at {store.Host}:{store.Port}{store.AbsolutePath}";
        try
        {
            return store is null ? await OfFileAsync(folder, service, place, cancel) : await OfSchemaAsync(store, service, place, cancel);
        }
        catch (Exception e) when (e is DbException or System.Net.Sockets.SocketException or IOException or TimeoutException)
        {
            throw new ConfigurationException($"{place} cannot be read ({e.Message})", e);
        }
    }

    /// <summary>Rows of a statement that both databases know.</summary>
    /// <exception cref="ConfigurationException">The database broke off, or is not what it should be.</exception>
    /// <exception cref="UnreadableRowException">A row has a value that its column cannot have.</exception>
    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancel)
    {
        try
        {
            return (await _connection.QueryAsync<T>(new CommandDefinition(sql, parameters, _transaction, commandTimeout: 0, cancellationToken: cancel))).AsList();
        }
        catch (DbException e)
        {
            throw new ConfigurationException($"{_place} cannot be read ({e.Message})", e);
        }
        catch (Exception e) when (e is DataException or FormatException or InvalidCastException or OverflowException)
        {
            throw new UnreadableRowException(_service, sql, e);
        }
    }

    /// <summary>Asserts that the tables are as these steps make them.</summary>
    /// <exception cref="ConfigurationException">Another version of the program made them.</exception>
    public async Task ExpectAsync(IReadOnlyList<Migration> migrations, CancellationToken cancel)
    {
        Dictionary<(string, int), string> applied;
        try
        {
            applied = (await QueryAsync<(string Scope, long Number, string Hash)>("select scope, number, hash from migration", null, cancel)).ToDictionary(step => (step.Scope, (int)step.Number), step => step.Hash);
        }
        catch (UnreadableRowException e)
        {
            throw new ConfigurationException($"{_place} cannot be read ({e.Message})", e);
        }
        if (Migration.Missing(migrations, applied, $"what '{_service}' keeps").FirstOrDefault() is { } missing)
            throw new ConfigurationException($"{_place} lacks the step {missing.Scope}/{missing.Name}: an earlier version made it; start this version on it once, or verify it with that one");
    }

    /// <summary>What the database itself finds wrong with its file, at most <paramref name="most"/> lines. A server looks after its own files: nothing is asked of it.</summary>
    public async Task<IReadOnlyList<string>> DamageAsync(int most, CancellationToken cancel) =>
        _connection is SqliteConnection ? [.. (await QueryAsync<string>($"pragma integrity_check({most})", null, cancel)).Where(line => line != "ok")] : [];

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static async Task<Snapshot> OfFileAsync(string folder, string service, string place, CancellationToken cancel)
    {
        var file = Path.Combine(folder, $"{service}.db");
        if (!File.Exists(file))
            throw new ConfigurationException($"Data: there is no {service}.db in {Path.GetFullPath(folder)}; expected the folder of a platform that has run");
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 30 }.ToString());
        return await BeginAsync(connection, connection => Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true)), service, place, cancel);
    }

    private static async Task<Snapshot> OfSchemaAsync(Uri store, string service, string place, CancellationToken cancel)
    {
        var builder = PostgresStore.ConnectionStringOf(store);
        builder.SearchPath = $"\"{service}\"";
        builder.ApplicationName = "onevisit verify";
        builder.Pooling = false;
        return await BeginAsync(new NpgsqlConnection(builder.ToString()), async connection =>
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            // Pages follow an index. A plan that reads a whole table for a page would make the time grow with the square of its rows, and
            // one without statistics may choose it.
            await connection.ExecuteAsync(
                "set transaction read only; set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_bitmapscan = off; set local jit = off",
                transaction: transaction);
            return transaction;
        }, service, place, cancel);
    }

    private static async Task<Snapshot> BeginAsync(DbConnection connection, Func<DbConnection, Task<DbTransaction>> begin, string service, string place, CancellationToken cancel)
    {
        try
        {
            await connection.OpenAsync(cancel);
            var snapshot = new Snapshot(connection, await begin(connection), service, place);
            // The first read fixes the instant, and tells at once when the tables are not there.
            await snapshot.QueryAsync<long>("select count(*) from migration", null, cancel);
            return snapshot;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>
/// A row has a value that its column cannot have: SQLite lets anything be written anywhere. The message names table and column, and never the value, which may be anybody's name.
/// </summary>
public sealed partial class UnreadableRowException(string service, string sql, Exception cause)
    : Exception($"in a row of {string.Join(" and ", Tables().Matches(sql).Select(t => t.Groups[1].Value).Distinct())}{(Parsed().Match(cause.Message) is { Success: true } parsed ? $" the column {parsed.Groups[1]}" : " a column")} has a value that none of its kind can have", cause)
{
    [GeneratedRegex(@"\b(?:from|join) (\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Tables();

    /// <summary>As Dapper tells it: position, name and content.</summary>
    [GeneratedRegex(@"^Error parsing column \d+ \((\w+)=", RegexOptions.CultureInvariant)]
    private static partial Regex Parsed();

    /// <summary>Whose store it is in.</summary>
    public string Service { get; } = service;
}
