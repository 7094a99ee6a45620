using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OneVisit.Catalogue.Reading;
using YamlDotNet.Core;

namespace OneVisit.Catalogue;

/// <summary>Reads the catalogue's YAML into typed records: YAML for people, System.Text.Json for types.</summary>
public static class YamlText
{
    /// <summary>The types as they are described to others; a name is read in whatever letters.</summary>
    internal static readonly JsonSerializerOptions Described = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowOutOfOrderMetadataProperties = true,
        // The catalogue's own types are described at build time, which halves the time of a cold start; others by reflection.
        TypeInfoResolver = JsonTypeInfoResolver.Combine(CatalogueJson.Default, new DefaultJsonTypeInfoResolver()).WithAddedModifier(RequireWhatCannotBeNull),
    };

    internal static readonly JsonSerializerOptions Options = new(Described) { Converters = { new ExactNames() } };

    /// <summary>The same, and a name that stands twice is refused.</summary>
    internal static readonly JsonSerializerOptions Once = new(Options) { AllowDuplicateProperties = false };

    /// <summary>Reads one document.</summary>
    /// <exception cref="InvalidDataException">The text is not YAML, or a member is unknown, missing or of the wrong type; names the source and the place.</exception>
    public static T Read<T>(string yaml, string source)
    {
        try
        {
            return Parse(yaml).Deserialize<T>(Options) ?? throw new InvalidDataException($"{source}: the document is empty");
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{source}: line {e.Start.Line}, column {e.Start.Column}: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{source}: {e.Message}", e);
        }
    }

    private static void RequireWhatCannotBeNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.AssociatedParameter is { IsMemberInitializer: false, HasDefaultValue: false, IsNullable: false })
                property.IsRequired = true;
    }

    /// <summary>Reads one document as a JSON tree.</summary>
    /// <exception cref="YamlException">The text is not YAML, or uses more of it than a catalogue needs: tags, anchors, several documents.</exception>
    public static JsonNode? Parse(string yaml)
    {
        using var text = new StringReader(yaml);
        return new YamlTree(text).Read();
    }
}

/// <summary>The catalogue's own types, described at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RegionsText))]
[JsonSerializable(typeof(DepartmentsText))]
[JsonSerializable(typeof(ItemText))]
[JsonSerializable(typeof(BundleText))]
[JsonSerializable(typeof(List<RegionText>))]
[JsonSerializable(typeof(Dictionary<string, SharedMaterialText>))]
[JsonSerializable(typeof(List<LicenceType>))]
[JsonSerializable(typeof(List<CompetenceEntry>))]
[JsonSerializable(typeof(List<List<string>>))]
[JsonSerializable(typeof(CalendarText))]
[JsonSerializable(typeof(CityLimits))]
[JsonSerializable(typeof(CityInspections))]
[JsonSerializable(typeof(CityDocuments))]
[JsonSerializable(typeof(Dictionary<string, Forms.FieldText>))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
