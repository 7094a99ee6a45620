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

    public static bool IsCompressed(ReadOnlySpan<byte> body) => body is [0x1f, 0x8b, ..];

    public static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> json)
    {
        if (json.Length < Worthwhile)
            return json;
        using var packed = new MemoryStream(json.Length / 4);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(json.Span);
        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }

    /// <exception cref="JsonException">It is compressed, and not well.</exception>
    public static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> body)
    {
        if (!IsCompressed(body.Span))
            return body;
        var json = new ArrayBufferWriter<byte>(body.Length * 8);
        try
        {
            using var gzip = new GZipStream(new MemoryStream(body.ToArray(), writable: false), CompressionMode.Decompress);
            for (int read; (read = gzip.Read(json.GetSpan(4096))) > 0;)
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
        return json.WrittenMemory;
    }
}
