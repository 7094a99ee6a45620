using System.Diagnostics.CodeAnalysis;

namespace OneVisit.Kit.UnitOfWork;

/// <content>What one must know of the unit of work to put its clock forward: when it wants to be woken, and whether anything is going on.</content>
public sealed partial class Worker<TState>
{
    private long _handedIn;
    private long _takenOut;
    private volatile bool _inHand;

    /// <summary>Looked at from what comes in to what goes out, so that nothing slips by on its way through.</summary>
    public Activity Activity
    {
        get
        {
            var handedIn = Interlocked.Read(ref _handedIn);
            var atRest = Interlocked.Read(ref _takenOut) == handedIn && !_inHand && _putAside.Count == 0 && _outbox.IsQuiet;
            return new Activity(atRest, handedIn + _outbox.Published);
        }
    }

    public Task<DateTimeOffset?> NextWakeAsync(CancellationToken cancel) => _store.NextWakeAsync(_unit.Table.Name, cancel);

    public async Task<int> WakeDueAsync(CancellationToken cancel)
    {
        var due = await _housekeeping.DueAsync(cancel);
        foreach (var id in due)
            Wake(id);
        return due.Count;
    }

    /// <summary>False when the service stops and takes nothing more.</summary>
    private bool TryHandIn(Intake intake)
    {
        Interlocked.Increment(ref _handedIn);
        return _inlet.Writer.TryWrite(intake);
    }

    private bool TryTakeOut([NotNullWhen(true)] out Intake? intake)
    {
        if (!_inlet.Reader.TryRead(out intake))
            return false;
        Interlocked.Increment(ref _takenOut);
        return true;
    }
}
