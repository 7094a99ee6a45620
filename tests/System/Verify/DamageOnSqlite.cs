using Dapper;
using Microsoft.Data.Sqlite;
using OneVisit.All.Verify;
using OneVisit.Support;

namespace OneVisit.SystemTests.Verify;

/// <summary>And what only a file can suffer: values that its columns cannot have, and pages that are none.</summary>
public sealed class DamageOnSqlite(FilledSqlite store) : DamageSuite(store), IClassFixture<FilledSqlite>
{
    private readonly FilledSqlite _store = store;

    [Theory]
    [InlineData("update journal set at = 'yesterday' where owner = @id and seq = 1")]
    [InlineData("update case_file set wakes_at = 'soon' where id = @id")]
    [InlineData("update case_file set version = 'abc' where id = @id")]
    public async Task A_row_that_is_no_row_is_named_and_hides_no_other(string damage)
    {
        using var copy = Copied();
        var (broken, other) = (_store.Next(), _store.Next());
        await RunAsync(copy, "orchestrator", damage, broken);
        await RunAsync(copy, "orchestrator", "update case_file set subject = 'somebody-else' where id = @id", other);

        var findings = await Verified.FindingsAsync(null, copy.Path);

        Assert.Contains(findings, f => f.Invariant == Invariant.State && f.Case == broken && f.Service == "orchestrator");
        Assert.Contains(findings, f => f.Invariant == Invariant.State && f.Case == other);
    }

    [Theory]
    [InlineData("$.items")]
    [InlineData("$.items[1]")]
    [InlineData("$.items[0].holder")]
    [InlineData("$.items[0].licences[0]")]
    [InlineData("$.items[0].decision.reason")]
    [InlineData("$.applicant")]
    public async Task A_null_where_something_must_be_is_named_and_hides_no_other(string path)
    {
        using var copy = Copied();
        var (broken, other) = (_store.Next(), _store.Next());
        await RunAsync(copy, "orchestrator", $"update case_file set state = json_set(state, '{path}', null) where id = @id", broken);
        await RunAsync(copy, "orchestrator", "update case_file set subject = 'somebody-else' where id = @id", other);

        var findings = await Verified.FindingsAsync(null, copy.Path);

        Assert.Contains(findings, f => f.Case == broken);
        Assert.Contains(findings, f => f.Invariant == Invariant.State && f.Case == other);
    }

    [Fact]
    public async Task A_page_of_the_file_that_was_overwritten()
    {
        using var copy = Copied();
        long page, size;
        await using (var connection = Open(copy, "tax"))
        {
            await connection.ExecuteAsync("pragma wal_checkpoint(truncate)");
            page = await connection.ExecuteScalarAsync<long>("select rootpage from sqlite_master where name = 'sqlite_autoindex_journal_1'");
            size = await connection.ExecuteScalarAsync<long>("pragma page_size");
        }
        await using (var file = new FileStream(Path.Combine(copy.Path, "tax.db"), FileMode.Open))
        {
            file.Seek((page * size) - 1024, SeekOrigin.Begin);
            file.Write(new byte[1024]);
        }

        var (code, output) = await Verified.CommandAsync("--Data", copy.Path, "--settle", "1", "--stall", "1");

        Assert.NotEqual(0, code);
        Assert.Contains("file  tax: the file is damaged", output, StringComparison.Ordinal);
    }

    private TempFolder Copied()
    {
        var copy = new TempFolder();
        foreach (var file in Directory.EnumerateFiles(_store.Folder, "*.db*"))
            File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
        return copy;
    }

    private static async Task RunAsync(TempFolder folder, string service, string sql, Guid id)
    {
        await using var connection = Open(folder, service);
        Assert.NotEqual(0, await connection.ExecuteAsync(sql, new { id = id.ToString("D") }));
    }

    private static SqliteConnection Open(TempFolder folder, string service) =>
        new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.Path, $"{service}.db"), Pooling = false }.ToString());
}
