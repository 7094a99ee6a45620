using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace OneVisit.Kit.Store;

/// <summary>A service's database as one schema, named after the service, of a PostgreSQL database.</summary>
internal sealed class PostgresStore : Store
{
    private readonly NpgsqlDataSource _source;
    private readonly string _schema;
    private readonly string _where;

    /// <param name="connection"><c>postgres://user:password@host:port/database</c>, with Npgsql's own parameters after a question mark.</param>
    /// <exception cref="ConfigurationException">There is no such parameter, or it cannot have that value.</exception>
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
        // One plan for each statement: made for each batch it would be made again for every one, since arrays differ in length. And row by row
        // through an index wherever there is one: a plan is kept as long as the connection, and made while a table is new and empty it would
        // read it whole, then and ever after, also when the table has grown or, like the outbox, holds little but rows that are gone. Where a
        // small table has no other way, what is forbidden costs so much on paper that the server would compile the statement each time.
        builder.Options = $"{builder.Options} -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off".TrimStart();
        _where = $"{builder.Host}:{builder.Port}/{builder.Database}, schema {schema}";
        _source = new NpgsqlDataSourceBuilder(builder.ToString()).Build();
    }

    public override string Kind => "postgresql";

    private protected override async Task ApplyAsync(IReadOnlyList<Migration> migrations, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancel);
            // Asked of the order itself, because versions of PostgreSQL name a locale in different columns.
            if (!await connection.ExecuteScalarAsync<bool>("select 'B' < 'a'"))
                throw new ConfigurationException($"Store: the database at {_where} must be created with the locale C.UTF-8 (or C), so that text compares as it does everywhere here");
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            // One process migrates at a time; the number is the first eight bytes of SHA-256("onevisit migration").
            await connection.ExecuteAsync("select pg_advisory_xact_lock(2487619657129206070)", transaction: transaction, commandTimeout: Unbounded);
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
                await connection.ExecuteAsync(migration.Sql, transaction: transaction, commandTimeout: Unbounded);
                await connection.ExecuteAsync(
                    "insert into migration (scope, number, name, hash, applied_at) values (@Scope, @Number, @Name, @Hash, @now)",
                    new { migration.Scope, migration.Number, migration.Name, migration.Hash, now = now.UtcDateTime }, transaction);
            }
            await connection.ExecuteAsync(PostgresStorage.Fit, transaction: transaction);
            await transaction.CommitAsync(cancel);
        }
        catch (Exception e) when (CanTranslate(e))
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
        catch (Exception e) when (CanTranslate(e))
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
        catch (Exception e) when (CanTranslate(e))
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

    /// <summary>Seconds: a migration may write every row there is, and whoever waits for it waits as long.</summary>
    private const int Unbounded = 0;

    private static bool CanTranslate(Exception e) => e is NpgsqlException or TimeoutException or SocketException or IOException;

    /// <summary>
    /// No SQLSTATE (no connection), classes 08 connection, 28 authorisation, 53 resources, 57 operator, 58 system, XX internal,
    /// and 25006 read only, 3D000 no such database, 55P03 lock not available mean the server cannot be used now.
    /// </summary>
    internal static bool CannotBeUsed(Exception e) => (e as PostgresException)?.SqlState is null or "25006" or "3D000" or "55P03" or ['0', '8', ..] or ['2', '8', ..] or ['5', '3' or '7' or '8', ..] or ['X', 'X', ..];

    /// <summary>
    /// SQLSTATE: 23505 unique_violation, 40001 serialization_failure, 40P01 deadlock_detected, 22012 division_by_zero (the version check)
    /// are conflicts. What is neither they nor the server is the statement's own fault.
    /// </summary>
    private Exception Translate(Exception e) => e is PostgresException { SqlState: "23505" or "40001" or "40P01" or "22012" } conflict ? new StoreConflictException(conflict.MessageText, e)
        : CannotBeUsed(e) ? Unavailable(e)
        : e;

    private StoreUnavailableException Unavailable(Exception e) => new($"PostgreSQL at {_where} cannot be used: {e.Message}", e);

    internal static NpgsqlConnectionStringBuilder ConnectionStringOf(Uri uri)
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
            var name = Uri.UnescapeDataString(parts[0]);
            try
            {
                builder[name] = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
            }
            catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException)
            {
                throw new ConfigurationException($"Store: the parameter '{name}' is not known to Npgsql, or cannot have that value", e);
            }
        }
        return builder;
    }
}
