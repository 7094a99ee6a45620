using OneVisit.Kit.Store;

namespace OneVisit.Kit.UnitOfWork;

/// <content>What the decisions of the batch must know beside states and messages.</content>
internal sealed partial class Batch<TState>
{
    private async ValueTask LookUpAsync(List<Step> steps, IStoreTransaction transaction)
    {
        foreach (var step in steps.Where(s => s.Fault is null))
        {
            var state = _live.GetValueOrDefault(step.Owner)?.State;
            LookAhead(step, state);
            step.AskNeeds(_unit.Rules, state, _now);
        }
        await FetchAsync(steps, transaction);
    }

    /// <summary>An earlier message of the batch changed the aggregate: what this one needs may have changed with it.</summary>
    private async ValueTask RenewNeedsAsync(Step step, Live<TState> live, IStoreTransaction transaction)
    {
        var before = step.Needs;
        step.AskNeeds(_unit.Rules, live.State, _now);
        if (step.Needs.Keys.All(_register.ContainsKey) && step.Needs.Numbers.SequenceEqual(before.Numbers))
            return;
        await FetchAsync([step], transaction);
    }

    private async ValueTask FetchAsync(List<Step> steps, IStoreTransaction transaction)
    {
        // Most messages need to know nothing but the state.
        if (steps.TrueForAll(s => ReferenceEquals(s.Needs, Needs.None)))
            return;
        var keys = steps.SelectMany(s => s.Needs.Keys).Where(k => !_register.ContainsKey(k)).Distinct().ToList();
        var numbers = steps.SelectMany(s => s.Needs.Numbers).ToList();
        if (keys.Count == 0 && numbers.Count == 0)
            return;
        var found = await transaction.LookUpAsync(keys, numbers);
        foreach (var key in keys)
            _register[key] = found.Entries.GetValueOrDefault(key);
        var next = 0;
        foreach (var step in steps)
        {
            if (step.Needs.Numbers.Count == 0)
                continue;
            var first = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var need in step.Needs.Numbers)
                first[need.Sequence] = found.FirstNumbers[next++];
            step.FirstNumbers = first;
        }
    }

    /// <exception cref="NotAtHandException">Nothing has been changed; it has to be waited for, and no transaction does that.</exception>
    private void LookAhead(Step step, TState? state)
    {
        if (_unit.Ahead?.Invoke(state, step.Message.Message) is { } ahead)
            throw new NotAtHandException(ahead);
    }

    private Facts FactsOf(Step step)
    {
        if (step.Needs == Needs.None)
            return Facts.None;
        var entries = new Dictionary<RegisterKey, RegisterEntry>();
        foreach (var key in step.Needs.Keys)
        {
            if (_register[key] is { } entry)
                entries[key] = entry;
        }
        return new Facts(entries, step.FirstNumbers) { Drawn = step.Needs.Numbers };
    }
}
