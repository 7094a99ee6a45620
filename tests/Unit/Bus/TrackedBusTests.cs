using OneVisit.Contracts.Messages;
using OneVisit.Kit.Bus;

namespace OneVisit.Unit.Bus;

public sealed class TrackedBusTests
{
    private static readonly Envelope Letter = Envelope.Seal(
        Guid.CreateVersion7(), "tax", new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero), MessageTypes.Contracts,
        [new CarriedMessage("task-held", Snapshots.Samples.All.OfType<TaskHeld>().Single(), null)]);

    [Fact]
    public async Task What_a_broker_has_confirmed_is_on_its_way_until_it_has_had_its_effect()
    {
        var broker = new Broker();
        await using var bus = new TrackedBus(broker);
        var effect = new TaskCompletionSource();
        await bus.ReceiveAsync("orchestrator", _ => effect.Task, default);
        Assert.True(bus.Activity.AtRest);

        await bus.SendAsync("orchestrator", Letter, default);
        Assert.False(bus.Activity.AtRest);
        var (brought, begun) = (broker.BringAsync(), bus.Activity.Begun);
        Assert.False(bus.Activity.AtRest);
        effect.SetResult();
        await brought;

        Assert.True(bus.Activity.AtRest);
        Assert.Equal(2, begun);
    }

    [Fact]
    public async Task What_is_brought_and_fails_is_still_on_its_way()
    {
        var broker = new Broker();
        await using var bus = new TrackedBus(broker);
        await bus.ReceiveAsync("orchestrator", _ => Task.FromException(new BusException("stopping")), default);
        await bus.SendAsync("orchestrator", Letter, default);

        await Assert.ThrowsAsync<BusException>(broker.BringAsync);

        Assert.False(bus.Activity.AtRest);
    }

    /// <summary>Takes over what is sent, and brings it when it is told to.</summary>
    private sealed class Broker : IBus
    {
        private readonly Queue<Envelope> _held = new();
        private Func<Envelope, Task>? _receive;

        public string Kind => "test";

        public string? Trouble => null;

        public Task SendAsync(string destination, Envelope envelope, CancellationToken cancel)
        {
            _held.Enqueue(envelope);
            return Task.CompletedTask;
        }

        public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel)
        {
            _receive = receive;
            return Task.FromResult<IAsyncDisposable>(this);
        }

        public Task BringAsync() => _receive!(_held.Dequeue());

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
