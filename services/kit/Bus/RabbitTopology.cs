using System.Collections.Concurrent;
using RabbitMQ.Client;

namespace OneVisit.Kit.Bus;

/// <summary>
/// The queue of each service, declared by whoever needs it first, sender or receiver, so that a message for a department that has not
/// been started yet waits for it. Quorum queues: what a majority has confirmed survives the loss of a node.
/// </summary>
internal sealed class RabbitTopology(Uri address)
{
    /// <summary>How often an envelope is brought before it is taken out of the way: only bytes that end the process each time come near it.</summary>
    private const int DeliveryLimit = 100;

    private readonly ConnectionFactory _factory = new() { Uri = address, ClientProvidedName = "onevisit topology", AutomaticRecoveryEnabled = false };
    private readonly ConcurrentDictionary<string, bool> _declared = new(StringComparer.Ordinal);

    /// <summary>The queue's arguments beside its type; both sides must name the same.</summary>
    public static IReadOnlyDictionary<string, object> Limits(string service) => new Dictionary<string, object>
    {
        ["x-delivery-limit"] = DeliveryLimit,
        ["x-dead-letter-exchange"] = "",
        ["x-dead-letter-routing-key"] = DeadQueue(service),
    };

    /// <summary>Asks the broker for a connection, and so finds out at once whether it is there and lets us in.</summary>
    public async Task ProbeAsync(CancellationToken cancel)
    {
        await using var connection = await _factory.CreateConnectionAsync(cancel);
    }

    /// <summary>Declares what a service needs, unless this process has done so. Rare enough for a connection of its own.</summary>
    public async Task DeclareAsync(string service, CancellationToken cancel)
    {
        if (_declared.ContainsKey(service))
            return;
        await using var connection = await _factory.CreateConnectionAsync(cancel);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        var quorum = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        var arguments = new Dictionary<string, object?>(quorum);
        foreach (var (name, value) in Limits(service))
            arguments[name] = value;
        await channel.QueueDeclareAsync(DeadQueue(service), durable: true, exclusive: false, autoDelete: false, quorum, cancellationToken: cancel);
        await channel.ExchangeDeclareAsync(service, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancel);
        await channel.QueueDeclareAsync(service, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancel);
        await channel.QueueBindAsync(service, service, "", cancellationToken: cancel);
        _declared[service] = true;
    }

    /// <summary>What was declared may be gone (a broker set up anew): declare it again before the next message.</summary>
    public void Forget(string service) => _declared.TryRemove(service, out _);

    private static string DeadQueue(string service) => $"{service}_dead";
}
