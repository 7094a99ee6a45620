using System.Buffers.Binary;

namespace OneVisit.Integration.Buses;

/// <summary>
/// Loses what a broker delivers while everything else it says comes through: the connection stands, the broker answers, and a consumer is
/// brought nothing.
/// </summary>
/// <remarks>AMQP 0-9-1, 2.3.5: a frame is type, channel, size, payload, end mark; a delivery is the method 60.60 with its header and body.</remarks>
internal sealed class LostDeliveries
{
    private const int FrameHead = 7;
    private const byte Method = 1;
    private const byte Body = 3;
    private const uint BasicDeliver = (60 << 16) | 60;

    private int _count;

    public volatile bool Losing;

    public int Count => Volatile.Read(ref _count);

    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> OfOneConnection() => new Connection(this).Pass;

    private sealed class Connection(LostDeliveries all)
    {
        private readonly HashSet<ushort> _losing = [];
        private byte[] _incomplete = [];

        /// <summary>The whole frames so far, without those that are lost.</summary>
        public ReadOnlyMemory<byte> Pass(ReadOnlyMemory<byte> bytes)
        {
            byte[] got = [.. _incomplete, .. bytes.Span];
            var passed = new List<byte>(got.Length);
            var at = 0;
            while (got.Length - at >= FrameHead && Length(got.AsSpan(at)) is var length && got.Length - at >= length)
            {
                var frame = got.AsSpan(at, length);
                if (!IsLost(frame))
                    passed.AddRange(frame);
                at += length;
            }
            _incomplete = got[at..];
            return passed.ToArray();
        }

        private static int Length(ReadOnlySpan<byte> frame) => FrameHead + (int)BinaryPrimitives.ReadUInt32BigEndian(frame[3..]) + 1;

        private bool IsLost(ReadOnlySpan<byte> frame)
        {
            var channel = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]);
            if (frame[0] == Method)
            {
                _losing.Remove(channel);
                if (all.Losing && BinaryPrimitives.ReadUInt32BigEndian(frame[FrameHead..]) == BasicDeliver)
                {
                    _losing.Add(channel);
                    Interlocked.Increment(ref all._count);
                }
            }
            return frame[0] <= Body && _losing.Contains(channel);
        }
    }
}
