using System.Data.Common;
using System.Text.Json;
using Dapper;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Integration.Stores.StoreCalls;

namespace OneVisit.Integration.Stores;

/// <summary>What every store keeps, whichever database is behind it.</summary>
public abstract class StoreSuite(TestDatabase database) : IAsyncLifetime
{
    protected static readonly Migration Sample = new("test", 1, "001_sample.sql", """
        create table sample (
            id uuid not null primary key, version bigint not null, state text not null, journal_count bigint not null, journal_hash text not null,
            flag boolean, at timestamptz, bytes bytea, note text, number bigint, other uuid);
        """);

    private static readonly Column[] SampleColumns =
    [
        new("id", ColumnType.Uuid), new("version", ColumnType.Bigint), new("state", ColumnType.Json), new("journal_count", ColumnType.Bigint),
        new("journal_hash", ColumnType.Text), new("flag", ColumnType.Boolean), new("at", ColumnType.Instant), new("bytes", ColumnType.Bytes),
        new("note", ColumnType.Text), new("number", ColumnType.Bigint), new("other", ColumnType.Uuid),
    ];

    private static readonly Column[] SampleUpdate =
        [new("id", ColumnType.Uuid), new("expected", ColumnType.Bigint), new("version", ColumnType.Bigint), new("state", ColumnType.Json)];

    private Store _store = null!;

    protected TestDatabase Database { get; } = database;

    public async Task InitializeAsync() => _store = await Database.OpenMigratedAsync(Sample);

    public async Task DisposeAsync() => await Database.DisposeAsync();

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
    public async Task A_migration_that_fails_leaves_none_of_its_steps_behind()
    {
        Migration first = new("failing", 1, "001_table.sql", "create table half (n bigint not null);");
        Migration broken = new("failing", 2, "002_broken.sql", "insert into half values (1); insert into nowhere values (1);");

        await Assert.ThrowsAsync<ConfigurationException>(() => _store.MigrateAsync([first, broken], TestDatabase.Now, CancellationToken.None));

        await _store.MigrateAsync([first, new Migration("failing", 2, "002_mended.sql", "insert into half values (2);")], TestDatabase.Now, CancellationToken.None);
        Assert.Equal(1, await _store.CountAsync("half"));
    }

    [Fact]
    public async Task A_failing_write_takes_the_writes_before_it_along()
    {
        var owner = Guid.CreateVersion7();
        await _store.WriteAsync(Journal(owner));

        await Assert.ThrowsAsync<StoreConflictException>(() => _store.WriteAsync(Timer(Guid.CreateVersion7(), owner, TestDatabase.Now), Journal(owner)));

        Assert.Equal(0, await _store.CountAsync("timer"));
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

        await Assert.ThrowsAsync<StoreConflictException>(() => _store.WriteAsync(new Writes([], [], [Update(6)], [Journal(still)])));
        Assert.Equal([7L, 7L], await VersionsAsync());
        Assert.Equal(0, await _store.CountAsync("journal"));

        await _store.WriteAsync(new Writes([], [], [Update(7)], [Journal(still)]));
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
        Assert.Equal("洞庭湘味", found.Data.GetProperty("name").GetString());
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

    [Fact]
    public async Task The_inbox_knows_what_it_has_seen()
    {
        Guid[] ids = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];

        Assert.Equal(3, (await _store.OpenAndCommitAsync(Opening(inbox: ids[..3]))).FreshInbox.Count);
        Assert.Equal(ids[3..].ToHashSet(), (await _store.OpenAndCommitAsync(Opening(inbox: ids))).FreshInbox);
    }

    [Fact]
    public async Task Of_many_who_bring_the_same_envelope_one_finds_it_fresh()
    {
        Guid[] ids = [.. Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7())];
        var other = Database.Open();

        var seen = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            (i % 2 == 0 ? _store : other).OpenAndCommitAsync(Opening(inbox: i % 3 == 0 ? [.. ids.Reverse()] : ids)))));

        Assert.Equal(ids.Order(), seen.SelectMany(s => s.FreshInbox).Order());
    }

    [Fact]
    public async Task Sequences_give_every_number_once_and_leave_no_gap()
    {
        var other = Database.Open();

        Task<(long First, int Count)[]> TakeAsync(Store store, int count) => store.TransactAsync(async transaction =>
        {
            await transaction.OpenAsync(Opening());
            var found = await transaction.LookUpAsync([], [new NumberNeed("seal/430602", count), new NumberNeed("licence", 1), new NumberNeed("seal/430602", 2)]);
            await transaction.CommitAsync(NoWrites);
            return new[] { (found.FirstNumbers[0], count), (found.FirstNumbers[2], 2) };
        });

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => TakeAsync(i % 2 == 0 ? _store : other, 1 + (i % 5)))));

        var numbers = taken.SelectMany(t => t).SelectMany(t => Enumerable.Range(0, t.Count).Select(i => t.First + i)).Order().ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
    }

    [Fact]
    public async Task A_timer_is_armed_until_it_has_fired()
    {
        Guid timer = Guid.CreateVersion7(), unknown = Guid.CreateVersion7();
        await _store.WriteAsync(Timer(timer, Guid.CreateVersion7(), TestDatabase.Now));

        Assert.Equal([timer], (await _store.OpenAndCommitAsync(Opening(timers: [timer, unknown]))).ArmedTimers);
        await _store.WriteAsync(NoWrites with { Deletes = [TimerGone(timer)] });
        Assert.Empty((await _store.OpenAndCommitAsync(Opening(timers: [timer]))).ArmedTimers);
    }

    [Fact]
    public async Task Of_many_who_see_a_timer_due_one_fires_it()
    {
        var timer = Guid.CreateVersion7();
        await _store.WriteAsync(Timer(timer, Guid.CreateVersion7(), TestDatabase.Now));
        var other = Database.Open();

        Task<int> FireAsync(Store store) => store.TransactAsync(async transaction =>
        {
            var armed = (await transaction.OpenAsync(Opening(timers: [timer]))).ArmedTimers;
            await transaction.CommitAsync(NoWrites with { Deletes = [.. armed.Select(TimerGone)] });
            return armed.Count;
        });

        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => FireAsync(i % 2 == 0 ? _store : other))))).Sum());
    }

    [Fact]
    public async Task Releasing_frees_reservations_and_marks_lasting_entries()
    {
        Guid mine = Guid.CreateVersion7(), theirs = Guid.CreateVersion7();
        RegisterKey reserved = new("name", "a"), lasting = new("code", "b"), others = new("name", "c");
        await _store.WriteAsync(Claim(reserved, mine), Claim(lasting, mine, lasting: true), Claim(others, theirs));

        await _store.WriteAsync(NoWrites with { ReleasedOwners = [mine] });

        Assert.Null(await LookUpAsync(reserved));
        Assert.True((await LookUpAsync(lasting))!.Revoked);
        Assert.False((await LookUpAsync(others))!.Revoked);
    }

    [Fact]
    public async Task Deletes_confirmed_outbox_rows_with_the_next_transaction()
    {
        Guid confirmed = Guid.CreateVersion7(), waiting = Guid.CreateVersion7();
        await _store.WriteAsync(new InsertRows("outbox",
            [new("id", ColumnType.Uuid), new("destination", ColumnType.Text), new("body", ColumnType.Bytes), new("created_at", ColumnType.Instant)],
            [[confirmed, "tax", new byte[] { 0, 255 }, TestDatabase.Now], [waiting, "tax", Array.Empty<byte>(), TestDatabase.Now]]));

        await _store.OpenAndCommitAsync(Opening(confirmed: [confirmed]));

        await using var connection = await _store.OpenAsync(CancellationToken.None);
        Assert.Equal([waiting], await connection.QueryAsync<Guid>("select id from outbox"));
    }

    public static TheoryData<string?> Texts => [null, "", "岳阳市市场监督管理局", "it's \"quoted\" \\ and; drop table sample; --", "𠮷 🏮\r\n\t"];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Every_type_comes_back_as_it_went_in(string? note)
    {
        var set = note is not null;
        Guid id = Guid.CreateVersion7(), other = Guid.CreateVersion7();
        var json = JsonSerializer.Serialize(new { text = note, number = 12345678901234567L, fraction = 0.1m, none = (string?)null, list = new[] { 1, 2 } });
        object?[] row = [id, long.MaxValue, json, 0L, "hash", set, set ? TestDatabase.Now : null, set ? new byte[] { 0, 39, 255 } : null, note, set ? long.MinValue : null, set ? other : null];
        await _store.WriteAsync(new InsertRows("sample", SampleColumns, [row]));

        var stored = (await _store.OpenAndCommitAsync(Opening(aggregates: [id]))).Aggregates[id];
        Assert.Equal((long.MaxValue, 0L, "hash"), (stored.Version, stored.JournalCount, stored.JournalHash));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(stored.State)));

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
    public async Task Instants_are_kept_to_the_millisecond_and_compare_in_time()
    {
        DateTimeOffset[] instants = [.. Enumerable.Range(0, 1000).Select(i => TestDatabase.Now.AddMilliseconds(i)), TestDatabase.Now.AddYears(20).ToOffset(TimeSpan.FromHours(8))];
        await _store.WriteAsync([.. instants.Select(at => Timer(Guid.CreateVersion7(), Guid.CreateVersion7(), at))]);

        await using var connection = await _store.OpenAsync(CancellationToken.None);
        Assert.Equal(instants, await connection.QueryAsync<DateTimeOffset>("select due from timer order by due"));
        Assert.Equal(500, await connection.ExecuteScalarAsync<long>("select count(*) from timer where due < @at", new { at = instants[500] }));
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

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(stored.State)));
    }

    [Fact]
    public async Task What_is_committed_another_process_can_read()
    {
        await _store.WriteAsync(Journal(Guid.CreateVersion7(), data: "登记"));

        await using var connection = await Database.Open().OpenAsync(CancellationToken.None);
        Assert.Equal("登记", await connection.ExecuteScalarAsync<string>("select data from journal"));
    }

    private static object?[] Row(Guid id, long version) => [id, version, "{}", 0L, "hash", null, null, null, null, null, null];

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
