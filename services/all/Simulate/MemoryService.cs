using OneVisit.Kit.UnitOfWork;

namespace OneVisit.All.Simulate;

/// <summary>
/// A service without store, bus or worker: its real rules, its aggregates in a table of memory, its register and its sequences. What the unit of
/// work promises holds here because nothing is ever lost or comes twice.
/// </summary>
internal sealed class MemoryService<TState>(string name, IRules<TState> rules)
    where TState : class
{
    private readonly Dictionary<Guid, TState> _states = [];
    private readonly Dictionary<RegisterKey, RegisterEntry> _register = [];
    private readonly Dictionary<Guid, List<RegisterKey>> _reservations = [];
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);

    public string Name => name;

    public TState? Find(Guid id) => _states.GetValueOrDefault(id);

    /// <summary>Nothing can happen to it any more; what it entered into the register stays.</summary>
    public void Forget(Guid id) => _states.Remove(id);

    /// <summary>Decides, and does what was decided but for sending the messages.</summary>
    /// <exception cref="InvalidOperationException">The decision claims what another holds: a dead letter in a real service.</exception>
    public Decision<TState> Decide(Guid owner, object message, DateTimeOffset now)
    {
        var state = _states.GetValueOrDefault(owner);
        var decision = rules.Decide(state, message, FactsOf(rules.NeedsOf(state, message, now)), now);
        if (decision.State is not { } next)
            return decision;
        foreach (var claim in decision.Claims)
        {
            if (_register.TryGetValue(claim.Key, out var held) && held.Owner != owner)
                throw new InvalidOperationException($"{name}: another holds the entry '{claim.Key.Kind}' of the register");
        }
        _states[owner] = next;
        if (decision.ReleasesRegister)
            Release(owner);
        foreach (var key in decision.ReleasedKeys)
        {
            if (_register.TryGetValue(key, out var held) && held.Owner == owner)
                Release(key);
        }
        foreach (var claim in decision.Claims)
        {
            _register[claim.Key] = new RegisterEntry(claim.Key, owner, Revoked: false) { Lasting = claim.Lasting };
            (_reservations.TryGetValue(owner, out var own) ? own : _reservations[owner] = []).Add(claim.Key);
        }
        return decision;
    }

    /// <summary>When time alone will change it; null while it will not, and when it is not there.</summary>
    public DateTimeOffset? WakesAt(Guid id) => _states.TryGetValue(id, out var state) ? rules.WakesAt(state) : null;

    public Guid KeyOf(object message) => rules.KeyOf(message);

    private Facts FactsOf(Needs needs)
    {
        if (needs.Keys.Count == 0 && needs.Numbers.Count == 0)
            return Facts.None;
        var entries = new Dictionary<RegisterKey, RegisterEntry>();
        foreach (var key in needs.Keys)
        {
            if (_register.TryGetValue(key, out var entry))
                entries[key] = entry;
        }
        var first = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var need in needs.Numbers)
        {
            first[need.Sequence] = _sequences.GetValueOrDefault(need.Sequence) + 1;
            _sequences[need.Sequence] = first[need.Sequence] + need.Count - 1;
        }
        return new Facts(entries, first) { Drawn = needs.Numbers };
    }

    private void Release(Guid owner)
    {
        if (!_reservations.Remove(owner, out var keys))
            return;
        foreach (var key in keys)
            Release(key);
    }

    private void Release(RegisterKey key)
    {
        if (!_register.TryGetValue(key, out var entry))
            return;
        if (entry.Lasting)
            _register[key] = entry with { Revoked = true };
        else
            _register.Remove(key);
    }
}
