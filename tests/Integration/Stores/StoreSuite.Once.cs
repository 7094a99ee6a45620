using Dapper;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Integration.Stores.StoreCalls;

namespace OneVisit.Integration.Stores;

/// <content>What happens once, however many bring it, want it or see it at the same moment.</content>
public abstract partial class StoreSuite
{
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
    public async Task Who_is_due_is_found_earliest_first_and_who_has_moved_on_is_left_alone()
    {
        Guid first = Guid.CreateVersion7(), second = Guid.CreateVersion7(), later = Guid.CreateVersion7(), never = Guid.CreateVersion7();
        await _store.WriteAsync(new InsertRows("sample", SampleColumns, [Row(second, 1, 2), Row(first, 1, 1), Row(later, 1, 9), Row(never, 1)]));

        Task<IReadOnlyList<Guid>> DueAsync() => _store.DueAsync("sample", TestDatabase.Now.AddMinutes(2), 10, CancellationToken.None);
        Assert.Equal([first, second], await DueAsync());
        Assert.Equal([first], await _store.DueAsync("sample", TestDatabase.Now.AddMinutes(2), 1, CancellationToken.None));
        Assert.Equal(TestDatabase.Now.AddMinutes(1), await _store.NextWakeAsync("sample", CancellationToken.None));

        await _store.WriteAsync(NoWrites with { Wakes = new WakeRows("sample", [(first, 1, null), (second, 7, null), (later, 1, TestDatabase.Now)]) });
        Assert.Equal([later, second], await DueAsync());
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
    public async Task Releasing_single_entries_leaves_the_owner_s_others_and_those_of_others_as_they_are()
    {
        Guid mine = Guid.CreateVersion7(), theirs = Guid.CreateVersion7();
        RegisterKey reserved = new("name", "a"), lasting = new("code", "b"), kept = new("code", "c"), reservedToo = new("name", "d"), others = new("code", "e");
        await _store.WriteAsync(Claim(reserved, mine), Claim(lasting, mine, lasting: true), Claim(kept, mine, lasting: true), Claim(reservedToo, mine), Claim(others, theirs, lasting: true));

        await _store.WriteAsync(NoWrites with { ReleasedKeys = [(mine, reserved), (mine, lasting), (mine, others)] });

        Assert.Null(await LookUpAsync(reserved));
        Assert.True((await LookUpAsync(lasting))!.Revoked);
        Assert.False((await LookUpAsync(kept))!.Revoked);
        Assert.NotNull(await LookUpAsync(reservedToo));
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
}
