namespace OneVisit.Kit.Bus;

/// <summary>Carries envelopes between services. The unit of work decides what a message does; the bus only brings it.</summary>
public interface IBus : IAsyncDisposable
{
    /// <summary><c>memory</c> or <c>rabbitmq</c>.</summary>
    string Kind { get; }

    /// <summary>
    /// Sends. Completes only when losing this process can no longer lose the envelope: on RabbitMQ when a quorum confirmed it,
    /// in memory when the receiver's transaction has committed. Fails when that could not be reached; the outbox row then stays.
    /// </summary>
    Task SendAsync(string destination, Envelope envelope, CancellationToken cancel);

    /// <summary>
    /// Brings every envelope for <paramref name="service"/> to <paramref name="receive"/>, whose task completes when the envelope's
    /// effect is committed; only then is it acknowledged. A <see cref="BusException"/> from it means that the service is stopping: the
    /// envelope is kept for its next start. Any other failure means that it never can be taken: RabbitMQ moves it to the service's error
    /// queue with the reason, in memory its sender is told. Disposing stops the deliveries and waits for those that have begun.
    /// </summary>
    /// <exception cref="Store.ConfigurationException">The broker refuses, or does not answer.</exception>
    Task<IAsyncDisposable> ReceiveAsync(string service, Func<Envelope, Task> receive, CancellationToken cancel);

    /// <summary>Null when envelopes can be carried; otherwise what is wrong, for an operator.</summary>
    string? Trouble { get; }
}
