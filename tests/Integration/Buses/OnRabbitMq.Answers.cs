using System.Collections.Concurrent;
using System.Text;
using OneVisit.Integration.UnitOfWork;
using OneVisit.Kit.Bus;
using OneVisit.Support;

namespace OneVisit.Integration.Buses;

/// <content>What becomes of what was brought: acknowledged, handed back, or put where an operator looks.</content>
public sealed partial class OnRabbitMq
{
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
}
