using OneVisit.Kit.Bus;
using OneVisit.Simulation.Checks;

namespace OneVisit.Simulation.Engine;

/// <summary>A process's connection to the broker.</summary>
internal sealed class BrokerLink(Broker broker, Life life) : IBus
{
    private readonly List<Broker.Consumer> _consumers = [];

    public string Kind => "simulated";

    public string? Trouble => null;

    public Task SendAsync(string destination, Envelope envelope, CancellationToken cancel) => broker.SendAsync(life, destination, envelope);

    public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel)
    {
        _consumers.Add(broker.Consume(service, life, receive));
        return Task.FromResult<IAsyncDisposable>(this);
    }

    public void Lose() => _consumers.ForEach(broker.Lose);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>The product's own bus of the one-process host, watched.</summary>
internal sealed class MemoryLink(World world, Life life) : IBus
{
    private readonly MemoryBus _inner = new();

    public string Kind => _inner.Kind;

    public string? Trouble => _inner.Trouble;

    public async Task SendAsync(string destination, Envelope envelope, CancellationToken cancel)
    {
        world.Ledger.Sent(world, envelope.Id);
        for (var i = 0; i < envelope.Messages.Count; i++)
            world.Ledger.Brought(envelope.Messages[i].Message, envelope.Id, i);
        life.Note("handed over", destination, envelope.Id);
        var taken = _inner.SendAsync(destination, envelope, cancel);
        if (world.Planted == Planted.ConfirmedAtHandOver)
            _ = taken.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        else
            await taken;
        life.Note("taken", destination, envelope.Id);
        life.Stir();
    }

    public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel) =>
        _inner.ReceiveAsync(service, receive, cancel);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
