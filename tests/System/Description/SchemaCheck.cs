using System.Globalization;
using System.Text.Json;

namespace OneVisit.SystemTests.Description;

/// <summary>
/// Judges a value by a schema of the published description (JSON Schema 2020-12, the words that the description uses). A word that is not known here is an error of the
/// test, so that nothing is passed over in silence.
/// </summary>
internal sealed class SchemaCheck(JsonElement description)
{
    /// <summary>Where a value is not as the schema says, one line each; empty when it is valid.</summary>
    public IReadOnlyList<string> FaultsOf(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, value, "", faults);
        return faults;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        foreach (var word in schema.EnumerateObject())
        {
            var rule = word.Value;
            switch (word.Name)
            {
                case "$ref":
                    Check(Referred(rule.GetString()!), value, at, faults);
                    break;
                case "type":
                    Expect(rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Any(t => IsOf(t.GetString()!, value)) : IsOf(rule.GetString()!, value), $"is no {rule}");
                    break;
                case "enum":
                    Expect(rule.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)), $"is none of {rule}");
                    break;
                case "oneOf":
                    Expect(rule.EnumerateArray().Count(s => FaultsOf(s, value).Count == 0) == 1, $"is not exactly one of {rule}");
                    break;
                case "anyOf":
                    Expect(rule.EnumerateArray().Any(s => FaultsOf(s, value).Count == 0), $"is none of {rule}");
                    break;
                case "required" when value.ValueKind == JsonValueKind.Object:
                    foreach (var name in rule.EnumerateArray().Select(n => n.GetString()!))
                        Expect(value.TryGetProperty(name, out _), $"lacks {name}");
                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    foreach (var member in rule.EnumerateObject())
                    {
                        if (value.TryGetProperty(member.Name, out var given))
                            Check(member.Value, given, $"{at}/{member.Name}", faults);
                    }
                    break;
                case "additionalProperties" when value.ValueKind == JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject().Where(m => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(m.Name, out _)))
                        Check(rule, member.Value, $"{at}/{member.Name}", faults);
                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    foreach (var (index, item) in value.EnumerateArray().Index())
                        Check(rule, item, $"{at}/{index}", faults);
                    break;
                case "minProperties" when value.ValueKind == JsonValueKind.Object:
                    Expect(value.EnumerateObject().Count() >= rule.GetInt32(), $"has fewer than {rule} members");
                    break;
                case "minLength" when value.ValueKind == JsonValueKind.String:
                    Expect(value.GetString()!.Length >= rule.GetInt32(), $"is shorter than {rule}");
                    break;
                case "maxLength" when value.ValueKind == JsonValueKind.String:
                    Expect(value.GetString()!.Length <= rule.GetInt32(), $"is longer than {rule}");
                    break;
                case "format" when value.ValueKind == JsonValueKind.String:
                    Expect(IsFormatted(rule.GetString()!, value.GetString()!), $"is no {rule}");
                    break;
                case "required" or "properties" or "additionalProperties" or "items" or "minProperties" or "minLength" or "maxLength" or "format" or "description" or "default":
                    break;
                default:
                    throw new InvalidOperationException($"The description uses '{word.Name}', which this test does not know");
            }
        }

        void Expect(bool holds, string otherwise)
        {
            if (!holds)
                faults.Add($"{at}: {value.ValueKind} {otherwise}");
        }
    }

    private JsonElement Referred(string reference) => reference[2..].Split('/').Aggregate(description, (found, name) => found.GetProperty(name));

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => throw new InvalidOperationException($"no type {type}"),
    };

    private static bool IsFormatted(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uuid" => Guid.TryParse(text, out _),
        _ => true,
    };
}
