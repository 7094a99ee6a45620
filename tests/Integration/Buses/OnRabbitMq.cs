using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OneVisit.Integration.UnitOfWork;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Support;

namespace OneVisit.Integration.Buses;

public sealed class OnRabbitMq : BusSuite
{
    protected override IBus Make() => At(TestServers.RabbitMq);

    private protected override async Task<bool> IsNotBroughtAsync(Envelope envelope)
    {
        await Bus.SendAsync(Service, envelope, CancellationToken.None);
        return await RabbitQueues.SeeAsync(Service) is { Messages: > 0 };
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await RabbitQueues.RemoveAsync([Service]);
    }

    [Fact]
    public async Task What_is_sent_to_a_service_never_started_waits_in_a_quorum_queue()
    {
        var sent = Counter.Envelope(new Add(Guid.CreateVersion7(), 1));

        await Bus.SendAsync(Service, sent, CancellationToken.None);

        Assert.Equal((1u, 0u), await RabbitQueues.SeeAsync(Service));
        Assert.Equal("quorum", await RabbitQueues.TypeAsync(Service));
        Assert.Equal("quorum", await RabbitQueues.TypeAsync($"{Service}_dead"));
        Assert.Equal(sent.Body.ToArray(), (await RabbitQueues.TakeAsync(Service))!.Value.Body);
    }

    [Fact]
    public async Task Of_several_nodes_one_that_can_be_reached_is_enough()
    {
        await using var proxy = new TcpProxy(TestServers.RabbitMq, 5672);
        var away = new UriBuilder(TestServers.RabbitMq) { Host = "127.0.0.1", Port = 1 }.Uri;
        await using var bus = new RabbitBus([away, TestServers.RabbitMq.Through(proxy), TestServers.RabbitMq], Counter.Types, NullLoggerFactory.Instance);
        await bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), 1)), CancellationToken.None);

        proxy.Cut();
        await Eventually.TrueAsync("an envelope is taken by way of the node that is left", async () =>
        {
            try
            {
                await bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), 1)), CancellationToken.None);
                return true;
            }
            catch (BusException)
            {
                return false;
            }
        });

        Assert.True((await RabbitQueues.SeeAsync(Service))!.Value.Messages >= 2);
    }

    [Fact]
    public async Task A_queue_removed_by_an_operator_is_declared_again()
    {
        await Bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), 1)), CancellationToken.None);
        await RabbitQueues.RemoveAsync([Service]);

        await Eventually.TrueAsync("an envelope is taken again", async () =>
        {
            try
            {
                await Bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), 1)), CancellationToken.None);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        });

        Assert.Equal(1u, (await RabbitQueues.SeeAsync(Service))!.Value.Messages);
    }

    [Fact]
    public async Task What_a_stopping_service_hands_back_comes_again_at_its_next_start()
    {
        var brought = 0;
        var first = await Bus.ReceiveAsync(Service, _ =>
        {
            Interlocked.Increment(ref brought);
            return Task.FromException(new BusException("stopping"));
        }, CancellationToken.None);
        var sent = Counter.Envelope(new Add(Guid.CreateVersion7(), 1));
        await Bus.SendAsync(Service, sent, CancellationToken.None);
        await Eventually.TrueAsync("it was brought", () => Volatile.Read(ref brought) > 0);
        await first.DisposeAsync();
        Assert.Equal(1, brought);

        var arrived = new TaskCompletionSource<Guid>();
        await using var again = Track(Make());
        await using var second = await again.ReceiveAsync(Service, envelope =>
        {
            arrived.TrySetResult(envelope.Id);
            return Task.CompletedTask;
        }, CancellationToken.None);

        Assert.Equal(sent.Id, await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(0u, (await RabbitQueues.SeeAsync($"{Service}_error"))!.Value.Messages);
    }

    [Fact]
    public async Task What_was_taken_is_soon_acknowledged_and_does_not_come_again_when_the_connection_breaks()
    {
        await using var proxy = new TcpProxy(TestServers.RabbitMq, 5672);
        var arrived = new ConcurrentBag<Guid>();
        var bus = Track(At(TestServers.RabbitMq.Through(proxy)));
        await using var deliveries = await bus.ReceiveAsync(Service, envelope =>
        {
            arrived.Add(envelope.Id);
            return Task.CompletedTask;
        }, CancellationToken.None);
        List<Envelope> sent = [.. Enumerable.Range(0, 3).Select(i => Counter.Envelope(new Add(Guid.CreateVersion7(), i)))];
        await Task.WhenAll(sent.Select(e => Bus.SendAsync(Service, e, CancellationToken.None)));
        await Eventually.EqualAsync("all have arrived", sent.Count, () => Task.FromResult(arrived.Count));
        await Eventually.EqualAsync("the broker keeps none of them", 0, () => RabbitQueues.KeptAsync(Service));

        proxy.Cut();
        await Eventually.TrueAsync("the trouble is told", () => bus.Trouble is not null);
        proxy.Restore();
        sent.Add(Counter.Envelope(new Add(Guid.CreateVersion7(), 4)));
        await Bus.SendAsync(Service, sent[^1], CancellationToken.None);

        await Eventually.TrueAsync("the next one has arrived", () => arrived.Contains(sent[^1].Id));
        Assert.Equal(sent.Select(e => e.Id).Order(), arrived.Order());
    }

    [Fact]
    public async Task A_stop_acknowledges_what_was_taken_before_it()
    {
        var taken = 0;
        var first = await Bus.ReceiveAsync(Service, _ =>
        {
            Interlocked.Increment(ref taken);
            return Task.CompletedTask;
        }, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), i)), CancellationToken.None)));
        await Eventually.EqualAsync("all were taken", 100, () => Task.FromResult(Volatile.Read(ref taken)));
        await first.DisposeAsync();

        var arrived = new TaskCompletionSource<Guid>();
        await using var second = await Bus.ReceiveAsync(Service, envelope =>
        {
            arrived.TrySetResult(envelope.Id);
            return Task.CompletedTask;
        }, CancellationToken.None);
        var sent = Counter.Envelope(new Add(Guid.CreateVersion7(), 1));
        await Bus.SendAsync(Service, sent, CancellationToken.None);

        Assert.Equal(sent.Id, await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task One_that_takes_its_time_holds_up_no_other()
    {
        var mayEnd = new TaskCompletionSource();
        var taken = 0;
        await using var deliveries = await Bus.ReceiveAsync(Service, _ => Interlocked.Increment(ref taken) == 1 ? mayEnd.Task : Task.CompletedTask, CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 1500).Select(i => Bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), i)), CancellationToken.None)));

        await Eventually.EqualAsync("all were brought", 1500, () => Task.FromResult(Volatile.Read(ref taken)));
        mayEnd.SetResult();
        await Eventually.EqualAsync("the broker keeps none of them", 0, () => RabbitQueues.KeptAsync(Service));
        Assert.Null(Bus.Trouble);
        // The broker was satisfied with each answer: a channel it had closed would have brought some again.
        Assert.Equal(1500, taken);
    }

    [Fact]
    public async Task What_is_no_envelope_ends_in_the_error_queue_and_the_rest_goes_on()
    {
        var arrived = new TaskCompletionSource<Guid>();
        await using var deliveries = await Bus.ReceiveAsync(Service, envelope =>
        {
            arrived.TrySetResult(envelope.Id);
            return Task.CompletedTask;
        }, CancellationToken.None);
        byte[][] garbage =
        [
            [0, 1, 2, 254, 255], [], [.. "no json"u8], [.. "{}"u8], [.. "[1,2]"u8], [.. "null"u8], [.. "42"u8], [.. "\"text\""u8],
            Encoding.UTF8.GetBytes("""{"id":"not an id","messages":[]}"""),
        ];

        foreach (var body in garbage)
            await RabbitQueues.PublishAsync(Service, body);
        var sent = Counter.Envelope(new Add(Guid.CreateVersion7(), 1));
        await Bus.SendAsync(Service, sent, CancellationToken.None);

        Assert.Equal(sent.Id, await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        var error = $"{Service}_error";
        await Eventually.EqualAsync("all garbage is in the error queue", (uint)garbage.Length, async () => (await RabbitQueues.SeeAsync(error))?.Messages ?? 0);
        Assert.Equal("quorum", await RabbitQueues.TypeAsync(error));
        var kept = new List<byte[]>();
        while (await RabbitQueues.TakeAsync(error) is var (body, reason))
        {
            Assert.False(string.IsNullOrWhiteSpace(reason), $"no reason beside '{Encoding.UTF8.GetString(body)}'");
            kept.Add(body);
        }
        Assert.Equal(garbage.Select(Convert.ToHexString).Order(StringComparer.Ordinal), kept.Select(Convert.ToHexString).Order(StringComparer.Ordinal));
        Assert.Equal(0u, (await RabbitQueues.SeeAsync(Service))!.Value.Messages);
    }

    [Fact]
    public async Task A_broker_that_goes_and_comes_back_loses_nothing()
    {
        await using var proxy = new TcpProxy(TestServers.RabbitMq, 5672);
        var arrived = new ConcurrentDictionary<Guid, byte>();
        var (bus, deliveries) = await ReceiveAsync(At(TestServers.RabbitMq.Through(proxy)), arrived);
        await using var ended = deliveries;
        Assert.Null(bus.Trouble);
        Envelope[] sent = [.. Enumerable.Range(0, 300).Select(i => Counter.Envelope(new Add(Guid.CreateVersion7(), i)))];

        // As the outbox does: an envelope whose sending failed is sent again.
        async Task SendAsync(Envelope envelope)
        {
            var taken = false;
            await Eventually.TrueAsync("the envelope is taken", async () =>
            {
                try
                {
                    await bus.SendAsync(Service, envelope, CancellationToken.None);
                    taken = true;
                }
                catch (Exception)
                {
                    // The broker is away.
                }
                return taken;
            }, TimeSpan.FromSeconds(90));
        }
        await Task.WhenAll(sent[..100].Select(SendAsync));
        var meanwhile = sent[100..200].Select(SendAsync).ToList();
        proxy.Cut();
        await Eventually.TrueAsync("the trouble is told", () => bus.Trouble is not null);
        Assert.Contains("RabbitMQ", bus.Trouble, StringComparison.Ordinal);
        meanwhile.AddRange(sent[200..].Select(SendAsync));

        proxy.Restore();
        await Task.WhenAll(meanwhile);
        await Eventually.EqualAsync("all have arrived", sent.Length, () => Task.FromResult(arrived.Count));
        await Eventually.TrueAsync("the trouble is over", () => bus.Trouble is null);
        Assert.Equal(sent.Select(e => e.Id).Order(), arrived.Keys.Order());
    }

    [Fact]
    public async Task A_broker_that_falls_silent_is_noticed_long_before_the_heartbeat_and_its_queue_is_read_again()
    {
        await using var proxy = new TcpProxy(TestServers.RabbitMq, 5672);
        var arrived = new ConcurrentDictionary<Guid, byte>();
        var (bus, deliveries) = await ReceiveAsync(new RabbitBus(TestServers.RabbitMq.Through(proxy), Counter.Types, NullLoggerFactory.Instance, look: TimeSpan.FromMilliseconds(300)), arrived);
        await using var ended = deliveries;

        // The connection stands, and nothing comes through it any more.
        proxy.Hold();
        await Eventually.TrueAsync("the trouble is told", () => bus.Trouble is not null, TimeSpan.FromSeconds(12));
        proxy.Restore();

        var sent = Counter.Envelope(new Add(Guid.CreateVersion7(), 1));
        await Bus.SendAsync(Service, sent, CancellationToken.None);
        await Eventually.TrueAsync("it is brought", () => arrived.ContainsKey(sent.Id));
        Assert.Null(bus.Trouble);
    }

    [Fact]
    public async Task A_connection_that_stays_silent_for_good_is_given_up_for_a_new_one()
    {
        await using var proxy = new TcpProxy(TestServers.RabbitMq, 5672);
        var arrived = new ConcurrentDictionary<Guid, byte>();
        var (bus, deliveries) = await ReceiveAsync(new RabbitBus(TestServers.RabbitMq.Through(proxy), Counter.Types, NullLoggerFactory.Instance, look: TimeSpan.FromMilliseconds(300)), arrived);
        await using var ended = deliveries;

        var taken = proxy.Taken;
        proxy.Bury();
        await Eventually.TrueAsync("the queue is read over another connection", () => proxy.Taken > taken && bus.Trouble is null, TimeSpan.FromSeconds(12));

        // The broker shares out between the two consumers until it, too, misses the old one: what that is given comes again then.
        var sent = Enumerable.Range(0, 4).Select(_ => Counter.Envelope(new Add(Guid.CreateVersion7(), 1))).ToList();
        foreach (var envelope in sent)
            await Bus.SendAsync(Service, envelope, CancellationToken.None);
        await Eventually.TrueAsync("the new consumer is brought its share", () => sent.Any(s => arrived.ContainsKey(s.Id)));
    }

    [Fact]
    public async Task A_consumer_who_is_brought_nothing_while_envelopes_wait_begins_anew_and_gets_all_of_them()
    {
        var lost = new LostDeliveries();
        await using var proxy = new TcpProxy(TestServers.RabbitMq, 5672, lost.OfOneConnection);
        var arrived = new ConcurrentDictionary<Guid, byte>();
        var (bus, deliveries) = await ReceiveAsync(new RabbitBus(TestServers.RabbitMq.Through(proxy), Counter.Types, NullLoggerFactory.Instance, look: TimeSpan.FromMilliseconds(300)), arrived);
        await using var ended = deliveries;

        // More than the broker hands out before it is answered, and all of those are lost, so that the others wait; the connection answers as if all were well.
        lost.Losing = true;
        Envelope[] sent = [.. Enumerable.Range(0, 600).Select(i => Counter.Envelope(new Add(Guid.CreateVersion7(), i)))];
        await Task.WhenAll(sent.Select(e => Bus.SendAsync(Service, e, CancellationToken.None)));
        await Eventually.EqualAsync("what the broker hands out is lost on its way", 512, () => Task.FromResult(lost.Count));
        Assert.Empty(arrived);
        lost.Losing = false;

        await Eventually.EqualAsync("all have arrived", sent.Length, () => Task.FromResult(arrived.Count));
        await Eventually.TrueAsync("nothing is amiss", () => bus.Trouble is null);
    }

    [Fact]
    public async Task What_one_channel_refuses_is_taken_by_the_next_one_over_the_same_connection()
    {
        var refusing = new RefusingChannel();
        await using var proxy = new TcpProxy(TestServers.RabbitMq, 5672, refusing.OfOneConnection);
        var bus = Track(At(TestServers.RabbitMq.Through(proxy)));
        Envelope[] sent = [.. Enumerable.Range(0, 20).Select(i => Counter.Envelope(new Add(Guid.CreateVersion7(), i)))];

        var first = await Task.WhenAll(sent.Select(TakenAsync));
        Assert.Contains(false, first);
        Assert.True(refusing.Count > 0);
        Assert.Null(bus.Trouble);

        Assert.DoesNotContain(false, await Task.WhenAll(sent.Select(TakenAsync)));
        Assert.Equal(1, proxy.Taken);

        async Task<bool> TakenAsync(Envelope envelope)
        {
            try
            {
                await bus.SendAsync(Service, envelope, CancellationToken.None);
                return true;
            }
            catch (BusException e)
            {
                Assert.Contains("refused", e.Message, StringComparison.Ordinal);
                return false;
            }
        }
    }

    [Fact]
    public async Task A_wrong_password_ends_the_start_with_the_settings_name()
    {
        var bus = Track(At(new UriBuilder(TestServers.RabbitMq) { UserName = "guest", Password = "not-it" }.Uri));

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => bus.ReceiveAsync(Service, _ => Task.CompletedTask, CancellationToken.None));

        Assert.StartsWith("Bus:", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-it", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_ends_the_start_with_the_settings_name()
    {
        await using var proxy = new TcpProxy(TestServers.RabbitMq, 5672);
        proxy.Cut();
        var bus = Track(At(TestServers.RabbitMq.Through(proxy)));

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => bus.ReceiveAsync(Service, _ => Task.CompletedTask, CancellationToken.None));

        Assert.StartsWith("Bus:", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Receives the service's envelopes over a bus of its own, and notes which have arrived.</summary>
    private async Task<(IBus Bus, IAsyncDisposable Deliveries)> ReceiveAsync(RabbitBus bus, ConcurrentDictionary<Guid, byte> arrived)
    {
        Track(bus);
        return (bus, await bus.ReceiveAsync(Service, envelope =>
        {
            arrived[envelope.Id] = 0;
            return Task.CompletedTask;
        }, CancellationToken.None));
    }

    private static RabbitBus At(Uri address) => new(address, Counter.Types, NullLoggerFactory.Instance);
}
