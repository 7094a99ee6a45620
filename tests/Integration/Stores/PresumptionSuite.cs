using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Integration.Stores;

/// <summary>What is presumed instead of read is asserted by the commit, whichever database is behind it.</summary>
public abstract class PresumptionSuite(TestDatabase database) : IAsyncLifetime
{
    private static readonly Migration Step = new("test", 1, "001_thing.sql", """
        create table thing (id uuid not null primary key, version bigint not null, state text not null, journal_count bigint not null, journal_hash text not null, wakes_at timestamptz);
        """);

    private static readonly Column[] Columns =
        [new("id", ColumnType.Uuid), new("version", ColumnType.Bigint), new("state", ColumnType.Json), new("journal_count", ColumnType.Bigint), new("journal_hash", ColumnType.Text)];

    private readonly Guid _thing = Guid.CreateVersion7();
    private Store _store = null!;

    public async Task InitializeAsync()
    {
        _store = await database.OpenMigratedAsync(Step);
        await CommitAsync([], Insert(_thing));
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task An_id_presumed_to_be_new_is_entered_with_the_commit_and_is_known_from_then_on()
    {
        var id = Guid.CreateVersion7();

        var opened = await CommitAsync([id], Insert(Guid.CreateVersion7()));
        Assert.Equal([id], opened.FreshInbox);
        Assert.Empty(opened.Aggregates);

        await Assert.ThrowsAsync<StoreConflictException>(() => CommitAsync([id], Insert(Guid.CreateVersion7())));
        Assert.Equal(2, await _store.CountAsync("thing"));
        Assert.Equal(1, await _store.CountAsync("inbox"));
    }

    [Fact]
    public async Task An_aggregate_presumed_to_begin_and_there_already_fails_the_commit_whole()
    {
        await Assert.ThrowsAsync<StoreConflictException>(() => CommitAsync([Guid.CreateVersion7()], Insert(_thing)));

        Assert.Equal(0, await _store.CountAsync("inbox"));
        Assert.Equal(1, await _store.CountAsync("thing"));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(0, false)]
    public async Task What_was_decided_on_holds_only_at_the_version_that_is_stored(long remembered, bool holds)
    {
        var committing = CommitAsync([Guid.CreateVersion7()], new Writes([], [], [], new UnchangedRows("thing", [(_thing, remembered)])));

        if (holds)
            await committing;
        else
            await Assert.ThrowsAsync<StoreConflictException>(() => committing);
        Assert.Equal(holds ? 1 : 0, await _store.CountAsync("inbox"));
    }

    [Fact]
    public async Task One_of_many_that_has_moved_on_is_enough()
    {
        var other = Guid.CreateVersion7();
        await CommitAsync([], Insert(other));

        await Assert.ThrowsAsync<StoreConflictException>(() =>
            CommitAsync([], new Writes([], [], [], new UnchangedRows("thing", [(_thing, 1), (other, 7)]))));
    }

    [Fact]
    public async Task What_is_looked_up_in_between_is_part_of_the_same_transaction()
    {
        async ValueTask<Opened> TakeAsync(IStoreTransaction transaction, Guid thing)
        {
            var opened = await transaction.OpenAsync(Presumed([Guid.CreateVersion7()]));
            Assert.Equal([1], (await transaction.LookUpAsync([], [new NumberNeed("number", 1)])).FirstNumbers);
            await transaction.CommitAsync(Insert(thing));
            return opened;
        }
        await Assert.ThrowsAsync<StoreConflictException>(() => _store.TransactAsync(t => TakeAsync(t, _thing)));

        // The number was given back with the rest.
        await _store.TransactAsync(t => TakeAsync(t, Guid.CreateVersion7()));
        Assert.Equal((1L, 2L), (await _store.CountAsync("inbox"), await _store.CountAsync("thing")));
    }

    private Task<Opened> CommitAsync(Guid[] inbox, Writes writes) => _store.TransactAsync(async transaction =>
    {
        var opened = await transaction.OpenAsync(Presumed(inbox));
        await transaction.CommitAsync(writes);
        return opened;
    });

    private static Opening Presumed(Guid[] inbox) => new([], inbox, [], "thing", false, [], TestDatabase.Now, Presumed: true);

    private static Writes Insert(Guid thing) => new([], [], [new InsertRows("thing", Columns, [[thing, 1L, "{}", 0L, JournalChain.Origin]])]);
}

public sealed class PresumptionOnSqlite() : PresumptionSuite(new SqliteDatabase());

public sealed class PresumptionOnPostgres() : PresumptionSuite(new PostgresDatabase());
