using RabbitMQ.Client;

namespace OneVisit.Support;

/// <summary>A broker, outside of any bus.</summary>
public static class Brokers
{
    /// <summary>Removes the queues of services, with what is in them, so that a platform begins with none of another's messages.</summary>
    public static async Task DeleteQueuesAsync(Uri broker, IEnumerable<string> services)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in services.SelectMany(n => new[] { n, $"{n}_dead", $"{n}_error" }))
        {
            await channel.QueueDeleteAsync(queue);
            await channel.ExchangeDeleteAsync(queue);
        }
    }
}
