using OneVisit.Kit.Bus;
using OneVisit.Simulation.Checks;

namespace OneVisit.Simulation.Engine;

/// <summary>
/// At least once, like RabbitMQ with confirms: durable queues, envelopes as bytes; what a dead or forgetful consumer did not acknowledge comes
/// again, in any order.
/// </summary>
internal sealed class Broker(World world)
{
    private readonly Dictionary<string, Queue> _queues = new(StringComparer.Ordinal);

    public long DownUntil { get; set; }

    private bool IsDown => world.Agenda.Now < DownUntil;

    public Task SendAsync(Life life, string destination, Envelope envelope)
    {
        var confirmed = new TaskCompletionSource();
        world.Agenda.Plan(world.Latency(), () =>
        {
            // What a dead process had on the wire may still arrive.
            if (life.IsDead && (world.Dice.Next() & 1) == 0)
                return;
            if (IsDown || world.Dice.Chance(world.Weather.LostSend))
            {
                Fail("not sent");
                return;
            }
            life.Note("sent", destination, envelope.Id);
            Take(destination, envelope.Id, envelope.Body);
            world.Agenda.Plan(world.Latency(), () =>
            {
                if (world.Dice.Chance(world.Weather.LostConfirm))
                {
                    Fail("not confirmed");
                    return;
                }
                life.Note("confirmed", destination, envelope.Id);
                life.Stir();
                confirmed.SetResult();
            });
        });
        return world.Planted == Planted.DeletedBeforeConfirm ? Forget(confirmed.Task) : confirmed.Task;

        void Fail(string what)
        {
            life.Note(what, destination, envelope.Id);
            life.Stir();
            confirmed.SetException(new BusException(what));
        }

        Task Forget(Task sending)
        {
            _ = sending.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            life.Stir();
            return Task.CompletedTask;
        }
    }

    /// <summary>The broker has it, for good.</summary>
    public void Take(string destination, Guid id, ReadOnlyMemory<byte> body)
    {
        world.Ledger.Sent(world, id);
        var message = new Message(QueueOf(destination), id, body);
        PlanDelivery(message);
        if (world.Dice.Chance(world.Weather.Repeat))
            PlanDelivery(message);
    }

    public Consumer Consume(string service, Life life, Func<Envelope, Task> receive)
    {
        var queue = QueueOf(service);
        var consumer = new Consumer(queue, life, receive);
        queue.Consumers.Add(consumer);
        foreach (var message in queue.Waiting)
            PlanDelivery(message);
        queue.Waiting.Clear();
        return consumer;
    }

    /// <summary>The connection is gone: what was brought and not acknowledged comes again.</summary>
    public void Lose(Consumer consumer)
    {
        consumer.Queue.Consumers.Remove(consumer);
        foreach (var message in consumer.Unacknowledged)
            PlanDelivery(message);
        consumer.Unacknowledged.Clear();
    }

    private Queue QueueOf(string service)
    {
        if (!_queues.TryGetValue(service, out var queue))
            _queues.Add(service, queue = new Queue(service));
        return queue;
    }

    private void PlanDelivery(Message message) => world.Agenda.Plan(world.Latency(), () => Deliver(message));

    private void Deliver(Message message)
    {
        var queue = message.Queue;
        if (IsDown)
        {
            world.Agenda.Plan(DownUntil - world.Agenda.Now + world.Latency(), () => Deliver(message));
            return;
        }
        if (queue.Consumers.Count == 0)
        {
            queue.Waiting.Add(message);
            return;
        }
        var consumer = world.Dice.Pick(queue.Consumers);
        consumer.Unacknowledged.Add(message);
        consumer.Life.Note("brought", queue.Service, message.Id);
        consumer.Life.Scheduler.Start(() => BringAsync(consumer, message));
    }

    private async Task BringAsync(Consumer consumer, Message message)
    {
        if (world.Planted == Planted.AcknowledgedBeforeCommit)
            PlanAcknowledgement(consumer, message);
        try
        {
            var envelope = Envelope.Open(message.Body, MessageTypes.Contracts);
            for (var i = 0; i < envelope.Messages.Count; i++)
                world.Ledger.Brought(envelope.Messages[i].Message, envelope.Id, i);
            await consumer.Receive(envelope);
        }
        catch (Exception e)
        {
            world.Violate(Invariants.NothingRefused, $"{consumer.Queue.Service} cannot take envelope {message.Id}: {e}");
        }
        PlanAcknowledgement(consumer, message);
    }

    private void PlanAcknowledgement(Consumer consumer, Message message) => world.Agenda.Plan(world.Latency(), () =>
    {
        if (!consumer.Unacknowledged.Remove(message))
            return;
        if (world.Dice.Chance(world.Weather.LostAcknowledgement))
        {
            consumer.Life.Note("not acknowledged", consumer.Queue.Service, message.Id);
            PlanDelivery(message);
            return;
        }
        consumer.Life.Note("acknowledged", consumer.Queue.Service, message.Id);
    });

    internal sealed record Message(Queue Queue, Guid Id, ReadOnlyMemory<byte> Body);

    internal sealed class Queue(string service)
    {
        public string Service => service;

        public List<Consumer> Consumers { get; } = [];

        /// <summary>What came while nobody consumed.</summary>
        public List<Message> Waiting { get; } = [];
    }

    internal sealed record Consumer(Queue Queue, Life Life, Func<Envelope, Task> Receive)
    {
        public List<Message> Unacknowledged { get; } = [];
    }
}
