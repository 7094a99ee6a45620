using System.Data.Common;
using Dapper;
using Npgsql;

namespace OneVisit.Kit.Store;

/// <summary>A service's database as one schema, named after the service, of a PostgreSQL database.</summary>
internal sealed class PostgresStore : Store
{
    private readonly NpgsqlDataSource _source;
    private readonly string _schema;
    private readonly string _where;

    /// <param name="connection"><c>postgres://user:password@host:port/database</c>.</param>
    public PostgresStore(Uri connection, string schema)
    {
        _schema = schema;
        var builder = ConnectionStringOf(connection);
        builder.SearchPath = $"\"{schema}\"";
        builder.ApplicationName = $"onevisit {schema}";
        // The unit of work has few distinct statements and runs them all the time.
        builder.MaxAutoPrepare = 64;
        builder.AutoPrepareMinUsages = 2;
        builder.MaxPoolSize = 24;
        builder.NoResetOnClose = true;
        _where = $"{builder.Host}:{builder.Port}/{builder.Database}, schema {schema}";
        _source = new NpgsqlDataSourceBuilder(builder.ToString()).Build();
    }

    public override string Kind => "postgresql";

    public override async Task MigrateAsync(IReadOnlyList<Migration> migrations, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            // One process migrates at a time; the number is the first eight bytes of SHA-256("onevisit migration").
            await connection.ExecuteAsync("select pg_advisory_xact_lock(7203461180217394511)", transaction: transaction);
            await connection.ExecuteAsync($"create schema if not exists \"{_schema}\"", transaction: transaction);
            await connection.ExecuteAsync("""
                create table if not exists migration (
                    scope text not null, number bigint not null, name text not null, hash text not null, applied_at timestamptz not null,
                    primary key (scope, number))
                """, transaction: transaction);
            var applied = (await connection.QueryAsync<(string Scope, long Number, string Hash)>("select scope, number, hash from migration", transaction: transaction))
                .ToDictionary(row => (row.Scope, (int)row.Number), row => row.Hash);
            foreach (var migration in Migration.Missing(migrations, applied, _where))
            {
                await connection.ExecuteAsync(migration.Sql, transaction: transaction);
                await connection.ExecuteAsync(
                    "insert into migration (scope, number, name, hash, applied_at) values (@Scope, @Number, @Name, @Hash, @now)",
                    new { migration.Scope, migration.Number, migration.Name, migration.Hash, now = now.UtcDateTime }, transaction);
            }
            await transaction.CommitAsync(cancel);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw Translate(e);
        }
    }

    public override async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancel);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw Translate(e);
        }
    }

    internal override async Task<T> TransactAsync<T>(Func<IStoreTransaction, ValueTask<T>> work)
    {
        NpgsqlConnection? connection = null;
        var committed = false;
        try
        {
            connection = await _source.OpenConnectionAsync();
            var transaction = new PostgresTransaction(connection);
            var result = await work(transaction);
            committed = transaction.Committed;
            return result;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw Translate(e);
        }
        finally
        {
            if (connection is not null)
                await ReturnAsync(connection, committed);
        }
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task ReturnAsync(NpgsqlConnection connection, bool committed)
    {
        try
        {
            if (!committed)
                await new NpgsqlCommand("rollback", connection).ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException)
        {
            // The connection is broken; the server has rolled back, and the pool drops it.
        }
        await connection.DisposeAsync();
    }

    /// <summary>
    /// SQLSTATE: 23505 unique_violation, 40001 serialization_failure, 40P01 deadlock_detected, 22012 division_by_zero (the version check)
    /// are conflicts; no SQLSTATE, classes 08, 53, 57, 58 and 25006 (read only) mean the server cannot be used now.
    /// </summary>
    private Exception Translate(Exception e) => e switch
    {
        PostgresException { SqlState: "23505" or "40001" or "40P01" or "22012" } conflict => new StoreConflictException(conflict.MessageText, e),
        PostgresException { SqlState: var state } p when state is not "25006" && state[..2] is not ("08" or "53" or "57" or "58") => p,
        _ => new StoreUnavailableException($"PostgreSQL at {_where} cannot be used: {e.Message}", e),
    };

    private static NpgsqlConnectionStringBuilder ConnectionStringOf(Uri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.IsDefaultPort || uri.Port <= 0 ? 5432 : uri.Port,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
        };
        var user = uri.UserInfo.Split(':', 2);
        builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length == 2)
            builder.Password = Uri.UnescapeDataString(user[1]);
        // "?sslmode=require" and the like: Npgsql's own names.
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            builder[Uri.UnescapeDataString(parts[0])] = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
        }
        return builder;
    }
}
