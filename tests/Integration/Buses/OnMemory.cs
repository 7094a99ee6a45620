using OneVisit.Integration.UnitOfWork;
using OneVisit.Kit.Bus;

namespace OneVisit.Integration.Buses;

public sealed class OnMemory : BusSuite
{
    protected override IBus Make() => new MemoryBus();

    private protected override Task<bool> IsNotBroughtAsync(Envelope envelope) =>
        Task.FromResult(Bus.SendAsync(Service, envelope, CancellationToken.None).IsFaulted);

    [Fact]
    public async Task Sending_completes_only_when_the_receiver_has_committed()
    {
        var committed = new TaskCompletionSource();
        await using var deliveries = await Bus.ReceiveAsync(Service, _ => committed.Task, CancellationToken.None);

        var sending = Bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), 1)), CancellationToken.None);
        Assert.False(sending.IsCompleted);

        committed.SetResult();
        await sending;
    }

    [Fact]
    public async Task A_receiver_that_fails_fails_the_sender()
    {
        await using var deliveries = await Bus.ReceiveAsync(Service, _ => Task.FromException(new InvalidTimeZoneException("on purpose")), CancellationToken.None);

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), 1)), CancellationToken.None));
    }

    [Fact]
    public async Task Nothing_is_taken_for_a_service_that_does_not_run()
    {
        await Assert.ThrowsAsync<BusException>(() => Bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), 1)), CancellationToken.None));

        await (await Bus.ReceiveAsync(Service, _ => Task.CompletedTask, CancellationToken.None)).DisposeAsync();
        await Assert.ThrowsAsync<BusException>(() => Bus.SendAsync(Service, Counter.Envelope(new Add(Guid.CreateVersion7(), 1)), CancellationToken.None));
    }
}
