using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using YamlDotNet.Serialization;

namespace OneVisit.Catalogue;

/// <summary>Reads the catalogue's YAML into typed records: YAML for people, System.Text.Json for types.</summary>
public static class YamlText
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowOutOfOrderMetadataProperties = true,
    };

    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().WithDuplicateKeyChecking().Build();

    /// <summary>Reads one document.</summary>
    /// <exception cref="InvalidDataException">The text is not YAML, or a member is unknown, missing or of the wrong type; names the source.</exception>
    public static T Read<T>(string yaml, string source)
    {
        try
        {
            return Parse(yaml).Deserialize<T>(Options) ?? throw new InvalidDataException($"{source}: the document is empty");
        }
        catch (Exception e) when (e is JsonException or YamlDotNet.Core.YamlException)
        {
            throw new InvalidDataException($"{source}: {e.Message}", e);
        }
    }

    /// <summary>Reads one document as a JSON tree.</summary>
    public static JsonNode? Parse(string yaml) => ToNode(Yaml.Deserialize<object?>(yaml));

    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        IDictionary<object, object?> map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key.ToString()!, ToNode(p.Value)))),
        IList<object?> list => new JsonArray([.. list.Select(ToNode)]),
        _ => JsonSerializer.SerializeToNode(value, value.GetType()),
    };
}
