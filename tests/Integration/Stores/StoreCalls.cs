using Dapper;
using OneVisit.Kit;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Integration.Stores;

/// <summary>What the suites ask of a store, in one line each.</summary>
internal static class StoreCalls
{
    private static readonly Column[] JournalColumns =
    [
        new("owner", ColumnType.Uuid), new("seq", ColumnType.Bigint), new("at", ColumnType.Instant),
        new("kind", ColumnType.Text), new("data", ColumnType.Text), new("hash", ColumnType.Text), new("enclosure", ColumnType.Json),
    ];

    private static readonly Column[] RegisterColumns =
    [
        new("kind", ColumnType.Text), new("key", ColumnType.Text), new("owner", ColumnType.Uuid), new("lasting", ColumnType.Boolean),
        new("revoked", ColumnType.Boolean), new("data", ColumnType.Json), new("at", ColumnType.Instant),
    ];

    public static readonly Writes NoWrites = new([], [], []);

    public static Opening Opening(Guid[]? inbox = null, string[]? keys = null, Guid[]? aggregates = null, Guid[]? confirmed = null, bool enclosed = false) =>
        new(confirmed ?? [], inbox ?? [], keys ?? [], "sample", enclosed, aggregates ?? [], TestDatabase.Now);

    public static InsertRows Journal(Guid owner, long seq = 1, string data = "{}", Utf8Json? enclosure = null) =>
        new("journal", JournalColumns, [[owner, seq, TestDatabase.Now, "noted", data, "hash", enclosure]]);

    public static InsertRows Claim(RegisterKey key, Guid owner, bool lasting = false) =>
        new("register", RegisterColumns, [[key.Kind, key.Key, owner, lasting, false, """{"name":"洞庭湘味"}""", TestDatabase.Now]]);

    /// <summary>One transaction that only writes.</summary>
    public static Task WriteAsync(this Store store, params InsertRows[] inserts) => store.WriteAsync(NoWrites with { Inserts = inserts });

    /// <inheritdoc cref="WriteAsync(Store, InsertRows[])"/>
    public static Task WriteAsync(this Store store, Writes writes) => store.TransactAsync(async transaction =>
    {
        await transaction.OpenAsync(Opening());
        await transaction.CommitAsync(writes);
        return true;
    });

    /// <summary>One transaction that opens and writes nothing more.</summary>
    public static Task<Opened> OpenAndCommitAsync(this Store store, Opening opening) => store.TransactAsync(async transaction =>
    {
        var opened = await transaction.OpenAsync(opening);
        await transaction.CommitAsync(NoWrites);
        return opened;
    });

    public static async Task<long> CountAsync(this Store store, string table)
    {
        await using var connection = await store.OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {table}");
    }
}
