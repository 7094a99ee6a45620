using Dapper;
using Microsoft.Data.Sqlite;
using OneVisit.All.Verify;
using OneVisit.Kit.Store;
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

    [Fact]
    public async Task Deliveries_of_more_than_a_page_are_each_looked_at_once()
    {
        const int Many = 1_100;
        using var copy = Copied();
        // Hundreds for one event, as if hundreds had subscribed: a page ends among them.
        await RunAsync(copy, "tax", $"""
            with recursive n(i) as (select 1 union all select i + 1 from n where i < {Many})
            insert into delivery (id, subscription, case_id, task, place, kind, body, created_at, due_at, attempts, parked)
            select printf('01a00000-0000-7000-8000-%012d', i / 700), printf('01b00000-0000-7000-8000-%012d', i), t.case_id, t.id, 1, 'task.requested',
                json_object('task', t.id, 'case', t.case_id), '2026-01-01T00:00:00.0000000Z', '2126-01-01T00:00:00.0000000Z', 0, 0
            from n join task t on t.case_id = @id
            """, _store.Next());

        var findings = await Verified.FindingsAsync(null, copy.Path);

        Assert.Equal(Many, findings.Count(f => f.What.EndsWith("is for nobody who has subscribed", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("update journal set at = '张三 430602198504151235' where owner = @id and seq = 1", "in a row of case_file and journal a column")]
    [InlineData("update case_file set version = '张三 430602198504151235' where id = @id", "in a row of case_file")]
    [InlineData("update case_file set wakes_at = '张三 430602198504151235' where id = @id", "case_file")]
    [InlineData("update journal set kind = '张三 430602198504151235' where owner = @id and seq = 1", "entry 1")]
    [InlineData("update register set data = '张三 430602198504151235' where owner = @id", "register")]
    [InlineData("update notice set kind = '张三 430602198504151235', zh = '' where owner = @id", "cannot be read")]
    [InlineData("update notice set department = '张三 430602198504151235' where owner = @id", "nothing to do with it")]
    [InlineData("update notice set id = '张三 430602198504151235' where owner = @id", "notice")]
    public async Task What_stands_where_it_cannot_is_not_repeated_in_what_is_found(string damage, string named)
    {
        using var copy = Copied();
        await RunAsync(copy, "orchestrator", damage, _store.Next());

        var findings = await Verified.FindingsAsync(null, copy.Path);

        Assert.Contains(findings, f => f.What.Contains(named, StringComparison.Ordinal));
        Assert.DoesNotContain(findings, f => f.What.Contains("张三", StringComparison.Ordinal) || f.What.Contains("430602198504151235", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_open_task_that_no_list_shows_any_more()
    {
        using var copy = Copied();
        await RunAsync(copy, "market-registration", "update task set holder = null, lifecycle = null, bundle = null, due_on = null where case_id = @id", _store.Open);

        var findings = await Verified.FindingsAsync(null, copy.Path);

        Assert.Equal(["bundle", "due_on", "holder", "lifecycle"], findings.Where(f => f.Case == _store.Open && f.Invariant == Invariant.State).Select(f => f.What.Split(' ')[2]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_day_that_is_none()
    {
        using var copy = Copied();
        await RunAsync(copy, "market-registration", "update task set due_on = 'soon' where case_id = @id", _store.Open);

        var findings = await Verified.FindingsAsync(null, copy.Path);

        Assert.Equal("its column due_on is no date", Assert.Single(findings, f => f.Case == _store.Open && f.Invariant == Invariant.State).What);
    }

    [Theory]
    [InlineData("\"providedAt\":\"2026-11-24T00:00:00+00:00\",", "", "the case has 'domicile-proof', market-registration waits for it")]
    [InlineData("", "\"providedAt\":\"2026-11-24T00:00:00+00:00\",", "market-registration has 'domicile-proof', for which the case waits")]
    public async Task A_promised_paper_that_is_here_for_one_of_them_alone(string forTheCase, string forTheTask, string what)
    {
        using var copy = Copied();
        await RunAsync(copy, "orchestrator", $$"""
            update case_file set state = json_set(state, '$.promises', json('[{{{forTheCase}}"material":"domicile-proof","name":{"zh":"一","en":"one"},"limit":{"days":1,"unit":"working-day"},"items":["market-registration.company-set-up"]}]')) where id = @id
            """, _store.Open);
        await RunAsync(copy, "market-registration", $$"""update task set state = json_set(state, '$.promised', json('[{{{forTheTask}}"material":"domicile-proof","by":"2026-12-01"}]')) where case_id = @id""", _store.Open);

        var findings = await Verified.FindingsAsync(null, copy.Path);

        Assert.Contains(findings, f => f.Case == _store.Open && f.What.EndsWith(what, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_item_that_is_issued_by_rule_here_and_by_the_department_s_own_system_there_keeps_records_of_the_first()
    {
        using var copy = Copied();
        var id = _store.Next();
        await RunAsync(copy, "tax", """
            update task set state = json_set(state, '$.terms.issuedBySystem', json('["tax-registration"]')) where case_id = @id
            """, id);
        await RunAsync(copy, "tax", "delete from register where owner = (select id from task where case_id = @id)", id);

        var findings = await Verified.FindingsAsync(null, copy.Path);

        Assert.DoesNotContain(findings, f => f.Case == id && f.What.Contains("unlike the others", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_an_earlier_version_made_is_not_judged_by_this_one()
    {
        using var copy = Copied();
        await RunAsync(copy, "tax", "delete from migration where scope = 'department' and number = (select max(number) from migration where scope = 'department')", Guid.Empty);

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => Verified.FindingsAsync(null, copy.Path));

        Assert.Contains("the database of 'tax'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("lacks the step department/", refusal.Message, StringComparison.Ordinal);
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
