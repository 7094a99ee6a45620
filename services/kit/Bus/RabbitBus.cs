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
        await _started.Value.WaitAsync(cancel);
        // Topology first: what is published to an exchange without a queue is gone.
        await _topology.DeclareAsync(destination, cancel);
        try
        {
            var endpoint = await _bus.GetSendEndpoint(new Uri($"exchange:{destination}"));
            await endpoint.Send(new WireEnvelope(envelope.Body), context =>
            {
                context.MessageId = envelope.Id;
                // A confirm says only that the broker took it; mandatory makes it say that a queue did.
                if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
                    rabbit.Mandatory = true;
            }, cancel);
        }
        catch
        {
            _topology.Forget(destination);
            throw;
        }
    }

    public async Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel)
    {
        await _started.Value.WaitAsync(cancel);
        var deliveries = new Deliveries();
        try
        {
            await _topology.DeclareAsync(service, cancel);
            deliveries.Handle = _bus.ConnectReceiveEndpoint(service, endpoint =>
            {
                var rabbit = (IRabbitMqReceiveEndpointConfigurator)endpoint;
                rabbit.ConfigureConsumeTopology = false;
                rabbit.PublishFaults = false;
                rabbit.PrefetchCount = Prefetch;
                rabbit.ConcurrentMessageLimit = Prefetch;
                rabbit.SetQuorumQueue();
                foreach (var (name, value) in RabbitTopology.Limits(service))
                    rabbit.SetQueueArgument(name, value);
                rabbit.Handler<WireEnvelope>(context => HandleAsync(context, receive, deliveries.Stopping));
            });
            await deliveries.Handle.Ready.WaitAsync(StartTime, cancel);
            return deliveries;
        }
        catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or RabbitMqConnectionException or TimeoutException)
        {
            throw Refused($"the queue '{service}' cannot be used", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated || !_started.Value.IsCompletedSuccessfully)
            return;
        using var atMost = new CancellationTokenSource(StopTime);
        await _bus.StopAsync(atMost.Token);
    }

    private async Task HandleAsync(ConsumeContext<WireEnvelope> context, Func<Envelope, Task> receive, CancellationToken stopping)
    {
        // Bytes that are no envelope fail here and end in the service's error queue, with the reason.
        var envelope = Envelope.Open(context.ReceiveContext.Body.GetBytes(), _types);
        try
        {
            await receive(envelope);
        }
        catch (BusException)
        {
            // Handed back to the broker for the next start, but only when nothing is brought here any more: else it would come again at once.
            await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new OperationCanceledException(context.CancellationToken);
        }
    }

    private async Task StartAsync()
    {
        using var atMost = new CancellationTokenSource(StartTime);
        try
        {
            // MassTransit asks again and again; a wrong password or a wrong host is to be known at once.
            await _topology.ProbeAsync(atMost.Token);
            await _bus.StartAsync(atMost.Token);
        }
        catch (Exception e)
        {
            throw Refused("no connection", e);
        }
    }

    private ConfigurationException Refused(string what, Exception cause) =>
        new($"Bus: RabbitMQ at {_address.Host}:{_address.Port}: {what} ({cause.GetBaseException().Message})", cause);

    private sealed class Deliveries : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public HostReceiveEndpointHandle? Handle { get; set; }

        public CancellationToken Stopping => _stopping.Token;

        public async ValueTask DisposeAsync()
        {
            using var atMost = new CancellationTokenSource(StopTime);
            var stopped = Handle!.StopAsync(atMost.Token);
            await _stopping.CancelAsync();
            try
            {
                await stopped;
            }
            catch (OperationCanceledException)
            {
                // What is still being handled is not acknowledged, and the broker keeps it.
            }
            _stopping.Dispose();
        }
    }
}
