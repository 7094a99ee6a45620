using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.UnitOfWork.Shelves;

namespace OneVisit.Unit.UnitOfWork;

/// <summary>What a batch takes from memory, and what it makes the commit assert.</summary>
public sealed class PresumingTests
{
    private readonly Shelves _shelves = new() { Memory = new Recollection<Shelf>(100) };

    [Fact]
    public async Task What_was_seen_once_is_not_read_again_and_is_written_at_its_version()
    {
        var (first, _) = await _shelves.RunAsync(Envelope(new Put(Id(1), "a")));
        Assert.False(first.Presumes);

        var (second, writes) = await _shelves.RunAsync(Envelope(new Put(Id(1), "b")));
        Assert.True(second.Presumes);
        Assert.Equal((Id(1), 1L), ((Guid)writes.Updates[0].Rows[0][0]!, (long)writes.Updates[0].Rows[0][1]!));
        Assert.Null(writes.Unchanged);
        Assert.Equal(["a", "b"], _shelves[1]!.Heard);
    }

    [Fact]
    public async Task A_decision_that_changes_nothing_asserts_the_version_it_was_made_on()
    {
        await _shelves.RunAsync(Envelope(new Put(Id(1), "a")));

        var (batch, writes) = await _shelves.RunAsync(Command(new Forbid(Id(1))));
        Assert.True(batch.Presumes);
        Assert.Equal([(Id(1), 1L)], writes.Unchanged!.Rows);
    }

    [Fact]
    public async Task One_that_is_not_remembered_makes_the_whole_batch_read()
    {
        await _shelves.RunAsync(Envelope(new Put(Id(1), "a")));
        await _shelves.RunAsync(Envelope(new Put(Id(2), "a")));

        Assert.False((await _shelves.RunAsync(Envelope(new Put(Id(1), "b"), new Put(Id(3), "c")))).Batch.Presumes);
        Assert.True((await _shelves.RunAsync(Envelope(new Put(Id(1), "d"), new Put(Id(2), "e")))).Batch.Presumes);
    }

    [Fact]
    public async Task What_is_settled_is_not_remembered_and_read_when_something_comes_after_all()
    {
        await _shelves.RunAsync(Envelope(new Open(Id(1), Refused: false)), Envelope(new Open(Id(2), Refused: false)));
        Assert.True((await _shelves.RunAsync(Envelope(new Put(Id(1), "settled")))).Batch.Presumes);

        Assert.True((await _shelves.RunAsync(Envelope(new Put(Id(2), "b")))).Batch.Presumes);
        Assert.False((await _shelves.RunAsync(Envelope(new Put(Id(1), "c")))).Batch.Presumes);
        Assert.Equal(["open", "settled", "c"], _shelves[1]!.Heard);
    }

    [Fact]
    public async Task What_has_grown_too_large_to_be_remembered_is_read_again()
    {
        await _shelves.RunAsync(Envelope(new Put(Id(1), "a")));
        Assert.True((await _shelves.RunAsync(Command(new Relabel(Id(1), new string('x', 20_000))))).Batch.Presumes);

        Assert.False((await _shelves.RunAsync(Envelope(new Put(Id(1), "b")))).Batch.Presumes);
        Assert.Equal(["a", "b"], _shelves[1]!.Heard.Where(h => h.Length == 1));
    }

    [Fact]
    public async Task What_begins_is_not_read_and_what_then_does_not_begin_is_decided_again()
    {
        Assert.True((await _shelves.RunAsync(Envelope(new Open(Id(1), Refused: false)))).Batch.Presumes);

        await Assert.ThrowsAsync<StoreConflictException>(() => _shelves.RunAsync(Envelope(new Open(Id(2), Refused: true))));
    }

    [Fact]
    public async Task A_command_with_a_key_is_never_refused_on_what_is_presumed()
    {
        await _shelves.RunAsync(Envelope(new Put(Id(1), "a")));

        await Assert.ThrowsAsync<StoreConflictException>(() => _shelves.RunAsync(Command(new Forbid(Id(1)), new Idempotency("k", "hash"))));
        Assert.True((await _shelves.RunAsync(Command(new Put(Id(1), "b"), new Idempotency("k", "hash")))).Batch.Presumes);
        await Assert.ThrowsAsync<StoreConflictException>(() => _shelves.RunAsync(Command(new Put(Id(1), "c"), new Idempotency("k", "hash"))));
    }

    [Fact]
    public async Task Who_is_woken_is_presumed_to_be_as_remembered_and_read_when_it_is_not()
    {
        await _shelves.RunAsync(Envelope(new Put(Id(1), "a")));

        Assert.True((await _shelves.RunAsync(new WakeIntake(Id(1), () => { }))).Batch.Presumes);
        Assert.False((await _shelves.RunAsync(new WakeIntake(Id(2), () => { }))).Batch.Presumes);
    }
}
