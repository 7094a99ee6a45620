using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using OneVisit.Catalogue.Forms;
using OneVisit.Catalogue.Reading;

namespace OneVisit.Catalogue.Editing;

/// <summary>
/// JSON Schemas of the catalogue's files, from which editors complete and mark mistakes while typing. Made from the types that the files are
/// read into, so that neither can say what the other does not.
/// </summary>
public static class CatalogueSchemas
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string NotBlank = "\\S";

    private static readonly (string Name, string Of, Type Type)[] Files =
    [
        ("item", "<department>/items/*.yaml", typeof(ItemText)),
        ("bundle", "bundles/*.yaml", typeof(BundleText)),
        ("departments", "departments.yaml", typeof(DepartmentsText)),
        ("regions", "regions.yaml", typeof(RegionsText)),
        ("region-list", "regions/*.yaml", typeof(List<RegionText>)),
        ("fields", "fields.yaml", typeof(Dictionary<string, FieldText>)),
        ("materials", "materials.yaml", typeof(Dictionary<string, SharedMaterialText>)),
        ("licences", "licences.yaml", typeof(List<LicenceType>)),
        ("authorities", "authorities.yaml", typeof(List<CompetenceEntry>)),
        ("synonyms", "synonyms.yaml", typeof(List<List<string>>)),
        ("fillers", "fillers.yaml", typeof(List<string>)),
        ("limits", "limits.yaml", typeof(CityLimits)),
        ("inspections", CityInspections.File, typeof(CityInspections)),
        ("documents", "documents.yaml", typeof(CityDocuments)),
        ("calendar", "calendars/*.yaml", typeof(CalendarText)),
        ("rules", "<department>/rules/*.yaml", typeof(List<RuleVersion<JsonElement>>)),
    ];

    /// <summary>File name to text.</summary>
    public static IReadOnlyDictionary<string, string> All() => Files.ToDictionary(f => $"{f.Name}.schema.json", f => Written(f.Of, f.Type));

    /// <summary>The schema's file name for a file of a catalogue; null for a path that is none.</summary>
    /// <param name="path">Within the catalogue's folder.</param>
    public static string? Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] steps = path.Split('/');
        var pattern = steps switch
        {
            ["bundles" or "regions" or "calendars", _] => $"{steps[0]}/*.yaml",
            [_, "items" or "rules", _] => $"<department>/{steps[1]}/*.yaml",
            _ => path,
        };
        return Array.Find(Files, f => f.Of == pattern).Name is { } name ? $"{name}.schema.json" : null;
    }

    private static string Written(string of, Type type)
    {
        var exported = YamlText.Described.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Closed }).AsObject();
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = $"OneVisit catalogue: {of}" };
        foreach (var (name, value) in exported.ToList())
        {
            exported.Remove(name);
            schema[name] = value;
        }
        return schema.ToJsonString(Indented) + "\n";
    }

    // What a type's schema lets through and its reading does not. A validator need not look at formats.
    private static void Narrow(Type type, JsonNode schema)
    {
        if (schema is not JsonObject)
            return;
        if (type == typeof(string))
            schema["pattern"] = NotBlank;
        else if (type == typeof(DateOnly))
            schema["pattern"] = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
        else if (type == typeof(int))
            (schema["minimum"], schema["maximum"]) = (int.MinValue, int.MaxValue);
    }

    private static JsonNode Closed(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.PropertyInfo is { Name: "issuedBy" })
            return new JsonObject
            {
                ["type"] = new JsonArray("string", "array"),
                ["pattern"] = NotBlank,
                ["items"] = new JsonObject { ["type"] = "string", ["pattern"] = NotBlank },
            };
        // A field without a type uses a shared one.
        if (context.TypeInfo.Type == typeof(FieldText) && schema["anyOf"] is JsonArray kinds)
            kinds.Add(new JsonObject
            {
                ["properties"] = new JsonObject { ["use"] = new JsonObject { ["type"] = "string" }, ["required"] = new JsonObject { ["type"] = "boolean" } },
                ["required"] = new JsonArray("use"),
                ["additionalProperties"] = false,
            });
        // Web defaults let a number stand in quotes; in a catalogue it does not.
        if (schema is JsonObject o && o["type"] is JsonArray types && o["pattern"] is not null
            && types.Any(t => t?.GetValue<string>() == "string") && types.Any(t => t?.GetValue<string>() is "integer" or "number"))
        {
            o.Remove("pattern");
            var kept = types.Select(t => t!.GetValue<string>()).Where(t => t != "string").ToArray();
            o["type"] = kept.Length == 1 ? kept[0] : new JsonArray([.. kept.Select(t => (JsonNode)t)]);
        }
        Narrow(Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type, schema);
        return schema;
    }
}
