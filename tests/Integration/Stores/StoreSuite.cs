using System.Data.Common;
using System.Text.Json;
using Dapper;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Integration.Stores.StoreCalls;

namespace OneVisit.Integration.Stores;

/// <summary>What every store keeps, whichever database is behind it.</summary>
public abstract partial class StoreSuite(TestDatabase database) : IAsyncLifetime
{
    protected static readonly Migration Sample = new("test", 1, "001_sample.sql", """
        create table sample (
            id uuid not null primary key, version bigint not null, state text not null, journal_count bigint not null, journal_hash text not null,
            flag boolean, at timestamptz, bytes bytea, note text, number bigint, other uuid, wakes_at timestamptz, enclosed_in bigint);
        """);

    private static readonly Column[] SampleColumns =
    [
        new("id", ColumnType.Uuid), new("version", ColumnType.Bigint), new("state", ColumnType.Json), new("journal_count", ColumnType.Bigint),
        new("journal_hash", ColumnType.Text), new("flag", ColumnType.Boolean), new("at", ColumnType.Instant), new("bytes", ColumnType.Bytes),
        new("note", ColumnType.Text), new("number", ColumnType.Bigint), new("other", ColumnType.Uuid), new("wakes_at", ColumnType.Instant),
    ];

    private static readonly Column[] SampleUpdate =
        [new("id", ColumnType.Uuid), new("expected", ColumnType.Bigint), new("version", ColumnType.Bigint), new("state", ColumnType.Json)];

    private Store _store = null!;

    protected TestDatabase Database { get; } = database;

    public async Task InitializeAsync() => _store = await Database.OpenMigratedAsync(Sample);

    public async Task DisposeAsync() => await Database.DisposeAsync();

    [Fact]
    public async Task A_failing_write_takes_the_writes_before_it_along()
    {
        var owner = Guid.CreateVersion7();
        await _store.WriteAsync(Journal(owner));

        await Assert.ThrowsAsync<StoreConflictException>(() => _store.WriteAsync(Claim(new RegisterKey("name", "a"), owner), Journal(owner)));

        Assert.Equal(0, await _store.CountAsync("register"));
        Assert.Equal(1, await _store.CountAsync("journal"));
    }

    [Fact]
    public async Task Work_that_throws_leaves_nothing_behind()
    {
        var id = Guid.CreateVersion7();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => _store.TransactAsync<bool>(async transaction =>
        {
            await transaction.OpenAsync(Opening(inbox: [id]));
            await transaction.LookUpAsync([], [new NumberNeed("seal/430602", 3)]);
            throw new InvalidTimeZoneException("on purpose");
        }));

        Assert.Equal(0, await _store.CountAsync("inbox"));
        Assert.Equal(0, await _store.CountAsync("number_sequence"));
        Assert.Contains(id, (await _store.OpenAndCommitAsync(Opening(inbox: [id]))).FreshInbox);
    }

    [Fact]
    public async Task A_version_that_has_moved_on_is_a_conflict_and_writes_nothing()
    {
        Guid moved = Guid.CreateVersion7(), still = Guid.CreateVersion7();
        await _store.WriteAsync(new InsertRows("sample", SampleColumns, [Row(moved, 7), Row(still, 7)]));
        UpdateRows Update(long movedAt) => new("sample", SampleUpdate, [[still, 7L, 8L, "{}"], [moved, movedAt, 8L, "{}"]]);

        await Assert.ThrowsAsync<StoreConflictException>(() => _store.WriteAsync(new Writes([], [Update(6)], [Journal(still)])));
        Assert.Equal([7L, 7L], await VersionsAsync());
        Assert.Equal(0, await _store.CountAsync("journal"));

        await _store.WriteAsync(new Writes([], [Update(7)], [Journal(still)]));
        Assert.Equal([8L, 8L], await VersionsAsync());
        Assert.Equal(1, await _store.CountAsync("journal"));
    }

    [Fact]
    public async Task A_register_key_that_is_taken_is_a_conflict()
    {
        var key = new RegisterKey("name", "430602|洞庭湘味");
        var first = Guid.CreateVersion7();
        await _store.WriteAsync(Claim(key, first));

        await Assert.ThrowsAsync<StoreConflictException>(() => _store.WriteAsync(Claim(key, Guid.CreateVersion7())));

        var found = await LookUpAsync(key);
        Assert.Equal(first, found!.Owner);
        await using var connection = await _store.OpenAsync(CancellationToken.None);
        var data = await connection.QuerySingleAsync<string>("select data from register where kind = @Kind and key = @Key", new { key.Kind, key.Key });
        Assert.Equal("洞庭湘味", JsonElement.Parse(data).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Of_many_who_want_the_same_key_one_gets_it()
    {
        var key = new RegisterKey("name", "430602|岳阳楼");
        var other = Database.Open();

        async Task<bool> TryAsync(Store store)
        {
            try
            {
                return await store.TransactAsync(async transaction =>
                {
                    await transaction.OpenAsync(Opening());
                    if ((await transaction.LookUpAsync([key], [])).Entries.ContainsKey(key))
                        return false;
                    await transaction.CommitAsync(NoWrites with { Inserts = [Claim(key, Guid.CreateVersion7())] });
                    return true;
                });
            }
            catch (StoreConflictException)
            {
                return false;
            }
        }

        var got = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => TryAsync(i % 2 == 0 ? _store : other))));

        Assert.Single(got, true);
    }

    [Fact]
    public async Task A_constraint_that_no_repeat_can_satisfy_is_not_called_a_conflict()
    {
        var row = Row(Guid.CreateVersion7(), 1);
        row[4] = null;

        await Assert.ThrowsAnyAsync<DbException>(() => _store.WriteAsync(new InsertRows("sample", SampleColumns, [row])));
    }

    /// <param name="wakes">Minutes after <see cref="TestDatabase.Now"/> for which it waits.</param>
    private static object?[] Row(Guid id, long version, int? wakes = null) =>
        [id, version, "{}", 0L, "hash", null, null, null, null, null, null, wakes is { } minutes ? TestDatabase.Now.AddMinutes(minutes) : null];

    private async Task<IEnumerable<long>> VersionsAsync()
    {
        await using var connection = await _store.OpenAsync(CancellationToken.None);
        return await connection.QueryAsync<long>("select version from sample");
    }

    private async Task<RegisterEntry?> LookUpAsync(RegisterKey key) => await _store.TransactAsync(async transaction =>
    {
        await transaction.OpenAsync(Opening());
        return (await transaction.LookUpAsync([key], [])).Entries.GetValueOrDefault(key);
    });

    private sealed class SampleRow
    {
        public Guid Id { get; init; }
        public bool? Flag { get; init; }
        public DateTimeOffset? At { get; init; }
        public byte[]? Bytes { get; init; }
        public string? Note { get; init; }
        public long? Number { get; init; }
        public Guid? Other { get; init; }
    }
}
