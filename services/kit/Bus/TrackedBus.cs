using System.Collections.Concurrent;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Bus;

/// <summary>
/// A bus that knows whether anything is on its way, in a process whose services send to each other alone: what was sent and has not had its
/// effect. A broker confirms what it has taken over, and a sender that is told so has nothing under way any more.
/// </summary>
internal sealed class TrackedBus(IBus bus) : IBus, IActive
{
    private readonly ConcurrentDictionary<Guid, byte> _onTheWay = new();
    private long _begun;

    public string Kind => bus.Kind;

    public string? Trouble => bus.Trouble;

    public Activity Activity => new(_onTheWay.IsEmpty, Interlocked.Read(ref _begun));

    public Task SendAsync(string destination, Envelope envelope, CancellationToken cancel)
    {
        Interlocked.Increment(ref _begun);
        _onTheWay[envelope.Id] = 0;
        return bus.SendAsync(destination, envelope, cancel);
    }

    public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel) => bus.ReceiveAsync(service, async envelope =>
    {
        Interlocked.Increment(ref _begun);
        await receive(envelope);
        _onTheWay.TryRemove(envelope.Id, out _);
    }, cancel);

    public ValueTask DisposeAsync() => bus.DisposeAsync();
}
