using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace OneVisit.Kit.Bus;

/// <summary>RabbitMQ. An envelope is one persistent message to the fanout exchange named after its service, its body the envelope's bytes.</summary>
/// <param name="nodes">The broker, or the nodes of its cluster: whichever can be reached is used.</param>
/// <param name="look">How often a receiver asks whether it is still brought what there is; see <see cref="RabbitReceiver.Look"/>.</param>
internal sealed class RabbitBus(IReadOnlyList<Uri> nodes, MessageTypes types, ILoggerFactory logs, TimeSpan? look = null) : IBus
{
    private readonly RabbitLink _link = new(nodes);
    private readonly ConcurrentDictionary<RabbitReceiver, bool> _receivers = new();

    public RabbitBus(Uri address, MessageTypes types, ILoggerFactory logs, TimeSpan? look = null)
        : this([address], types, logs, look)
    {
    }

    public string Kind => "rabbitmq";

    public string? Trouble => _link.Trouble ?? _receivers.Keys.Select(r => r.Trouble).FirstOrDefault(t => t is not null);

    public async Task SendAsync(string destination, Envelope envelope, CancellationToken cancel)
    {
        var session = await _link.ConnectAsync(cancel);
        try
        {
            // Topology first: what is published to an exchange without a queue is gone.
            await session.DeclareAsync(destination, cancel);
            var properties = new BasicProperties { MessageId = envelope.Id.ToString(), ContentType = "application/json", Persistent = true };
            if (Compression.IsCompressed(envelope.Body.Span))
                properties.ContentEncoding = Compression.Gzip;
            await session.PublishAsync(destination, "", properties, envelope.Body, cancel);
        }
        catch (RabbitMQClientException e)
        {
            throw new BusException(_link.Describe(e.Message), e);
        }
    }

    public async Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel)
    {
        var receiver = new RabbitReceiver(_link, service, types, receive, logs.CreateLogger($"OneVisit.{service}"), look ?? RabbitReceiver.Look);
        await receiver.StartAsync(cancel);
        _receivers[receiver] = true;
        return new Deliveries(this, receiver);
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private sealed class Deliveries(RabbitBus bus, RabbitReceiver receiver) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (bus._receivers.TryRemove(receiver, out _))
                await receiver.DisposeAsync();
        }
    }
}
