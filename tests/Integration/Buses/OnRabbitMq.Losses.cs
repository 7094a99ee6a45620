using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using OneVisit.Integration.UnitOfWork;
using OneVisit.Kit.Bus;
using OneVisit.Support;

namespace OneVisit.Integration.Buses;

/// <content>Nodes, connections and channels that are lost, fall silent, or go astray.</content>
public sealed partial class OnRabbitMq
{
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
}
