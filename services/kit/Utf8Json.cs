using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OneVisit.Kit;

/// <summary>
/// JSON as it is stored: UTF-8 bytes, from the decision to the database and back without becoming UTF-16 in between. They never change, but for those on <see cref="JsonPages"/>.
/// Equal when the bytes are. Chinese is written as it is: half the bytes of escapes, and a person can read it.
/// </summary>
public sealed class Utf8Json(ReadOnlyMemory<byte> bytes) : IEquatable<Utf8Json>
{
    /// <summary><c>{}</c></summary>
    public static readonly Utf8Json Empty = new("{}"u8.ToArray());

    internal static readonly JsonWriterOptions Readable = new() { Encoder = JsonText.Options.Encoder };

    /// <summary>A buffer that grew beyond this is not kept.</summary>
    private const int Kept = 1024 * 1024;

    /// <summary>This thread's writer: a new one for every value would cost more than what is written with it.</summary>
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    public Utf8Json(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>SHA-256 (FIPS 180-4) of the bytes, 64 lower-case hexadecimal digits; taken whenever it is asked for.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));

    public static Utf8Json Of<T>(T value, JsonTypeInfo<T> type) => Written((value, type), static (json, from) => JsonSerializer.Serialize(json, from.value, from.type));

    /// <summary>As <see cref="JsonText.Options"/> say.</summary>
    public static Utf8Json Of(object value) => Written(value, static (json, value) => JsonSerializer.Serialize(json, value, value.GetType(), JsonText.Options));

    /// <exception cref="JsonException">The JSON is not such a value, or null.</exception>
    public T Read<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(bytes.Span, type) ?? throw new JsonException("the JSON is null");

    public bool Equals(Utf8Json? other) => other is not null && bytes.Span.SequenceEqual(other.Bytes.Span);

    public override bool Equals(object? obj) => Equals(obj as Utf8Json);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(bytes.Span);
        return hash.ToHashCode();
    }

    public override string ToString() => Encoding.UTF8.GetString(bytes.Span);

    /// <param name="write">Writes one value.</param>
    internal static Utf8Json Written<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        // Taken away while it is in use: what is left of a value that could not be written is in no one's way.
        var (buffer, json) = _writer ?? NewWriter();
        _writer = null;
        write(json, value);
        json.Flush();
        var bytes = GC.AllocateUninitializedArray<byte>(buffer.WrittenCount);
        buffer.WrittenSpan.CopyTo(bytes);
        var written = new Utf8Json(bytes);
        if (buffer.Capacity <= Kept)
        {
            buffer.ResetWrittenCount();
            json.Reset();
            _writer = (buffer, json);
        }
        return written;
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, Readable));
    }
}
