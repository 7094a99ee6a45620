using System.Diagnostics.CodeAnalysis;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>An aggregate as it was last committed here.</summary>
internal sealed record CommittedAggregate<TState>(TState State, long Version, long JournalCount, string JournalHash)
    where TState : class;

/// <summary>
/// The aggregates this worker saw last, so that the next message about one need not read it. What is remembered is never trusted: the
/// transaction asserts that every aggregate it used is still at its version, because another process may have changed it.
/// Two generations, the older dropped when the younger is full: what is used stays.
/// </summary>
internal sealed class Recollection<TState>(int generation)
    where TState : class
{
    private Dictionary<Guid, CommittedAggregate<TState>> _young = [];
    private Dictionary<Guid, CommittedAggregate<TState>> _old = [];

    public bool TryFind(Guid id, [NotNullWhen(true)] out CommittedAggregate<TState>? committed)
    {
        if (_young.TryGetValue(id, out committed))
            return true;
        if (!_old.TryGetValue(id, out committed))
            return false;
        Keep(id, committed);
        return true;
    }

    public void Keep(Guid id, CommittedAggregate<TState> committed)
    {
        if (_young.Count >= generation)
        {
            // The oldest are forgotten, and their table is used again.
            (_old, _young) = (_young, _old);
            _young.Clear();
        }
        _young[id] = committed;
    }

    public void Forget(Guid id)
    {
        _young.Remove(id);
        _old.Remove(id);
    }

    public void Forget()
    {
        _young = [];
        _old = [];
    }
}
