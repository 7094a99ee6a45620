using System.Collections.Concurrent;
using RabbitMQ.Client;

namespace OneVisit.Kit.Bus;

/// <summary>
/// The queue of each service, declared by whoever needs it first, sender or receiver, so that a message for a department that has not
/// been started yet waits for it. Quorum queues: what a majority has confirmed survives the loss of a node.
/// </summary>
internal sealed class RabbitTopology(Uri address) : IAsyncDisposable
{
    /// <summary>How often an envelope is brought before it is taken out of the way: only bytes that end the process each time come near it.</summary>
    private const int DeliveryLimit = 100;

    private readonly ConnectionFactory _factory = new() { Uri = address, ClientProvidedName = "onevisit topology" };
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentDictionary<string, bool> _declared = new(StringComparer.Ordinal);
    private IConnection? _connection;

    /// <summary>The queue's arguments beside its type; both sides must name the same.</summary>
    public static IReadOnlyDictionary<string, object> Limits(string service) => new Dictionary<string, object>
    {
        ["x-delivery-limit"] = DeliveryLimit,
        ["x-dead-letter-exchange"] = "",
        ["x-dead-letter-routing-key"] = DeadQueue(service),
    };

    public async Task DeclareAsync(string service)
    {
        if (_declared.ContainsKey(service))
            return;
        await _one.WaitAsync();
        try
        {
            if (_connection is not { IsOpen: true })
                _connection = await _factory.CreateConnectionAsync();
            await using var channel = await _connection.CreateChannelAsync();
            var quorum = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
            await channel.QueueDeclareAsync(DeadQueue(service), durable: true, exclusive: false, autoDelete: false, quorum);
            var arguments = new Dictionary<string, object?>(quorum);
            foreach (var (name, value) in Limits(service))
                arguments[name] = value;
            await channel.ExchangeDeclareAsync(service, ExchangeType.Fanout, durable: true, autoDelete: false);
            await channel.QueueDeclareAsync(service, durable: true, exclusive: false, autoDelete: false, arguments);
            await channel.QueueBindAsync(service, service, "");
            _declared[service] = true;
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _one.Dispose();
    }

    private static string DeadQueue(string service) => $"{service}_dead";
}
