using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace OneVisit.Kit.Bus;

/// <summary>
/// Brings the envelopes of one queue, and takes up again by itself after every loss. What was brought and not acknowledged when a connection
/// is lost comes again; the receiver's inbox recognises it.
/// </summary>
internal sealed class RabbitReceiver(RabbitLink link, string service, MessageTypes types, Func<Envelope, Task> receive, ILogger log, TimeSpan look) : IAsyncDisposable
{
    /// <summary>
    /// Acknowledgements wait for the commit, so the prefetch bounds the batch. Envelopes may hold one message each: with fewer of them at hand
    /// than a batch takes, small batches would send small envelopes, and stay small under any load.
    /// </summary>
    private const ushort Prefetch = 512;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(15);

    /// <summary>How often the broker is asked whether it still brings what it has: so that a silent end is noticed within three looks, 30 s.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly InFlight _inFlight = new();
    private Task _loop = Task.CompletedTask;
    private volatile string? _trouble;
    private long _brought;

    /// <summary>Null while the broker brings what is there.</summary>
    public string? Trouble => _trouble;

    /// <exception cref="Store.ConfigurationException">The queue cannot be consumed.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        try
        {
            _loop = RunAsync(await ConsumeAsync(cancel));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw RabbitLink.Refused(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync(RabbitConsumption? current)
    {
        while (true)
        {
            var over = current is null ? Task.Delay(Pause, _stop.Token) : UntilOverAsync(current);
            await over.WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested)
                break;
            if (current is not null)
            {
                _trouble = link.Describe($"the queue '{service}' is not being read");
                log.LogWarning("{Service}: {Trouble}; what was on its way comes again", service, _trouble);
            }
            current = await TryConsumeAsync();
        }
        await FinishAsync(current);
    }

    /// <summary>
    /// Completes when the consumption has ended, also when nothing says so: a broker that no longer answers, or that keeps what is there
    /// from a consumer who waits for it.
    /// </summary>
    private async Task UntilOverAsync(RabbitConsumption current)
    {
        var starvation = new Starvation();
        while (true)
        {
            await Task.WhenAny(current.Ended, Task.Delay(look, _stop.Token));
            if (current.Ended.IsCompleted || _stop.IsCancellationRequested)
                return;
            try
            {
                var waiting = await WaitingAsync(current).WaitAsync(look, _stop.Token);
                if (starvation.Sees(waiting, _inFlight.Any, Interlocked.Read(ref _brought)))
                    break;
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                log.LogWarning("{Service}: the broker does not answer ({Reason}); the connection is given up", service, e.GetBaseException().Message);
                await current.Session.GiveUpAsync();
                return;
            }
        }
        await current.DisposeAsync();
    }

    private async Task<uint> WaitingAsync(RabbitConsumption current)
    {
        await using var channel = await current.Session.Connection.CreateChannelAsync(cancellationToken: _stop.Token);
        return (await channel.QueueDeclarePassiveAsync(service, _stop.Token)).MessageCount;
    }

    private async Task<RabbitConsumption?> TryConsumeAsync()
    {
        try
        {
            var consumption = await ConsumeAsync(_stop.Token);
            _trouble = null;
            log.LogInformation("{Service}: the queue is being read again", service);
            return consumption;
        }
        catch (Exception e)
        {
            _trouble = e.Message;
            return null;
        }
    }

    private async Task<RabbitConsumption> ConsumeAsync(CancellationToken cancel)
    {
        var session = await link.ConnectAsync(cancel);
        try
        {
            await session.DeclareAsync(service, cancel);
            var channel = await session.Connection.CreateChannelAsync(cancellationToken: cancel);
            var consumption = new RabbitConsumption(session, channel, service, log);
            Task EndAsync()
            {
                consumption.End();
                return Task.CompletedTask;
            }
            session.Lost.Register(consumption.End);
            channel.ChannelShutdownAsync += (_, _) => EndAsync();
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.UnregisteredAsync += (_, _) => EndAsync();
            consumer.ReceivedAsync += (_, delivery) =>
            {
                // The client's buffer is valid only until this returns.
                var body = delivery.Body.ToArray();
                Interlocked.Increment(ref _brought);
                _inFlight.Enter();
                consumption.Bring(delivery.DeliveryTag);
                _ = TakeAsync(consumption, delivery.DeliveryTag, body);
                return Task.CompletedTask;
            };
            await channel.BasicQosAsync(0, Prefetch, global: false, cancel);
            consumption.Tag = await channel.BasicConsumeAsync(service, autoAck: false, consumer, cancel);
            return consumption;
        }
        catch (Exception e) when (e is not (BusException or OperationCanceledException))
        {
            throw new BusException(link.Describe($"the queue '{service}' cannot be read ({e.GetBaseException().Message})"), e);
        }
    }

    private async Task TakeAsync(RabbitConsumption from, ulong tag, byte[] body)
    {
        int waiting;
        var atOnce = false;
        try
        {
            try
            {
                await receive(Envelope.Open(body, types));
            }
            catch (BusException)
            {
                // The service is stopping. Without an answer the broker gives it to the next start, once this channel is closed.
                return;
            }
            catch (Exception e)
            {
                log.LogError("{Service}: what was brought cannot be taken ({Reason}); it is kept in the queue {Queue}", service, e.Message, RabbitTopology.ErrorQueue(service));
                var properties = new BasicProperties { Persistent = true, Headers = new Dictionary<string, object?> { ["reason"] = $"{e.GetType().Name}: {e.Message}" } };
                await from.Session.PublishAsync("", RabbitTopology.ErrorQueue(service), properties, body, _stop.Token);
                // No inbox would recognise it if it came again.
                atOnce = true;
            }
            waiting = from.Finish(tag);
        }
        catch (Exception e)
        {
            // Not acknowledged: it comes again.
            log.LogDebug("{Service}: an envelope was not acknowledged ({Reason}) and comes again", service, e.Message);
            return;
        }
        finally
        {
            _inFlight.Leave();
        }
        await (atOnce ? from.AnswerAsync() : from.AnswerInTimeAsync(waiting));
    }

    /// <summary>Nothing new, then what is in hand, then the channel: what was not answered goes back to the queue.</summary>
    private async Task FinishAsync(RabbitConsumption? current)
    {
        using var atMost = new CancellationTokenSource(StopTime);
        try
        {
            if (current is not null)
                await current.Channel.BasicCancelAsync(current.Tag, cancellationToken: atMost.Token);
            await _inFlight.CloseAsync().WaitAsync(atMost.Token);
            if (current is not null)
            {
                await current.AnswerAsync().WaitAsync(atMost.Token);
                await current.Channel.CloseAsync(atMost.Token);
            }
        }
        catch (Exception e)
        {
            log.LogInformation("{Service}: stopped reading its queue ({Reason}); what was not answered stays there", service, e.Message);
        }
        if (current is not null)
            await current.DisposeAsync();
    }
}
