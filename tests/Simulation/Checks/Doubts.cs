using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>What is wrong with the decisions of the transaction under way. It counts once that is committed: what was decided on a state that is no longer so is dropped.</summary>
internal sealed class Doubts
{
    private readonly List<(string Invariant, string How)> _doubts = [];

    public void Violate(string invariant, string how) => _doubts.Add((invariant, how));

    /// <summary>Another transaction has begun.</summary>
    public void Drop() => _doubts.Clear();

    /// <summary>It is committed.</summary>
    public void Settle(World world)
    {
        foreach (var (invariant, how) in _doubts)
            world.Violate(invariant, how);
    }
}
