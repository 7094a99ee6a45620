using System.Text.Json;
using System.Text.Json.Serialization;
using OneVisit.Contracts;

namespace OneVisit.Catalogue;

/// <summary>A kind of licence (证照类型) the city issues: <c>licences.yaml</c>.</summary>
/// <param name="IssuedBy">Ids of the items that issue it.</param>
/// <param name="Validity">How long it holds; null without an end.</param>
/// <param name="Sample">Where a specimen is found.</param>
/// <param name="Correction">What may be corrected of it; null: nothing.</param>
public sealed record LicenceType(
    string Id, Text Name, [property: JsonConverter(typeof(OneOrMany))] IReadOnlyList<string> IssuedBy, IReadOnlyList<LicenceField> Fields, string Basis,
    LicenceValidity? Validity = null, string? Sample = null, LicenceErrata? Correction = null);

public sealed record LicenceValidity(int Years);

/// <summary>What of a licence is corrected when it has a clerical error.</summary>
/// <param name="Basis">The law by which it is.</param>
/// <param name="Fields">Fields that nothing else rests on.</param>
/// <param name="Shared">Likewise those that other licences carry too: whoever corrects them says so, and the others' departments are told.</param>
public sealed record LicenceErrata(string Basis, IReadOnlyList<string> Fields, IReadOnlyList<string>? Shared = null);

public sealed record LicenceField(string Name, Text Title);

/// <summary>A text, or a list of texts.</summary>
internal sealed class OneOrMany : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return [reader.GetString()!];
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        var all = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            all.Add(reader.GetString()!);
        return reader.TokenType == JsonTokenType.EndArray ? all : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var one in value)
            writer.WriteStringValue(one);
        writer.WriteEndArray();
    }
}
