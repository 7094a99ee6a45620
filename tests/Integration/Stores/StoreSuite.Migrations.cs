using Dapper;
using OneVisit.Kit.Store;

namespace OneVisit.Integration.Stores;

/// <content>How a database comes to its tables.</content>
public abstract partial class StoreSuite
{
    [Fact]
    public async Task Applies_every_migration_once_and_in_order()
    {
        Migration[] steps =
        [
            new("order", 1, "001_table.sql", "create table step (n bigint not null); insert into step values (1);"),
            new("order", 2, "002_second.sql", "insert into step select max(n) + 1 from step;"),
            new("order", 3, "003_third.sql", "insert into step select max(n) * 10 from step;"),
        ];
        await _store.MigrateAsync(steps, TestDatabase.Now, CancellationToken.None);
        await _store.MigrateAsync(steps, TestDatabase.Now, CancellationToken.None);

        await using var connection = await _store.OpenAsync(CancellationToken.None);
        Assert.Equal([1, 2, 20], await connection.QueryAsync<long>("select n from step order by n"));
        Assert.Equal(3, await connection.ExecuteScalarAsync<long>("select count(*) from migration where scope = 'order'"));
    }

    [Fact]
    public async Task Processes_that_start_together_apply_each_migration_once()
    {
        Migration[] steps =
        [
            new("together", 1, "001_table.sql", "create table started (n bigint not null);"),
            new("together", 2, "002_row.sql", "insert into started values (1);"),
        ];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Database.Open().MigrateAsync(steps, TestDatabase.Now, CancellationToken.None))));

        Assert.Equal(1, await _store.CountAsync("started"));
    }

    [Fact]
    public async Task Refuses_a_migration_whose_text_has_changed()
    {
        var changed = new Migration(Sample.Scope, Sample.Number, Sample.Name, Sample.Sql + " -- a little different");

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => _store.MigrateAsync([changed], TestDatabase.Now, CancellationToken.None));

        Assert.Contains("Store", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("test/001_sample.sql", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_earlier_version_does_not_start_on_what_a_later_one_has_migrated()
    {
        Migration first = new("later", 1, "001_table.sql", "create table early (n bigint not null);");
        Migration second = new("later", 2, "002_more.sql", "alter table early add column m bigint;");
        await _store.MigrateAsync([first, second], TestDatabase.Now, CancellationToken.None);

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => _store.MigrateAsync([first], TestDatabase.Now, CancellationToken.None));

        Assert.StartsWith("Store", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("later/002", refusal.Message, StringComparison.Ordinal);
        // Another service's steps say nothing of these.
        await _store.MigrateAsync([new Migration("other", 1, "001_table.sql", "create table beside (n bigint not null);")], TestDatabase.Now, CancellationToken.None);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_none_of_its_steps_behind()
    {
        Migration first = new("failing", 1, "001_table.sql", "create table half (n bigint not null);");
        Migration broken = new("failing", 2, "002_broken.sql", "insert into half values (1); insert into nowhere values (1);");

        await Assert.ThrowsAsync<ConfigurationException>(() => _store.MigrateAsync([first, broken], TestDatabase.Now, CancellationToken.None));

        await _store.MigrateAsync([first, new Migration("failing", 2, "002_mended.sql", "insert into half values (2);")], TestDatabase.Now, CancellationToken.None);
        Assert.Equal(1, await _store.CountAsync("half"));
    }
}
