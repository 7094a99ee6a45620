using RabbitMQ.Client;

namespace OneVisit.Kit.Bus;

/// <summary>
/// The queues of each service, declared by whoever needs them first, sender or receiver, so that a message for a department that has not
/// been started yet waits for it. Quorum queues: what a majority has confirmed survives the loss of a node.
/// </summary>
internal static class RabbitTopology
{
    /// <summary>How often an envelope is brought before it is taken out of the way: only bytes that end the process each time come near it.</summary>
    private const int DeliveryLimit = 100;

    /// <summary>Where bytes go that are no envelope, with the reason in the header <c>reason</c>.</summary>
    public static string ErrorQueue(string service) => $"{service}_error";

    public static async Task DeclareAsync(IConnection connection, string service, CancellationToken cancel)
    {
        var dead = $"{service}_dead";
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        await DeclareQueueAsync(channel, dead, [], cancel);
        await DeclareQueueAsync(channel, ErrorQueue(service), [], cancel);
        await DeclareQueueAsync(channel, service, new Dictionary<string, object?>
        {
            ["x-delivery-limit"] = DeliveryLimit,
            ["x-dead-letter-exchange"] = "",
            ["x-dead-letter-routing-key"] = dead,
        }, cancel);
        await channel.ExchangeDeclareAsync(service, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancel);
        await channel.QueueBindAsync(service, service, "", cancellationToken: cancel);
    }

    private static Task<QueueDeclareOk> DeclareQueueAsync(IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancel)
    {
        arguments["x-queue-type"] = "quorum";
        return channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancel);
    }
}
