using System.Buffers.Binary;

namespace OneVisit.Integration.Buses;

/// <summary>What a broker says over one connection, frame by frame: each may be changed where it stands, or lost.</summary>
/// <remarks>AMQP 0-9-1, 2.3.5: a frame is type, channel, size, payload, end mark; the payload of a method begins with its class and number.</remarks>
internal sealed class AmqpFrames(AmqpFrames.Look keeps)
{
    private const int Head = 7;
    private const byte MethodType = 1;
    private byte[] _incomplete = [];

    /// <summary>False to lose the frame.</summary>
    public delegate bool Look(Span<byte> frame);

    /// <summary>The whole frames so far, without those that are lost.</summary>
    public ReadOnlyMemory<byte> Pass(ReadOnlyMemory<byte> bytes)
    {
        byte[] got = [.. _incomplete, .. bytes.Span];
        var passed = new List<byte>(got.Length);
        var at = 0;
        while (got.Length - at >= Head && Length(got.AsSpan(at)) is var length && got.Length - at >= length)
        {
            var frame = got.AsSpan(at, length);
            if (keeps(frame))
                passed.AddRange(frame);
            at += length;
        }
        _incomplete = got[at..];
        return passed.ToArray();
    }

    public static ushort ChannelOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame[1..]);

    /// <summary>Class and number, as <c>class &lt;&lt; 16 | number</c>; null for a header, a body or a heartbeat.</summary>
    public static uint? MethodOf(ReadOnlySpan<byte> frame) => frame[0] == MethodType ? BinaryPrimitives.ReadUInt32BigEndian(frame[Head..]) : null;

    public static void Rename(Span<byte> frame, uint method) => BinaryPrimitives.WriteUInt32BigEndian(frame[Head..], method);

    private static int Length(ReadOnlySpan<byte> frame) => Head + (int)BinaryPrimitives.ReadUInt32BigEndian(frame[3..]) + 1;
}
