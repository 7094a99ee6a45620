using System.Diagnostics.CodeAnalysis;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>An aggregate as it was last committed here.</summary>
internal sealed record Snapshot<TState>(TState State, long Version, long JournalCount, string JournalHash)
    where TState : class;

/// <summary>
/// The aggregates this worker saw last, so that the next message about one need not read it. What is remembered is never trusted: the
/// transaction asserts that every aggregate it used is still at its version, because another process may have changed it.
/// Two generations, the older dropped when the younger is full: what is used stays.
/// </summary>
internal sealed class Recollection<TState>(int generation)
    where TState : class
{
    private Dictionary<Guid, Snapshot<TState>> _young = [];
    private Dictionary<Guid, Snapshot<TState>> _old = [];

    public bool TryFind(Guid id, [NotNullWhen(true)] out Snapshot<TState>? snapshot)
    {
        if (_young.TryGetValue(id, out snapshot))
            return true;
        if (!_old.TryGetValue(id, out snapshot))
            return false;
        Keep(id, snapshot);
        return true;
    }

    public void Keep(Guid id, Snapshot<TState> snapshot)
    {
        if (_young.Count >= generation)
            (_old, _young) = (_young, []);
        _young[id] = snapshot;
    }

    public void Forget()
    {
        _young = [];
        _old = [];
    }
}
