namespace OneVisit.Kit.UnitOfWork;

/// <summary>Wakes those who follow an aggregate when this process has committed a change to it. Changes by other processes need a look now and then.</summary>
public sealed class ChangeSignal
{
    /// <summary>No aggregate has this id.</summary>
    private static readonly Guid Any = Guid.Empty;

    private readonly Dictionary<Guid, Followers> _followed = [];

    /// <summary>How many aggregates are followed now.</summary>
    internal int Followed
    {
        get
        {
            lock (_followed)
                return _followed.Count;
        }
    }

    /// <summary>Completes at the aggregate's next change, or after <paramref name="atMost"/>. Take it before reading, so that no change is missed.</summary>
    public async Task NextAsync(Guid aggregate, TimeSpan atMost, TimeProvider clock, CancellationToken cancel)
    {
        var followers = Join(aggregate);
        try
        {
            await followers.Change.Task.WaitAsync(atMost, clock, cancel);
        }
        catch (TimeoutException)
        {
        }
        finally
        {
            Leave(aggregate, followers);
        }
    }

    /// <summary>Completes when any aggregate changes, or after <paramref name="atMost"/>.</summary>
    public Task AnyAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancel = default) => NextAsync(Any, atMost, clock, cancel);

    internal void Changed(IEnumerable<Guid> aggregates)
    {
        lock (_followed)
        {
            if (_followed.Count == 0)
                return;
            var any = false;
            foreach (var id in aggregates)
            {
                any = true;
                Tell(id);
            }
            if (any)
                Tell(Any);
        }
    }

    private void Tell(Guid aggregate)
    {
        if (_followed.Remove(aggregate, out var followers))
            followers.Change.SetResult();
    }

    private Followers Join(Guid aggregate)
    {
        lock (_followed)
        {
            if (!_followed.TryGetValue(aggregate, out var followers))
                _followed.Add(aggregate, followers = new Followers());
            followers.Count++;
            return followers;
        }
    }

    /// <summary>The last to leave takes the entry along; the others go on waiting for the same change.</summary>
    private void Leave(Guid aggregate, Followers followers)
    {
        lock (_followed)
        {
            if (--followers.Count == 0 && _followed.TryGetValue(aggregate, out var current) && current == followers)
                _followed.Remove(aggregate);
        }
    }

    private sealed class Followers
    {
        public TaskCompletionSource Change { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }
    }
}
