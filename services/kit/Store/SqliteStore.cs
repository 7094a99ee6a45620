using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace OneVisit.Kit.Store;

/// <summary>
/// A service's database as one SQLite file: write-ahead log, <c>synchronous=FULL</c>, so that what was committed survives a power cut.
/// SQLite calls block, therefore one thread of its own does all the writing and the thread pool stays free.
/// </summary>
internal sealed class SqliteStore : Store
{
    private readonly string _file;
    private readonly string _connectionString;
    private readonly BlockingCollection<Action> _work = [];
    private readonly SqliteLog _log;
    private readonly Thread _writer;
    private SqliteConnection? _connection;
    private SqliteTransactionRunner? _runner;
    private bool _disposed;

    public SqliteStore(string file)
    {
        _file = file;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            // Only the migration creates the file: a database that has vanished must not come back empty.
            Mode = SqliteOpenMode.ReadWrite,
            DefaultTimeout = 30,
            Pooling = true,
        }.ToString();
        _log = new SqliteLog(_connectionString);
        _writer = new Thread(Run) { IsBackground = true, Name = $"sqlite {Path.GetFileName(file)}" };
        _writer.Start();
    }

    public override string Kind => "sqlite";

    private protected override Task ApplyAsync(IReadOnlyList<Migration> migrations, DateTimeOffset now, CancellationToken cancel) => OnWriter(() =>
    {
        var connection = Connection(SqliteOpenMode.ReadWriteCreate);
        connection.Execute("""
            create table if not exists migration (
                scope text not null, number bigint not null, name text not null, hash text not null, applied_at timestamptz not null,
                primary key (scope, number))
            """);
        // The immediate transaction keeps a second process that starts at the same moment waiting.
        using var transaction = connection.BeginTransaction(deferred: false);
        var applied = connection.Query<(string Scope, long Number, string Hash)>("select scope, number, hash from migration", transaction: transaction)
            .ToDictionary(row => (row.Scope, (int)row.Number), row => row.Hash);
        foreach (var migration in Migration.Missing(migrations, applied, _file))
        {
            connection.Execute(migration.Sql, transaction: transaction);
            connection.Execute(
                "insert into migration (scope, number, name, hash, applied_at) values (@Scope, @Number, @Name, @Hash, @now)",
                new { migration.Scope, migration.Number, migration.Name, migration.Hash, now }, transaction);
        }
        transaction.Commit();
        return true;
    });

    public override async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch (SqliteException e)
        {
            await connection.DisposeAsync();
            throw Translate(e);
        }
    }

    internal override Task<T> TransactAsync<T>(Func<IStoreTransaction, ValueTask<T>> work) => OnWriter(() =>
    {
        var runner = _runner ??= new SqliteTransactionRunner(Connection(SqliteOpenMode.ReadWrite));
        var usable = false;
        try
        {
            // Every call of the runner completes before it returns, so the work has too.
            var running = work(runner);
            var result = running.IsCompleted
                ? running.GetAwaiter().GetResult()
                : throw new InvalidOperationException("work in a SQLite transaction must not wait for anything else");
            usable = true;
            return result;
        }
        catch (Exception e)
        {
            usable = e is not SqliteException s || Translate(s) is not StoreUnavailableException;
            throw;
        }
        finally
        {
            // After a failure of the file itself, the next transaction begins on a new connection: nothing of this one can be relied on.
            if (!runner.RollBackUnlessCommitted() || !usable)
                Disconnect();
        }
    });

    public override async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await OnWriter(() =>
        {
            Disconnect();
            return true;
        });
        _work.CompleteAdding();
        _writer.Join();
        _log.Finish();
        _work.Dispose();
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private SqliteConnection Connection(SqliteOpenMode mode)
    {
        if (_connection is not null)
            return _connection;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(_connectionString) { Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            // Pages of 8 KB, where the file is new: each costs two calls to the system to be written, and a batch fills most of those it writes.
            connection.Execute("pragma page_size = 8192; pragma busy_timeout = 30000; pragma journal_mode = wal; pragma synchronous = full;");
            // The log is copied into the file by SqliteLog; and 8 MB of pages are kept, so that the ones at the growing ends of tables and indexes are not read again.
            connection.Execute("pragma wal_autocheckpoint = 0; pragma cache_size = -8000;");
            return _connection = connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Disconnect()
    {
        _runner?.Dispose();
        _runner = null;
        _connection?.Dispose();
        _connection = null;
    }

    private Task<T> OnWriter<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (SqliteException e)
            {
                done.SetException(Translate(e));
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            // Whoever waits is answered first.
            work();
            if (_connection is { } connection)
                _log.Tend(connection.Handle!);
        }
    }

    /// <summary>
    /// SQLite's result codes: 5 BUSY, 6 LOCKED, 7 NOMEM, 8 READONLY, 9 INTERRUPT, 10 IOERR, 11 CORRUPT, 13 FULL, 14 CANTOPEN, 15 PROTOCOL,
    /// 26 NOTADB mean the file cannot be used now.
    /// </summary>
    internal static bool CannotBeUsed(SqliteException e) => e.SqliteErrorCode is 5 or 6 or 7 or 8 or 9 or 10 or 11 or 13 or 14 or 15 or 26;

    /// <summary>1555 PRIMARYKEY and 2067 UNIQUE are conflicts. What is neither they nor the file is the statement's own fault.</summary>
    private Exception Translate(SqliteException e) => e.SqliteExtendedErrorCode is 1555 or 2067 ? new StoreConflictException(e.Message, e)
        : CannotBeUsed(e) ? new StoreUnavailableException($"the database {_file} cannot be used: {e.Message}", e)
        : e;
}
