using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace OneVisit.Kit.Bus;

/// <summary>
/// One connection, from its making to its loss; it is never mended. Whoever waits on it is told of the loss by <see cref="Lost"/>: the client
/// itself leaves writes to a connection that has just died waiting for ever.
/// </summary>
internal sealed class RabbitSession : IAsyncDisposable
{
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(5);

    /// <summary>How long a channel that was given up may still confirm what it was sent.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _lost = new();
    private readonly ConcurrentDictionary<string, bool> _declared = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _declaring = new(1, 1);
    private volatile IChannel _publisher;
    private int _renewing;

    private RabbitSession(IConnection connection, IChannel publisher)
    {
        Connection = connection;
        _publisher = publisher;
        connection.ConnectionShutdownAsync += (_, _) => _lost.CancelAsync();
        Watch(publisher);
        if (!connection.IsOpen || !publisher.IsOpen)
            _lost.Cancel();
    }

    public IConnection Connection { get; }

    public CancellationToken Lost => _lost.Token;

    public static async Task<RabbitSession> OpenAsync(ConnectionFactory factory, IReadOnlyList<AmqpTcpEndpoint> endpoints, CancellationToken cancel)
    {
        var connection = await factory.CreateConnectionAsync(endpoints, cancel);
        try
        {
            return new RabbitSession(connection, await OpenPublisherAsync(connection, cancel));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Declares a service's queues, once a connection: a broker set up anew gets them again.</summary>
    public async Task DeclareAsync(string service, CancellationToken cancel)
    {
        if (_declared.ContainsKey(service))
            return;
        await _declaring.WaitAsync(cancel);
        try
        {
            if (_declared.ContainsKey(service))
                return;
            await RabbitTopology.DeclareAsync(Connection, service, cancel);
            _declared[service] = true;
        }
        finally
        {
            _declaring.Release();
        }
    }

    /// <summary>Completes when a queue has taken it. A confirm alone says that the broker did; mandatory makes it say that a queue did.</summary>
    public async Task PublishAsync(string exchange, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancel, Lost);
        var publisher = _publisher;
        try
        {
            await publisher.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, body, until.Token);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new BusException("the connection was lost before the broker confirmed", e);
        }
        catch (PublishException e)
        {
            // Its queue is gone, or has lost its leader: declared again, and sent over another channel, before the next one.
            _declared.TryRemove(exchange, out _);
            if (!e.IsReturn)
                await RenewAsync(publisher);
            throw new BusException(e.IsReturn ? $"no queue takes what is sent to '{exchange}'" : "the broker refused it", e);
        }
    }

    private static Task<IChannel> OpenPublisherAsync(IConnection connection, CancellationToken cancel) => connection.CreateChannelAsync(
        new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: new ThrottlingRateLimiter(1024)),
        cancel);

    /// <summary>The broker closes the channel on what it cannot accept, such as an exchange an operator has removed: begin anew.</summary>
    private void Watch(IChannel publisher) =>
        publisher.ChannelShutdownAsync += (_, _) => ReferenceEquals(publisher, _publisher) ? _lost.CancelAsync() : Task.CompletedTask;

    /// <summary>
    /// A channel keeps to the leader of a quorum queue it has found first. When that is a node just lost, RabbitMQ (3.10) refuses whatever this channel sends
    /// to the queue until the node is back, though the queue has had another leader for long. A new channel finds it.
    /// </summary>
    private async Task RenewAsync(IChannel refused)
    {
        if (Interlocked.Exchange(ref _renewing, 1) == 1)
            return;
        try
        {
            if (!ReferenceEquals(_publisher, refused))
                return;
            var publisher = await OpenPublisherAsync(Connection, Lost);
            Watch(publisher);
            _publisher = publisher;
            if (!publisher.IsOpen)
                await GiveUpAsync();
            _ = EndAsync(refused);
        }
        catch (Exception)
        {
            // A connection without another channel is of no use.
            await GiveUpAsync();
        }
        finally
        {
            Volatile.Write(ref _renewing, 0);
        }
    }

    private async Task EndAsync(IChannel publisher)
    {
        await Task.Delay(LastWords, Lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await publisher.DisposeAsync();
        }
        catch (Exception)
        {
            // It ended with the connection.
        }
    }

    /// <summary>Takes the connection for lost, though nothing says so.</summary>
    public Task GiveUpAsync() => _lost.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _lost.CancelAsync();
        await Connection.AbortAsync(CloseTime);
        await Connection.DisposeAsync();
    }
}
