namespace OneVisit.Integration.Buses;

/// <summary>
/// Has the first channel that something is sent over refuse whatever is sent, as a channel does that keeps to a leader who is gone. The broker takes it all the same.
/// </summary>
/// <remarks>AMQP 0-9-1 and RabbitMQ's confirms: 60.80 is an acknowledgement, 60.120 a refusal, alike but for their number.</remarks>
internal sealed class RefusingChannel
{
    private const uint BasicAck = (60 << 16) | 80;
    private const uint BasicNack = (60 << 16) | 120;

    private int _count;

    /// <summary>How often something was refused.</summary>
    public int Count => Volatile.Read(ref _count);

    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> OfOneConnection()
    {
        ushort? refusing = null;
        return new AmqpFrames(frame =>
        {
            if (AmqpFrames.MethodOf(frame) == BasicAck && AmqpFrames.ChannelOf(frame) == (refusing ??= AmqpFrames.ChannelOf(frame)))
            {
                AmqpFrames.Rename(frame, BasicNack);
                Interlocked.Increment(ref _count);
            }
            return true;
        }).Pass;
    }
}
