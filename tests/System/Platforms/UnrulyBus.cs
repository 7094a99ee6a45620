using OneVisit.Kit.Bus;

namespace OneVisit.SystemTests.Platforms;

/// <summary>Brings every envelope twice, each time held up for a moment of its own, so that later ones overtake it.</summary>
internal sealed class UnrulyBus(IBus bus) : IBus
{
    private const int LongestHoldUp = 40;
    private readonly Lock _lock = new();
    private readonly Random _random = new(20261124);

    public string Kind => bus.Kind;

    public string? Trouble => bus.Trouble;

    public async Task SendAsync(string destination, Envelope envelope, CancellationToken cancel)
    {
        await HoldUpAsync(cancel);
        await bus.SendAsync(destination, envelope, cancel);
        await HoldUpAsync(cancel);
        await bus.SendAsync(destination, envelope, cancel);
    }

    public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel) =>
        bus.ReceiveAsync(service, receive, cancel);

    public ValueTask DisposeAsync() => bus.DisposeAsync();

    private async Task HoldUpAsync(CancellationToken cancel)
    {
        TimeSpan moment;
        lock (_lock)
            moment = TimeSpan.FromMilliseconds(_random.Next(1, LongestHoldUp));
        using var timer = new PeriodicTimer(moment);
        await timer.WaitForNextTickAsync(cancel);
    }
}
