using System.Collections.Concurrent;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>Wakes those who follow an aggregate when this process has committed a change to it. Changes by other processes need a look now and then.</summary>
public sealed class ChangeSignal
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiting = new();

    /// <summary>Completes at the aggregate's next change, or after <paramref name="atMost"/>. Take it before reading, so that no change is missed.</summary>
    public async Task NextAsync(Guid aggregate, TimeSpan atMost, TimeProvider clock, CancellationToken cancel)
    {
        var change = _waiting.GetOrAdd(aggregate, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await change.Task.WaitAsync(atMost, clock, cancel);
        }
        catch (TimeoutException)
        {
            _waiting.TryRemove(KeyValuePair.Create(aggregate, change));
        }
    }

    internal void Changed(IEnumerable<Guid> aggregates)
    {
        if (_waiting.IsEmpty)
            return;
        foreach (var id in aggregates)
        {
            if (_waiting.TryRemove(id, out var change))
                change.TrySetResult();
        }
    }
}
