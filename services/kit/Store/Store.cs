using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Store;

/// <summary>
/// A service's own database: a SQLite file or a PostgreSQL schema. One DDL, one set of statements for reading; only the
/// transaction of the unit of work differs, because each database has its own fastest way.
/// </summary>
public abstract partial class Store : IAsyncDisposable
{
    static Store() => StoreTypes.Register();

    /// <summary><c>sqlite</c> or <c>postgresql</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Applies the migrations that are missing: all of them or none.</summary>
    /// <exception cref="ConfigurationException">An applied migration's text has changed, or the database cannot be reached or refuses.</exception>
    public async Task MigrateAsync(IReadOnlyList<Migration> migrations, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            await ApplyAsync(migrations, now, cancel);
        }
        catch (Exception e) when (e is StoreUnavailableException or DbException)
        {
            throw new ConfigurationException($"Store: {e.Message}", e);
        }
    }

    /// <summary>Opens a connection for reading, with Dapper. Statements must be ones both databases know.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public abstract Task<DbConnection> OpenAsync(CancellationToken cancel);

    /// <summary>
    /// Runs the work in one transaction. When it fails everything is rolled back, and the failure is either a
    /// <see cref="StoreConflictException"/> (read again and decide again), a <see cref="StoreUnavailableException"/> (try later)
    /// or what the work threw.
    /// </summary>
    internal abstract Task<T> TransactAsync<T>(Func<IStoreTransaction, ValueTask<T>> work);

    public abstract ValueTask DisposeAsync();

    /// <summary>Reads where nobody stands above who would know a database that broke off from a statement that is wrong.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached, or broke off.</exception>
    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(read);
        await using var connection = await OpenAsync(cancel);
        try
        {
            return await read(connection);
        }
        catch (DbException e) when (CannotBeUsed(e))
        {
            throw new StoreUnavailableException($"the database broke off: {e.Message}", e);
        }
    }

    /// <summary>Whether what a statement of a reader threw means that the database cannot be used now, whatever it is asked.</summary>
    internal static bool CannotBeUsed(DbException e) => e switch
    {
        SqliteException file => SqliteStore.CannotBeUsed(file),
        NpgsqlException server => server.IsTransient || PostgresStore.CannotBeUsed(server),
        _ => e.IsTransient,
    };

    private protected abstract Task ApplyAsync(IReadOnlyList<Migration> migrations, DateTimeOffset now, CancellationToken cancel);
}

/// <summary>The few calls a batch makes: open, look up, write.</summary>
internal interface IStoreTransaction
{
    /// <summary>
    /// One round trip: begins, deletes confirmed outbox rows, enters the inbox ids, loads what the batch touches. None when the opening is
    /// <see cref="Opening.Presumed"/>: then all of it goes with the next call, and nothing is loaded.
    /// </summary>
    ValueTask<Opened> OpenAsync(Opening opening);

    /// <summary>Looks up register entries and takes numbers from sequences.</summary>
    ValueTask<LookedUp> LookUpAsync(IReadOnlyCollection<RegisterKey> keys, IReadOnlyList<NumberNeed> numbers);

    /// <summary>One round trip: writes everything and commits.</summary>
    ValueTask CommitAsync(Writes writes);
}

/// <param name="Presumed">
/// True: the inbox ids are taken to be fresh, and what the batch touches to be known. An id that is not fresh fails the transaction with
/// <see cref="StoreConflictException"/>.
/// </param>
internal sealed record Opening(
    IReadOnlyList<Guid> ConfirmedOutbox,
    IReadOnlyList<Guid> Inbox,
    IReadOnlyList<string> IdempotencyKeys,
    string Aggregate,
    bool HasEnclosure,
    IReadOnlyList<Guid> Aggregates,
    DateTimeOffset Now,
    bool Presumed = false);

internal sealed record Opened(
    IReadOnlySet<Guid> FreshInbox,
    IReadOnlyDictionary<string, (string BodyHash, Utf8Json Answer)> Answers,
    IReadOnlyDictionary<Guid, StoredAggregate> Aggregates)
{
    /// <summary>Everything as presumed.</summary>
    public static Opened Presumed(Opening opening) => new(
        opening.Inbox.ToHashSet(), new Dictionary<string, (string, Utf8Json)>(), new Dictionary<Guid, StoredAggregate>());
}

internal sealed record StoredAggregate(long Version, Utf8Json State, Utf8Json? Enclosure, long JournalCount, string JournalHash);

internal sealed record LookedUp(IReadOnlyDictionary<RegisterKey, RegisterEntry> Entries, IReadOnlyList<long> FirstNumbers);

/// <summary>All writes of a batch, in the order they are carried out. JSON in them may stand on <see cref="JsonPages"/>: who keeps it copies it.</summary>
/// <param name="Unchanged">
/// Aggregates that decided something without being loaded or written: each must still be at its version, or the transaction fails with
/// <see cref="StoreConflictException"/>.
/// </param>
internal sealed record Writes(
    IReadOnlyList<Guid> ReleasedOwners,
    IReadOnlyList<UpdateRows> Updates,
    IReadOnlyList<InsertRows> Inserts,
    UnchangedRows? Unchanged = null,
    WakeRows? Wakes = null,
    IReadOnlyList<EventRow>? Events = null)
{
    /// <summary>Single entries of the register that their owners release; one that is not the owner's is left as it is.</summary>
    public IReadOnlyList<(Guid Owner, RegisterKey Key)> ReleasedKeys { get; init; } = [];
}

/// <summary>Another process, or another message, was first: read again and decide again.</summary>
public sealed class StoreConflictException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The database cannot be reached or cannot write (stopped, full, read-only). Nothing was changed; only when the connection broke during
/// the commit itself is the outcome unknown, which is what inbox ids and idempotency keys are for.
/// </summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>More is waiting than can be done soon; nothing was changed, and a repeat is safe.</summary>
public sealed class OverloadedException(string message) : Exception(message);

/// <summary>A setting is missing or wrong; the message says which and what it expects.</summary>
public sealed class ConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
