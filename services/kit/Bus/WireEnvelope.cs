using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneVisit.Kit.Bus;

/// <summary>An envelope as the transport sees it: JSON that was sealed before, passed through byte for byte.</summary>
[JsonConverter(typeof(PassThrough))]
internal sealed class WireEnvelope(ReadOnlyMemory<byte> body)
{
    private ReadOnlyMemory<byte> Body { get; } = body;

    private sealed class PassThrough : JsonConverter<WireEnvelope>
    {
        public override WireEnvelope Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            // The receiver opens the transport's own bytes.
            reader.Skip();
            return new WireEnvelope(default);
        }

        public override void Write(Utf8JsonWriter writer, WireEnvelope value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Body.Span, skipInputValidation: true);
    }
}
