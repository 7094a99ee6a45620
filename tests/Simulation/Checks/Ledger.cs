using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>
/// The simulation's own account of what was committed and what came of it, kept apart from the tables: which envelopes may be on the wire, and
/// how often each message of each envelope has had an effect.
/// </summary>
internal sealed class Ledger
{
    private readonly HashSet<Guid> _committed = [];
    private readonly Dictionary<object, (Guid Carrier, int Number)> _carriers = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<(string Service, Guid Carrier, int Number)> _effects = [];

    public int Effects => _effects.Count;

    public void Committed(Guid envelope) => _committed.Add(envelope);

    /// <summary>An envelope is on the wire.</summary>
    public void Sent(World world, Guid envelope)
    {
        if (!_committed.Contains(envelope))
            world.Violate(Invariants.OnlyWhatIsCommittedIsSent, $"envelope {envelope} is on the wire, and nobody has committed it");
    }

    /// <summary>This object stands for that message of an envelope.</summary>
    public void Brought(object message, Guid carrier, int number) => _carriers[message] = (carrier, number);

    /// <summary>A transaction that decided the message is committed.</summary>
    public void Effect(World world, string service, object message)
    {
        if (_carriers.TryGetValue(message, out var carrier) && !_effects.Add((service, carrier.Carrier, carrier.Number)))
            world.Violate(Invariants.OneEffect, $"{service} has taken {message.GetType().Name} of {carrier.Carrier} twice");
    }
}
