using System.Buffers;
using System.IO.Compression;
using System.Text.Json;

namespace OneVisit.Kit.Bus;

/// <summary>
/// Long envelopes travel and rest under gzip (RFC 1952): many messages of one kind shrink to a tenth, and every byte is written to the
/// outbox, to its log, to the wire and to the broker's log.
/// </summary>
internal static class Compression
{
    /// <summary>The content encoding of a compressed body, as AMQP and HTTP name it.</summary>
    public const string Gzip = "gzip";

    /// <summary>Shorter bodies stay readable: there is little to win.</summary>
    private const int Worthwhile = 4096;

    /// <summary>What a body may grow to: no envelope of ours comes near it, and a crafted one must not fill the memory.</summary>
    private const int Largest = 256 * 1024 * 1024;

    /// <summary>A buffer that grew beyond this is not kept.</summary>
    private const int Kept = 1024 * 1024;

    /// <summary>Large arrays made for every envelope would cost more than what is done with them.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public static bool IsCompressed(ReadOnlySpan<byte> body) => body is [0x1f, 0x8b, ..];

    /// <summary>This thread's buffer, empty; valid until it is asked for again.</summary>
    public static ArrayBufferWriter<byte> Buffer()
    {
        if (_buffer is null || _buffer.Capacity > Kept)
            _buffer = new ArrayBufferWriter<byte>(64 * 1024);
        _buffer.ResetWrittenCount();
        return _buffer;
    }

    public static byte[] Compress(ReadOnlySpan<byte> json)
    {
        if (json.Length < Worthwhile)
            return json.ToArray();
        using var packed = new MemoryStream(json.Length / 4);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(json);
        return packed.ToArray();
    }

    /// <summary>The body's JSON; valid until <see cref="Buffer"/> is asked for again on this thread.</summary>
    /// <exception cref="JsonException">It is compressed, and not well.</exception>
    public static ReadOnlySpan<byte> Decompress(ReadOnlyMemory<byte> body)
    {
        if (!IsCompressed(body.Span))
            return body.Span;
        var json = Buffer();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(body.ToArray(), writable: false), CompressionMode.Decompress);
            for (int read; (read = gzip.Read(json.GetSpan(16 * 1024))) > 0;)
            {
                json.Advance(read);
                if (json.WrittenCount > Largest)
                    throw new JsonException("the envelope is too large");
            }
        }
        catch (InvalidDataException e)
        {
            throw new JsonException("the envelope is compressed, and damaged", e);
        }
        return json.WrittenSpan;
    }
}
