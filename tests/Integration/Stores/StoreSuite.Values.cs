using System.Text.Json;
using Dapper;
using OneVisit.Kit;
using OneVisit.Kit.Store;
using static OneVisit.Integration.Stores.StoreCalls;

namespace OneVisit.Integration.Stores;

/// <content>What is stored comes back as it was.</content>
public abstract partial class StoreSuite
{
    public static TheoryData<string?> Texts => [null, "", "岳阳市市场监督管理局", "it's \"quoted\" \\ and; drop table sample; --", "𠮷 🏮\r\n\t"];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Every_type_comes_back_as_it_went_in(string? note)
    {
        var set = note is not null;
        Guid id = Guid.CreateVersion7(), other = Guid.CreateVersion7();
        var json = JsonSerializer.Serialize(new { text = note, number = 12345678901234567L, fraction = 0.1m, none = (string?)null, list = new[] { 1, 2 } });
        object?[] row = [id, long.MaxValue, json, 0L, "hash", set, set ? TestDatabase.Now : null, set ? new byte[] { 0, 39, 255 } : null, note, set ? long.MinValue : null, set ? other : null, null];
        await _store.WriteAsync(new InsertRows("sample", SampleColumns, [row]));

        var stored = (await _store.OpenAndCommitAsync(Opening(aggregates: [id]))).Aggregates[id];
        Assert.Equal((long.MaxValue, 0L, "hash"), (stored.Version, stored.JournalCount, stored.JournalHash));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(stored.State.Bytes.Span)));

        await using var connection = await _store.OpenAsync(CancellationToken.None);
        var read = await connection.QuerySingleAsync<SampleRow>("select id, flag, at, bytes, note, number, other from sample where at = @at or @at is null", new { at = set ? TestDatabase.Now : (DateTimeOffset?)null });
        Assert.Equal(id, read.Id);
        Assert.Equal(set, read.Flag);
        Assert.Equal(set ? TestDatabase.Now : null, read.At);
        Assert.Equal((byte[]?)row[7], read.Bytes);
        Assert.Equal(note, read.Note);
        Assert.Equal(set ? long.MinValue : null, read.Number);
        Assert.Equal(set ? other : null, read.Other);
    }

    [Fact]
    public async Task What_is_empty_is_not_null()
    {
        var row = Row(Guid.CreateVersion7(), 1);
        (row[7], row[8]) = (Array.Empty<byte>(), "");
        await _store.WriteAsync(new InsertRows("sample", SampleColumns, [row]));

        await using var connection = await _store.OpenAsync(CancellationToken.None);
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from sample where length(bytes) = 0 and note = '' and number is null"));
    }

    [Fact]
    public async Task Instants_are_kept_to_the_millisecond_and_compare_in_time()
    {
        DateTimeOffset[] instants = [.. Enumerable.Range(0, 1000).Select(i => TestDatabase.Now.AddMilliseconds(i)), TestDatabase.Now.AddYears(20).ToOffset(TimeSpan.FromHours(8))];
        await _store.WriteAsync(new InsertRows("sample", SampleColumns, [.. instants.Select(at => (object?[])[.. Row(Guid.CreateVersion7(), 1)[..^1], at])]));

        await using var connection = await _store.OpenAsync(CancellationToken.None);
        Assert.Equal(instants, await connection.QueryAsync<DateTimeOffset>("select wakes_at from sample order by wakes_at"));
        Assert.Equal(500, await connection.ExecuteScalarAsync<long>("select count(*) from sample where wakes_at < @at", new { at = instants[500] }));
    }

    [Fact]
    public async Task A_megabyte_of_json_comes_back_whole()
    {
        var id = Guid.CreateVersion7();
        var json = JsonSerializer.Serialize(new { scope = string.Concat(Enumerable.Repeat("餐饮服务", 1024 * 1024 / 12)) });
        var row = Row(id, 1);
        row[2] = json;
        await _store.WriteAsync(new InsertRows("sample", SampleColumns, [row]));

        var stored = (await _store.OpenAndCommitAsync(Opening(aggregates: [id]))).Aggregates[id];

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(stored.State.Bytes.Span)));
    }

    [Fact]
    public async Task Json_that_is_bytes_already_is_stored_as_the_text_it_is()
    {
        var id = Guid.CreateVersion7();
        var json = new Utf8Json("""{"name":"洞庭湘味 🏮","sign":"\\ \u0000"}""");
        var row = Row(id, 1);
        (row[2], row[8]) = (json, json.ToString());
        await _store.WriteAsync(new InsertRows("sample", SampleColumns, [row]));

        Assert.Equal(json, (await _store.OpenAndCommitAsync(Opening(aggregates: [id]))).Aggregates[id].State);
        await using var connection = await _store.OpenAsync(CancellationToken.None);
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from sample where state = note"));
    }

    [Fact]
    public async Task What_is_committed_another_process_can_read()
    {
        await _store.WriteAsync(Journal(Guid.CreateVersion7(), data: "登记"));

        await using var connection = await Database.Open().OpenAsync(CancellationToken.None);
        Assert.Equal("登记", await connection.ExecuteScalarAsync<string>("select data from journal"));
    }
}
