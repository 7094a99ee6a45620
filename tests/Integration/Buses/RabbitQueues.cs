using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OneVisit.Support;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace OneVisit.Integration.Buses;

/// <summary>Looks at the broker from outside, past the bus under test.</summary>
internal static class RabbitQueues
{
    /// <summary>Messages ready in a queue and consumers of it; null when there is no such queue.</summary>
    public static Task<(uint Messages, uint Consumers)?> SeeAsync(string queue) => OnChannelAsync<(uint, uint)?>(async channel =>
    {
        try
        {
            var seen = await channel.QueueDeclarePassiveAsync(queue);
            return (seen.MessageCount, seen.ConsumerCount);
        }
        catch (OperationInterruptedException)
        {
            return null;
        }
    });

    /// <summary><c>quorum</c> or <c>classic</c>, as the management API says.</summary>
    public static async Task<string?> TypeAsync(string queue) => (await AskAsync(queue)).GetProperty("type").GetString();

    /// <summary>Messages in a queue, brought to a consumer or not, as the management API has last heard, which is some seconds ago; -1 when it has not heard yet.</summary>
    public static async Task<int> KeptAsync(string queue) => (await AskAsync(queue)).TryGetProperty("messages", out var messages) ? messages.GetInt32() : -1;

    /// <summary>Puts bytes into a queue as any other program might.</summary>
    public static Task PublishAsync(string queue, byte[] body) => OnChannelAsync(async channel =>
    {
        await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { Persistent = true }, body);
        return true;
    });

    /// <summary>Takes one message out of a queue: its body, and the reason an error queue gives.</summary>
    public static Task<(byte[] Body, string? Reason)?> TakeAsync(string queue) => OnChannelAsync<(byte[], string?)?>(async channel =>
    {
        if (await channel.BasicGetAsync(queue, autoAck: true) is not { } message)
            return null;
        var reason = message.BasicProperties.Headers is { } headers && headers.TryGetValue("reason", out var told) ? told as byte[] : null;
        return (message.Body.ToArray(), reason is null ? null : Encoding.UTF8.GetString(reason));
    });

    /// <summary>Removes what the bus has declared for services of a test.</summary>
    public static Task RemoveAsync(IEnumerable<string> services) => OnChannelAsync(async channel =>
    {
        foreach (var service in services)
        {
            await channel.ExchangeDeleteAsync(service);
            foreach (var queue in new[] { service, $"{service}_dead", $"{service}_error" })
                await channel.QueueDeleteAsync(queue);
        }
        return true;
    });

    private static async Task<JsonElement> AskAsync(string queue)
    {
        var server = TestServers.RabbitMqManagement;
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(server.UserInfo))));
        return await client.GetFromJsonAsync<JsonElement>(new Uri(server, $"/api/queues/%2F/{queue}"));
    }

    private static async Task<T> OnChannelAsync<T>(Func<IChannel, Task<T>> work)
    {
        await using var connection = await new ConnectionFactory { Uri = TestServers.RabbitMq }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        return await work(channel);
    }
}
