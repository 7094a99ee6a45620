using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Logging;
using ConfigurationException = OneVisit.Kit.Store.ConfigurationException;

namespace OneVisit.Kit.Bus;

/// <summary>
/// RabbitMQ, through MassTransit, which brings connection recovery, publisher confirms and error queues. It carries sealed envelopes and knows
/// nothing of what is in them: its types stay in this file.
/// </summary>
internal sealed class RabbitBus : IBus
{
    /// <summary>Handlers wait for the commit, so the prefetch bounds the batch; an envelope carries up to 64 messages.</summary>
    private const ushort Prefetch = 64;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(15);

    private readonly Uri _address;
    private readonly MessageTypes _types;
    private readonly IBusControl _bus;
    private readonly RabbitTopology _topology;
    private readonly ConcurrentDictionary<string, Lazy<Task<ISendEndpoint>>> _destinations = new(StringComparer.Ordinal);
    private readonly Lazy<Task> _started;

    public RabbitBus(Uri address, MessageTypes types, ILoggerFactory logs)
    {
        _address = address;
        _types = types;
        _topology = new RabbitTopology(address);
        LogContext.ConfigureCurrentLogContext(logs);
        _bus = MassTransit.Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            bus.Host(address);
            bus.ClearSerialization();
            bus.UseRawJsonSerializer(RawSerializerOptions.AnyMessageType, isDefault: true);
            bus.AutoStart = true;
        });
        _started = new Lazy<Task>(StartAsync);
    }

    public string Kind => "rabbitmq";

    public string? Trouble
    {
        get
        {
            var health = _bus.CheckHealth();
            return health.Status == BusHealthStatus.Healthy ? null : $"RabbitMQ at {_address.Host}:{_address.Port}: {health.Description}";
        }
    }

    public async Task SendAsync(string destination, Envelope envelope, CancellationToken cancel)
    {
        await _started.Value;
        var endpoint = await DestinationAsync(destination);
        await endpoint.Send(new WireEnvelope(envelope.Body), context =>
        {
            context.MessageId = envelope.Id;
            // A confirm says only that the broker took it; mandatory makes it say that a queue did.
            if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
                rabbit.Mandatory = true;
        }, cancel);
    }

    public async Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel)
    {
        await _started.Value.WaitAsync(cancel);
        await _topology.DeclareAsync(service);
        var handle = _bus.ConnectReceiveEndpoint(service, endpoint =>
        {
            var rabbit = (IRabbitMqReceiveEndpointConfigurator)endpoint;
            rabbit.ConfigureConsumeTopology = false;
            rabbit.PrefetchCount = Prefetch;
            rabbit.ConcurrentMessageLimit = Prefetch;
            rabbit.SetQuorumQueue();
            foreach (var (name, value) in RabbitTopology.Limits(service))
                rabbit.SetQueueArgument(name, value);
            rabbit.Handler<WireEnvelope>(context => HandleAsync(context, receive));
        });
        await handle.Ready.WaitAsync(StartTime, cancel);
        return new Deliveries(handle);
    }

    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated)
        {
            using var atMost = new CancellationTokenSource(StopTime);
            await _bus.StopAsync(atMost.Token);
        }
        await _topology.DisposeAsync();
    }

    private async Task HandleAsync(ConsumeContext<WireEnvelope> context, Func<Envelope, Task> receive)
    {
        // Bytes that are no envelope fail here and end in the service's error queue, with the reason.
        var envelope = Envelope.Open(context.ReceiveContext.Body.GetBytes(), _types);
        try
        {
            await receive(envelope).WaitAsync(context.CancellationToken);
        }
        catch (BusException)
        {
            // The service is stopping: without an answer the broker keeps the envelope for the next start.
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }

    private Task<ISendEndpoint> DestinationAsync(string destination)
    {
        var found = _destinations.GetOrAdd(destination, name => new Lazy<Task<ISendEndpoint>>(async () =>
        {
            // Topology first: what is published to an exchange without a queue is gone.
            await _topology.DeclareAsync(name);
            return await _bus.GetSendEndpoint(new Uri($"exchange:{name}"));
        }));
        if (found.IsValueCreated && found.Value.IsFaulted)
            _destinations.TryRemove(KeyValuePair.Create(destination, found));
        return found.Value;
    }

    private async Task StartAsync()
    {
        using var atMost = new CancellationTokenSource(StartTime);
        try
        {
            await _bus.StartAsync(atMost.Token);
        }
        catch (Exception e) when (e is not ConfigurationException)
        {
            throw new ConfigurationException($"Bus: RabbitMQ at {_address.Host}:{_address.Port} did not answer within {StartTime.TotalSeconds} s ({e.Message})", e);
        }
    }

    private sealed class Deliveries(HostReceiveEndpointHandle handle) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            using var atMost = new CancellationTokenSource(StopTime);
            await handle.StopAsync(atMost.Token);
        }
    }
}
