using System.Text.Json.Nodes;

namespace OneVisit.Gateway.Reference;

/// <summary>
/// Where a member may be null the descriptions say "either null or this type", and exactly one of the two has to hold; so the type itself must
/// not take null as well. The framework's enumerations do, and JSON of any kind does.
/// </summary>
internal static class Nulls
{
    /// <summary>Changes the schemas of a description so that null is said once.</summary>
    public static void SayOnce(JsonObject schemas)
    {
        foreach (var (_, schema) in schemas)
        {
            if (schema?["enum"] is JsonArray values)
                values.RemoveAll(value => value is null);
        }
        var ofAnyKind = schemas.Where(s => s.Value is JsonObject { Count: 0 }).Select(s => $"#/components/schemas/{s.Key}").ToHashSet();
        foreach (var (_, schema) in schemas)
        {
            var members = schema?["properties"] as JsonObject ?? [];
            foreach (var (name, choice) in members.Where(m => m.Value?["oneOf"] is JsonArray).ToList())
            {
                if (choice!["oneOf"]!.AsArray().FirstOrDefault(c => c?["$ref"] is { } type && ofAnyKind.Contains(type.GetValue<string>())) is { } any)
                    members[name] = any.DeepClone();
            }
        }
    }
}
