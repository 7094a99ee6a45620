using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace OneVisit.Contracts;

/// <summary>
/// Hands JSON on as the bytes it was read from, instead of reading and writing it token by token: a form goes unchanged to several
/// departments, and each of them stores it.
/// </summary>
public sealed class RawJson : JsonConverter<JsonElement>
{
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => WriteTo(writer, value);

    /// <summary>Writes the value byte for byte.</summary>
    public static void WriteTo(Utf8JsonWriter writer, JsonElement value)
    {
        // A reader looks at the bytes of a text only when it is asked for: what is no UTF-8 must not be handed on as if it were.
        var bytes = value.ValueKind == JsonValueKind.Undefined ? [] : JsonMarshal.GetRawUtf8Value(value);
        if (!bytes.IsEmpty && Utf8.IsValid(bytes))
            writer.WriteRawValue(bytes, skipInputValidation: true);
        else
            value.WriteTo(writer);
    }
}
