using Dapper;
using OneVisit.Kit.Store;
using OneVisit.Support;
using static OneVisit.Integration.Stores.StoreCalls;

namespace OneVisit.Integration.Stores;

public sealed class OnPostgres() : StoreSuite(new PostgresDatabase())
{
    [Fact]
    public async Task A_server_that_is_away_is_unavailable_and_needs_no_restart_when_it_is_back()
    {
        await using var proxy = new TcpProxy(TestServers.Postgres, 5432);
        await using var database = new PostgresDatabase(proxy);
        var store = await database.OpenMigratedAsync(Sample);
        await store.WriteAsync(Journal(Guid.CreateVersion7()));

        proxy.Cut();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(Journal(Guid.CreateVersion7())));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(CancellationToken.None));

        proxy.Restore();
        await Eventually.TrueAsync("the store writes again", async () =>
        {
            try
            {
                await store.WriteAsync(Journal(Guid.CreateVersion7()));
                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        });
        Assert.Equal(2, await store.CountAsync("journal"));
    }

    [Fact]
    public async Task A_connection_cut_in_the_middle_of_a_transaction_changes_nothing()
    {
        await using var proxy = new TcpProxy(TestServers.Postgres, 5432);
        await using var database = new PostgresDatabase(proxy);
        var store = await database.OpenMigratedAsync(Sample);
        var id = Guid.CreateVersion7();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.TransactAsync(async transaction =>
        {
            await transaction.OpenAsync(Opening(inbox: [id]));
            proxy.Cut();
            await transaction.CommitAsync(NoWrites with { Inserts = [Journal(Guid.CreateVersion7())] });
            return true;
        }));

        proxy.Restore();
        await using var direct = new PostgresStore(TestServers.Postgres, database.Schema);
        Assert.Equal(0, await direct.CountAsync("journal"));
        Assert.Equal(0, await direct.CountAsync("inbox"));
    }

    [Theory]
    [InlineData("postgres://nobody:nothing@127.0.0.1:1/nowhere")]
    [InlineData("postgres://nobody:nothing@no-such-host.invalid/nowhere")]
    public async Task A_server_that_is_not_there_ends_the_start_with_the_settings_name(string address)
    {
        await using var store = new PostgresStore(new Uri(address), "test");

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => store.MigrateAsync([], TestDatabase.Now, CancellationToken.None));

        Assert.StartsWith("Store:", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no_such_database", "")]
    [InlineData(null, "?options=-c%20no_such_setting%3D1")]
    public async Task A_server_that_refuses_ends_the_start_with_the_settings_name(string? database, string query)
    {
        var server = TestServers.Postgres;
        await using var store = new PostgresStore(new UriBuilder(server) { Path = database ?? server.AbsolutePath, Query = query }.Uri, "test");

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => store.MigrateAsync([], TestDatabase.Now, CancellationToken.None));

        Assert.StartsWith("Store:", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_orders_text_by_a_language_ends_the_start()
    {
        var name = Unique.Name("ordered");
        await PostgresDatabase.RunAsync($"create database \"{name}\" template template0 encoding 'UTF8' locale_provider icu icu_locale 'zh' locale 'C'");
        try
        {
            await using var store = new PostgresStore(new UriBuilder(TestServers.Postgres) { Path = name }.Uri, "test");

            var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => store.MigrateAsync([], TestDatabase.Now, CancellationToken.None));

            Assert.StartsWith("Store: ", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("C.UTF-8", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            await PostgresDatabase.RunAsync($"drop database \"{name}\" with (force)");
        }
    }

    [Fact]
    public void A_parameter_nobody_knows_is_named()
    {
        var refusal = Assert.Throws<ConfigurationException>(() => new PostgresStore(new Uri("postgres://u:secret@localhost/d?ssl-mod=require"), "test"));

        Assert.Contains("Store", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ssl-mod", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delete from outbox where id = any('{00000000-0000-0000-0000-000000000000}'::uuid[])")]
    [InlineData("select id, destination, body from outbox where id > '00000000-0000-0000-0000-000000000000' order by id limit 10")]
    [InlineData("select id from sample where id in (select id from sample where id > '00000000-0000-0000-0000-000000000000' order by id limit 10)")]
    public async Task What_is_planned_while_a_table_is_empty_reads_it_by_an_index(string statement)
    {
        await using var connection = await Database.Open().OpenAsync(CancellationToken.None);
        // As the server does of itself: until then it supposes that a new table has some pages.
        await connection.ExecuteAsync("vacuum (analyze) outbox, sample");

        var plan = string.Join('\n', await connection.QueryAsync<string>($"explain {statement}"));

        Assert.Contains("Index", plan, StringComparison.Ordinal);
        Assert.DoesNotMatch("Seq Scan|(Hash|Merge).*Join", plan);
    }

    [Fact]
    public async Task What_is_too_long_for_its_row_is_compressed_by_lz4_in_every_column()
    {
        const string Columns = """
            select count(*) from pg_attribute a join pg_class k on k.oid = a.attrelid join pg_namespace n on n.oid = k.relnamespace
            where n.nspname = current_schema() and k.relkind = 'r' and a.attnum > 0 and a.attstorage = 'x'
            """;
        await using var connection = await Database.Open().OpenAsync(CancellationToken.None);

        Assert.InRange(await connection.ExecuteScalarAsync<long>(Columns), 10, 100);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>($"{Columns} and a.attcompression <> 'l'"));
    }

    [Fact]
    public async Task A_statement_that_has_to_read_a_whole_table_is_not_compiled_for_what_that_seems_to_cost()
    {
        await using var connection = await Database.Open().OpenAsync(CancellationToken.None);

        var plan = string.Join('\n', await connection.QueryAsync<string>("explain (analyze) select count(*) from sample where note = 'x'"));

        Assert.Contains("Seq Scan", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("JIT", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_changes_finds_room_for_its_next_version_on_its_page()
    {
        await using var connection = await Database.Open().OpenAsync(CancellationToken.None);

        Assert.Equal("sample", await connection.ExecuteScalarAsync<string>("""
            select string_agg(k.relname, ' ') from pg_class k join pg_namespace n on n.oid = k.relnamespace
            where n.nspname = current_schema() and k.relkind = 'r' and 'fillfactor=50' = any(k.reloptions)
            """));
    }

    [Fact]
    public async Task What_an_operator_set_for_a_table_stays()
    {
        var store = Database.Open();
        await using var connection = await store.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync("alter table sample set (fillfactor = 80)");

        await store.MigrateAsync([], TestDatabase.Now, CancellationToken.None);

        Assert.Equal("fillfactor=80", await connection.ExecuteScalarAsync<string>(
            "select reloptions[1] from pg_class k join pg_namespace n on n.oid = k.relnamespace where n.nspname = current_schema() and k.relname = 'sample'"));
    }

    [Fact]
    public async Task Two_transactions_that_read_the_same_version_end_in_one_change_and_one_conflict()
    {
        var other = Database.Open();
        var (mine, theirs) = (new TaskCompletionSource(), new TaskCompletionSource());
        var key = new Kit.UnitOfWork.RegisterKey("name", "both see it free");

        // Each has looked, and found the key free, before either writes.
        Task<bool> ClaimAsync(Store store, TaskCompletionSource looked, Task otherLooked) => store.TransactAsync(async transaction =>
        {
            await transaction.OpenAsync(Opening());
            Assert.Empty((await transaction.LookUpAsync([key], [])).Entries);
            looked.SetResult();
            await otherLooked;
            await transaction.CommitAsync(NoWrites with { Inserts = [Claim(key, Guid.CreateVersion7())] });
            return true;
        });
        Task<bool>[] claims = [ClaimAsync(Database.Open(), mine, theirs.Task), ClaimAsync(other, theirs, mine.Task)];
        await Assert.ThrowsAsync<StoreConflictException>(() => Task.WhenAll(claims));

        Assert.Equal(1, claims.Count(c => c.IsCompletedSuccessfully));
        Assert.Equal(1, await other.CountAsync("register"));
    }
}
