using Microsoft.Extensions.Logging;

namespace OneVisit.Kit.Bus;

/// <summary>RabbitMQ, through MassTransit.</summary>
internal sealed class RabbitBus(Uri address, ILoggerFactory logs) : IBus
{
    public string Kind => "rabbitmq";
    public string? Trouble => null;
    public Task SendAsync(string destination, Envelope envelope, CancellationToken cancel) => Task.FromException(new BusException($"{address}{logs}"));
    public Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel) => throw new BusException("");
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
