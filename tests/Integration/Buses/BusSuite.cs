using System.Collections.Concurrent;
using OneVisit.Integration.UnitOfWork;
using OneVisit.Kit.Bus;
using OneVisit.Support;

namespace OneVisit.Integration.Buses;

/// <summary>What every bus keeps, whichever transport is behind it.</summary>
public abstract class BusSuite : IAsyncLifetime
{
    private readonly List<IBus> _buses = [];

    /// <summary>The receiving service, unknown to every other test.</summary>
    protected string Service { get; } = Unique.Name("bus");

    protected IBus Bus { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Bus = Track(Make());
        return Task.CompletedTask;
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var bus in _buses)
            await bus.DisposeAsync();
    }

    protected abstract IBus Make();

    protected IBus Track(IBus bus)
    {
        _buses.Add(bus);
        return bus;
    }

    [Fact]
    public async Task An_envelope_arrives_byte_for_byte()
    {
        var arrived = new TaskCompletionSource<Envelope>();
        await using var deliveries = await Bus.ReceiveAsync(Service, envelope =>
        {
            arrived.TrySetResult(envelope);
            return Task.CompletedTask;
        }, CancellationToken.None);
        var counter = Guid.CreateVersion7();
        var sent = Counter.Envelope(new Add(counter, 1, "it's \"洞庭湘味\" 🏮"), new Break(counter));

        await Bus.SendAsync(Service, sent, CancellationToken.None);

        var received = await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(sent.Id, received.Id);
        Assert.Equal(sent.Body.ToArray(), received.Body.ToArray());
        Assert.Equal(sent.Messages, received.Messages);
    }

    [Fact]
    public async Task Two_thousand_envelopes_all_arrive()
    {
        var arrived = new ConcurrentBag<Guid>();
        await using var deliveries = await Bus.ReceiveAsync(Service, envelope =>
        {
            arrived.Add(envelope.Id);
            return Task.CompletedTask;
        }, CancellationToken.None);
        Envelope[] sent = [.. Enumerable.Range(0, 2000).Select(i => Counter.Envelope(new Add(Guid.CreateVersion7(), i)))];

        await Task.WhenAll(sent.Select(envelope => Bus.SendAsync(Service, envelope, CancellationToken.None)));

        await Eventually.EqualAsync("all have arrived", sent.Length, () => Task.FromResult(arrived.Count));
        Assert.Equal(sent.Select(e => e.Id).Order(), arrived.Order());
    }

    [Fact]
    public async Task Stopping_waits_for_what_is_being_received()
    {
        var mayEnd = new TaskCompletionSource();
        int begun = 0, ended = 0;
        var deliveries = await Bus.ReceiveAsync(Service, async _ =>
        {
            Interlocked.Increment(ref begun);
            await mayEnd.Task;
            Interlocked.Increment(ref ended);
        }, CancellationToken.None);
        var sending = Bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), 1)), CancellationToken.None);
        await Eventually.TrueAsync("one is being received", () => Volatile.Read(ref begun) > 0);

        var stopping = deliveries.DisposeAsync().AsTask();
        await Eventually.TrueAsync("nothing more is brought", () => IsNotBroughtAsync(Counter.Envelope(new Add(Guid.CreateVersion7(), 1))));
        Assert.False(stopping.IsCompleted);

        mayEnd.SetResult();
        await stopping;
        Assert.Equal(begun, ended);
        await sending;
    }

    /// <summary>Sends one more, and says whether it is left waiting, or refused, because nobody receives any more.</summary>
    private protected abstract Task<bool> IsNotBroughtAsync(Envelope envelope);
}
