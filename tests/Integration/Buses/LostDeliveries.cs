namespace OneVisit.Integration.Buses;

/// <summary>
/// Loses what a broker delivers while everything else it says comes through: the connection stands, the broker answers, and a consumer is
/// brought nothing.
/// </summary>
/// <remarks>AMQP 0-9-1: a delivery is the method 60.60 with its header and body.</remarks>
internal sealed class LostDeliveries
{
    private const byte Body = 3;
    private const uint BasicDeliver = (60 << 16) | 60;

    private int _count;

    public volatile bool Losing;

    public int Count => Volatile.Read(ref _count);

    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> OfOneConnection()
    {
        var losing = new HashSet<ushort>();
        return new AmqpFrames(frame => !IsLost(frame, losing)).Pass;
    }

    private bool IsLost(ReadOnlySpan<byte> frame, HashSet<ushort> losing)
    {
        var channel = AmqpFrames.ChannelOf(frame);
        if (AmqpFrames.MethodOf(frame) is { } method)
        {
            losing.Remove(channel);
            if (Losing && method == BasicDeliver)
            {
                losing.Add(channel);
                Interlocked.Increment(ref _count);
            }
        }
        return frame[0] <= Body && losing.Contains(channel);
    }
}
