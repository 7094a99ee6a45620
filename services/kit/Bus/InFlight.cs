namespace OneVisit.Kit.Bus;

/// <summary>Counts the envelopes being received, so that a stop can wait for them.</summary>
internal sealed class InFlight
{
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One for the receiver itself, until it closes.</summary>
    private int _count = 1;

    /// <summary>Whether any is being received now.</summary>
    public bool Any => Volatile.Read(ref _count) > 1;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0)
            _idle.TrySetResult();
    }

    /// <summary>Completes when the last one has left. Called once, after the transport has been told to bring no more.</summary>
    public Task CloseAsync()
    {
        Leave();
        return _idle.Task;
    }
}
