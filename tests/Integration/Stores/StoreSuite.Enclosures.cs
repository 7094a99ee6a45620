using Dapper;
using OneVisit.Kit;
using OneVisit.Kit.Store;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Integration.Stores.StoreCalls;

namespace OneVisit.Integration.Stores;

/// <content>What came with an entry of the journal.</content>
public abstract partial class StoreSuite
{
    private static readonly Column[] SamplePointer = [.. SampleColumns, new("enclosed_in", ColumnType.Bigint)];

    [Fact]
    public async Task An_aggregate_is_read_with_what_came_with_the_entry_it_names_and_with_no_other()
    {
        Guid twice = Guid.CreateVersion7(), never = Guid.CreateVersion7();
        Utf8Json first = new("""{"name":"一"}"""), second = new("""{"name":"二"}""");
        await _store.WriteAsync(
            new InsertRows("sample", SamplePointer, [[.. Row(twice, 1), 3L], [.. Row(never, 1), null]]),
            Journal(twice, 1, enclosure: first), Journal(twice, 2), Journal(twice, 3, enclosure: second), Journal(never, 1));

        var read = (await _store.OpenAndCommitAsync(Opening(aggregates: [twice, never], enclosed: true))).Aggregates;

        Assert.Equal((second, null), (read[twice].Enclosure, read[never].Enclosure));
    }

    [Fact]
    public async Task What_came_and_is_gone_is_read_as_no_JSON_and_not_as_if_nothing_had_come()
    {
        Guid emptied = Guid.CreateVersion7(), removed = Guid.CreateVersion7();
        await _store.WriteAsync(new InsertRows("sample", SamplePointer, [[.. Row(emptied, 1), 1L], [.. Row(removed, 1), 1L]]), Journal(emptied));

        var read = (await _store.OpenAndCommitAsync(Opening(aggregates: [emptied, removed], enclosed: true))).Aggregates;

        Assert.Equal((0, 0), (read[emptied].Enclosure?.Bytes.Length, read[removed].Enclosure?.Bytes.Length));
    }

    [Fact]
    public async Task An_entry_with_which_nothing_came_says_so()
    {
        await _store.WriteAsync(Journal(Guid.CreateVersion7()));

        await using var connection = await _store.OpenAsync(CancellationToken.None);
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from journal where enclosure is null"));
    }

    [Fact]
    public async Task What_was_given_before_there_were_enclosures_is_with_the_first_entry()
    {
        IReadOnlyList<Migration> department = Migration.In(typeof(Store).Assembly, "department"), orchestrator = Migration.In(typeof(CaseState).Assembly, "orchestrator");
        await _store.MigrateAsync([.. department.Where(m => m.Number < 5), .. orchestrator.Where(m => m.Number < 4)], TestDatabase.Now, CancellationToken.None);
        Guid file = Guid.CreateVersion7(), task = Guid.CreateVersion7();
        await _store.WriteAsync(
            new InsertRows("task",
                [
                    new("id", ColumnType.Uuid), new("version", ColumnType.Bigint), new("state", ColumnType.Json), new("journal_count", ColumnType.Bigint), new("journal_hash", ColumnType.Text),
                    new("case_id", ColumnType.Uuid), new("item", ColumnType.Text), new("region", ColumnType.Text), new("authority_region", ColumnType.Text), new("open", ColumnType.Boolean),
                    new("application", ColumnType.Json),
                ],
                [[task, 1L, "{}", 2L, "hash", file, "tax.registration", "430602", "430602", true, """{"form":{"name":"洞庭湘味"}}"""]]),
            new InsertRows("case_file",
                [
                    new("id", ColumnType.Uuid), new("version", ColumnType.Bigint), new("state", ColumnType.Json), new("journal_count", ColumnType.Bigint), new("journal_hash", ColumnType.Text),
                    new("applicant", ColumnType.Text), new("bundle", ColumnType.Text), new("region", ColumnType.Text), new("lifecycle", ColumnType.Text), new("departments", ColumnType.Text),
                    new("submission", ColumnType.Json),
                ],
                [[file, 1L, "{}", 2L, "hash", "张三", "business-start-up", "430602", "reviewing", ",tax,", """{"idNumber":"430602198504151235"}"""]]),
            Journal(file), Journal(file, 2), Journal(task), Journal(task, 2));

        await _store.MigrateAsync([.. department, .. orchestrator], TestDatabase.Now, CancellationToken.None);

        await using var connection = await _store.OpenAsync(CancellationToken.None);
        Task<string> EnclosureAsync(string table) => connection.QuerySingleAsync<string>($"select {Enclosure.Of(table)} from {table} {Enclosure.JoinTo(table)}");
        Assert.Equal("""{"form":{"name":"洞庭湘味"}}""", await EnclosureAsync("task"));
        Assert.Equal("""{"idNumber":"430602198504151235"}""", await EnclosureAsync("case_file"));
        Assert.Equal(2, await connection.ExecuteScalarAsync<long>("select count(*) from journal where enclosure is not null"));
    }
}
