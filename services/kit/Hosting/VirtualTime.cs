using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Hosting;

/// <summary>
/// Puts the clock of a process forward as if the time had passed: from one instant at which anything wants to be woken to the next, and at
/// each it waits until the whole process is at rest. So nothing is decided later than it would have been, or in another order.
/// </summary>
public sealed class VirtualTime(VirtualClock clock, TimeSpan? patience = null) : IDisposable
{
    /// <summary>Real time. What takes longer at one instant does not come to rest.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(2);

    private readonly TimeSpan _patience = patience ?? Patience;
    private readonly SemaphoreSlim _one = new(1);
    private IReadOnlyList<IWorker> _workers = [];
    private IReadOnlyList<IActive> _active = [];

    public VirtualClock Clock => clock;

    /// <summary>Puts the clock forward, one caller after the other.</summary>
    /// <param name="target">From the present instant to the one it is to be.</param>
    /// <returns>How many wakes became due on the way and were acted on.</returns>
    /// <exception cref="ClockGoesForwardException">The target is past; nothing was changed.</exception>
    /// <exception cref="NoRestException">At some instant the process did not come to rest; the clock stands there and runs on.</exception>
    /// <exception cref="StoreUnavailableException">A store could not be read; the clock stands where it had come to.</exception>
    public async Task<long> ForwardAsync(Func<DateTimeOffset, DateTimeOffset> target, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var now = clock.GetUtcNow();
            var to = target(now);
            if (to < now)
                throw new ClockGoesForwardException(now);
            // The seconds that all this takes pass on both clocks: it is the distance that is to be reached.
            var ahead = clock.Ahead + (to - now);
            var wakes = await SettleAsync(cancel);
            while (await NextWakeAsync(cancel) is { } next && next - clock.GetUtcNow() <= ahead - clock.Ahead)
            {
                clock.PutForward(next);
                wakes += await SettleAsync(cancel);
            }
            clock.PutAhead(ahead);
            return wakes + await SettleAsync(cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Whose time it is; given once, before anybody asks.</summary>
    internal void Govern(IReadOnlyList<IWorker> workers, IActive bus) => (_workers, _active) = (workers, [.. workers, bus]);

    private async Task<DateTimeOffset?> NextWakeAsync(CancellationToken cancel)
    {
        DateTimeOffset? next = null;
        foreach (var worker in _workers)
        {
            if (await worker.NextWakeAsync(cancel) is { } wake && (next is null || wake < next))
                next = wake;
        }
        return next;
    }

    /// <summary>Acts on all that is due at this instant, and on all that follows from it.</summary>
    private async Task<long> SettleAsync(CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        for (var wakes = 0L; ;)
        {
            await RestAsync(started, cancel);
            var due = 0;
            foreach (var worker in _workers)
                due += await worker.WakeDueAsync(cancel);
            if (due == 0)
                return wakes;
            wakes += due;
        }
    }

    /// <summary>
    /// Two looks, at rest in both and with nothing begun between them, mean that everything was at rest at once: a message that goes from one
    /// who has been looked at already to one who has not is seen by its count.
    /// </summary>
    private async Task RestAsync(long started, CancellationToken cancel)
    {
        long? before = null;
        while (true)
        {
            long begun = 0;
            var atRest = true;
            foreach (var active in _active)
            {
                var activity = active.Activity;
                atRest &= activity.AtRest;
                begun += activity.Begun;
            }
            if (atRest && begun == before)
                return;
            before = atRest ? begun : null;
            if (clock.GetElapsedTime(started) > _patience)
                throw new NoRestException(clock.GetUtcNow(), _workers.FirstOrDefault(w => w.Trouble is not null)?.Trouble);
            if (!atRest)
                await Task.Delay(BetweenLooks, clock, cancel);
        }
    }
}

/// <summary>The clock was to be put back.</summary>
public sealed class ClockGoesForwardException(DateTimeOffset now) : Exception("the clock is never put back")
{
    public DateTimeOffset Now { get; } = now;
}

/// <summary>At this instant the process did not come to rest.</summary>
public sealed class NoRestException(DateTimeOffset at, string? trouble) : Exception($"at {at:O} the services did not come to rest{(trouble is null ? "" : $": {trouble}")}")
{
    public DateTimeOffset At { get; } = at;
}
