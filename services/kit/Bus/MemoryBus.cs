using System.Collections.Concurrent;

namespace OneVisit.Kit.Bus;

/// <summary>
/// The embedded default: hands an envelope straight to a service of the same process. It keeps nothing itself: the sender's
/// outbox row stays until the receiver has committed, so that a killed process loses nothing.
/// </summary>
public sealed class MemoryBus : IBus
{
    private readonly ConcurrentDictionary<string, Receiver> _receivers = new(StringComparer.Ordinal);

    public string Kind => "memory";

    public string? Trouble => null;

    public Task SendAsync(string destination, Envelope envelope, CancellationToken cancel) =>
        _receivers.TryGetValue(destination, out var receiver)
            ? receiver.TakeAsync(envelope).WaitAsync(cancel)
            : Task.FromException(new BusException($"no service '{destination}' runs in this process yet"));

    public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel)
    {
        var receiver = new Receiver(this, service, receive);
        return _receivers.TryAdd(service, receiver)
            ? Task.FromResult<IAsyncDisposable>(receiver)
            : throw new InvalidOperationException($"the service '{service}' receives already");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Receiver(MemoryBus bus, string service, Func<Envelope, Task> receive) : IAsyncDisposable
    {
        private readonly InFlight _inFlight = new();

        public async Task TakeAsync(Envelope envelope)
        {
            _inFlight.Enter();
            try
            {
                await receive(envelope);
            }
            finally
            {
                _inFlight.Leave();
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (bus._receivers.TryRemove(KeyValuePair.Create(service, this)))
                await _inFlight.CloseAsync();
        }
    }
}

/// <summary>An envelope could not be carried; it stays in the sender's outbox and is sent again.</summary>
public sealed class BusException(string message, Exception? inner = null) : Exception(message, inner);
