using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using OneVisit.Contracts;

namespace OneVisit.Catalogue.Reading;

/// <summary>Reads the values of every enumeration by exactly the names they are written with: <c>working-day</c>, and not <c>workingday</c>.</summary>
internal sealed class ExactNames : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Names<>).MakeGenericType(typeToConvert))!;

    private sealed class Names<TEnum> : JsonConverter<TEnum>
        where TEnum : struct, Enum
    {
        private readonly Dictionary<string, TEnum> _values = Enum.GetValues<TEnum>().ToDictionary(NameOf);

        // As the serializer writes it, without the third of a cold start that asking it costs.
        private static string NameOf(TEnum value) =>
            typeof(TEnum).GetCustomAttribute<JsonConverterAttribute>()?.ConverterType == typeof(KebabCase<TEnum>) ? KebabCase.Of(value) : value.ToString();

        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && _values.TryGetValue(reader.GetString()!, out var value) ? value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value);
    }
}
