using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.UnitOfWork;

public sealed class RecollectionTests
{
    private readonly Recollection<string> _memory = new(3);

    [Fact]
    public void What_is_used_stays_while_twice_as_many_pass_by()
    {
        var used = Guid.CreateVersion7();
        _memory.Keep(used, Of("used"));
        for (var i = 0; i < 100; i++)
        {
            _memory.Keep(Guid.CreateVersion7(), Of("passing"));
            Assert.True(_memory.TryFind(used, out var found));
            Assert.Equal("used", found.State);
        }
    }

    [Fact]
    public void What_is_not_used_is_gone_after_two_generations()
    {
        Guid[] ids = [.. Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7())];
        foreach (var id in ids)
            _memory.Keep(id, Of("passing"));

        var kept = ids.Count(id => _memory.TryFind(id, out _));
        Assert.InRange(kept, 3, 6);
        Assert.False(_memory.TryFind(ids[0], out _));
    }

    [Fact]
    public void The_last_that_was_kept_of_one_is_found_and_nothing_is_once_all_is_forgotten()
    {
        var id = Guid.CreateVersion7();
        _memory.Keep(id, Of("first"));
        _memory.Keep(id, Of("second"));
        Assert.True(_memory.TryFind(id, out var found));
        Assert.Equal("second", found.State);

        _memory.Forget();
        Assert.False(_memory.TryFind(id, out _));
    }

    private static CommittedAggregate<string> Of(string state) => new(state, 1, 0, JournalChain.Origin);
}
