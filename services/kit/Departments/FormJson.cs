using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneVisit.Kit.Departments;

/// <summary>How an item's form is read: what the catalogue accepts as a whole number is one, however the sender wrote it.</summary>
internal static class FormJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new WholeNumber() } };

    /// <summary><c>30</c>, <c>30.0</c> and <c>3e1</c> are the same number (RFC 8259, JSON Schema 2020-12 6.1.1).</summary>
    private sealed class WholeNumber : JsonConverter<int>
    {
        public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TryGetInt32(out var number))
                return number;
            return reader.TryGetDecimal(out var written) && decimal.IsInteger(written) && written is >= int.MinValue and <= int.MaxValue
                ? (int)written
                : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
