using Dapper;
using OneVisit.Catalogue;
using OneVisit.Integration.Stores;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Store;
using OneVisit.Support;

namespace OneVisit.Integration.Catalogue;

/// <summary>What a case is judged by is kept in the department's own store, and is there after every start.</summary>
public abstract class KeptCataloguesSuite(TestDatabase database) : IAsyncLifetime
{
    private const string Item = "tax.registration";

    protected static readonly CityCatalogue Before = Edited("before");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_text_that_was_kept_is_read_back_by_a_later_start_when_a_task_names_it()
    {
        await (await StartedAsync()).KeepAsync(Before, CancellationToken.None);
        // A replica may keep it at the same moment, and every start does so again.
        await (await StartedAsync()).KeepAsync(Before, CancellationToken.None);
        var later = await StartedAsync();
        Assert.Equal(NameOf(LiveCities.BuiltIn().Current.First.FindItem(Item)!), NameOf(later.Find(Version)!));

        var held = await later.Ahead(Before.Text.Digest)!;

        Assert.Equal("before", NameOf(later.Find(Version)!));
        Assert.Null(later.Ahead(Before.Text.Digest));
        Assert.Empty(later.TakeLost());
        Assert.Same(held, later.Of(Version));
    }

    [Fact]
    public async Task A_text_is_read_from_whichever_store_of_the_process_has_it()
    {
        await (await StartedAsync()).KeepAsync(Before, CancellationToken.None);
        await using var empty = new SqliteDatabase();
        var kept = await StartedAsync();
        kept.KeepIn(await empty.OpenMigratedAsync([.. kept.Migrations]), TimeProvider.System);
        var both = New();
        both.KeepIn(empty.Open(), TimeProvider.System);
        both.KeepIn(database.Open(), TimeProvider.System);

        Assert.NotNull(await both.Ahead(Before.Text.Digest)!);
        Assert.Equal("before", NameOf(both.Find(Version)!));
        // And is in all of them once it has been in force.
        await kept.KeepAsync(Before, CancellationToken.None);
        var alone = New();
        alone.KeepIn(empty.Open(), TimeProvider.System);
        Assert.NotNull(await alone.Ahead(Before.Text.Digest)!);
    }

    [Fact]
    public async Task A_text_that_comes_after_it_was_missed_is_looked_for_again()
    {
        var kept = await StartedAsync();
        Assert.Null(await kept.Ahead(Before.Text.Digest)!);
        Assert.Null(kept.Ahead(Before.Text.Digest));

        await kept.KeepAsync(Before, CancellationToken.None);

        Assert.NotNull(await kept.Ahead(Before.Text.Digest)!);
        Assert.Equal("before", NameOf(kept.Find(Version)!));
    }

    [Fact]
    public async Task A_text_that_is_lost_or_damaged_is_told_once_and_never_keeps_anything_from_being_decided()
    {
        var kept = await StartedAsync();
        Column[] columns = [new("digest", ColumnType.Text), new("content", ColumnType.Bytes), new("kept_at", ColumnType.Instant)];
        await database.Open().WriteAsync(new InsertRows("catalogue_text", columns, [["damaged", new byte[] { 1, 2, 3 }, TestDatabase.Now]]));

        Assert.Null(await kept.Ahead("damaged")!);
        Assert.Null(await kept.Ahead("lost")!);

        Assert.Equal(["damaged", "lost"], kept.TakeLost().Select(l => l.Digest).Order(StringComparer.Ordinal));
        Assert.Empty(kept.TakeLost());
        Assert.Null(kept.Ahead("lost"));
        Assert.NotNull(kept.Find(Version with { Catalogue = "lost" }));
    }

    private static ItemVersion Version => new(Item, "430602", new DateOnly(2026, 11, 24), Before.Text.Digest);

    private static string NameOf(ServiceItem item) => item.Name.En;

    protected static KeptCatalogues New() => new(LiveCities.BuiltIn());

    private static CityCatalogue Edited(string name)
    {
        var files = CatalogueText.BuiltIn().Files.ToDictionary();
        var own = CityCatalogue.Load().FindItem(Item)!.Name.En;
        files["tax/items/registration.yaml"] = files["tax/items/registration.yaml"].Replace($"en: {own}", $"en: {name}", StringComparison.Ordinal);
        return CityCatalogue.Load(files);
    }

    /// <summary>A process that has just started on the database.</summary>
    private async Task<KeptCatalogues> StartedAsync()
    {
        var kept = New();
        kept.KeepIn(await database.OpenMigratedAsync([.. kept.Migrations]), TimeProvider.System);
        return kept;
    }
}

public sealed class KeptCataloguesOnSqlite() : KeptCataloguesSuite(new SqliteDatabase());

public sealed class KeptCataloguesOnPostgres() : KeptCataloguesSuite(new PostgresDatabase())
{
    [Fact]
    public async Task A_server_that_breaks_off_while_a_text_is_read_is_waited_for_and_the_text_is_not_lost()
    {
        await using var proxy = new TcpProxy(TestServers.Postgres, 5432);
        await using var database = new PostgresDatabase(proxy);
        var kept = New();
        kept.KeepIn(await database.OpenMigratedAsync([.. kept.Migrations]), TimeProvider.System);
        await kept.KeepAsync(Before, CancellationToken.None);
        await using var direct = new PostgresStore(TestServers.Postgres, database.Schema);
        await using var connection = await direct.OpenAsync(CancellationToken.None);
        await using var locked = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("lock table catalogue_text in access exclusive mode", transaction: locked);

        var reading = kept.Ahead(Before.Text.Digest)!;
        await Eventually.TrueAsync("the reader waits for the lock", async () => await connection.ExecuteScalarAsync<long>(
            "select count(*) from pg_locks where relation = 'catalogue_text'::regclass and not granted", transaction: locked) > 0);
        proxy.Cut();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => reading);
        await locked.RollbackAsync();
        proxy.Restore();
        Assert.NotNull(await kept.Ahead(Before.Text.Digest)!);
        Assert.Empty(kept.TakeLost());
    }
}
