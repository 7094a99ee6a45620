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
}
