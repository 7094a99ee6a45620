using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Polling;

/// <summary>
/// JSON with holes: <c>{"from": "/form/enterprise/name"}</c> stands for what the pointer leads to; everything else stands for itself. A member whose value
/// is not there is left out, an element of a list becomes null.
/// </summary>
internal sealed class JsonTemplate
{
    private const string From = "from";

    private readonly JsonElement _template;

    private JsonTemplate(JsonElement template) => _template = template;

    /// <summary>Every fault is named; null beside one.</summary>
    /// <param name="unsound">What is wrong with a pointer; null: nothing.</param>
    public static JsonTemplate? Read(JsonElement template, string at, Func<string, string?> unsound, List<string> faults)
    {
        var before = faults.Count;
        Check(template, at, unsound, faults);
        return faults.Count == before ? new JsonTemplate(template.Clone()) : null;
    }

    /// <summary>Null where the whole is a hole that nothing fills.</summary>
    public JsonNode? Fill(JsonElement source) => Fill(_template, source, out _);

    private static JsonNode? Fill(JsonElement template, JsonElement source, out bool isThere)
    {
        isThere = true;
        switch (template.ValueKind)
        {
            case JsonValueKind.Object when PointerOf(template) is { } pointer:
                var found = JsonPointer.Find(source, pointer);
                isThere = found is not null;
                return found is { ValueKind: not JsonValueKind.Null } value ? JsonNode.Parse(value.GetRawText()) : null;
            case JsonValueKind.Object:
                var filled = new JsonObject();
                foreach (var member in template.EnumerateObject())
                {
                    var node = Fill(member.Value, source, out var has);
                    if (has)
                        filled[member.Name] = node;
                }
                return filled;
            case JsonValueKind.Array:
                return new JsonArray([.. template.EnumerateArray().Select(e => Fill(e, source, out _))]);
            case JsonValueKind.Null:
                return null;
            default:
                return JsonNode.Parse(template.GetRawText());
        }
    }

    private static void Check(JsonElement template, string at, Func<string, string?> unsound, List<string> faults)
    {
        switch (template.ValueKind)
        {
            case JsonValueKind.Object when template.TryGetProperty(From, out var from):
                if (template.EnumerateObject().Count() > 1)
                    faults.Add($"{at}: what is taken from a pointer has nothing beside 'from'");
                if (from.ValueKind != JsonValueKind.String || !MappingReader.IsPointer(from.GetString()!))
                    faults.Add($"{at}/from: a JSON pointer is expected");
                else if (unsound(from.GetString()!) is { } fault)
                    faults.Add($"{at}/from: {fault}");
                break;
            case JsonValueKind.Object:
                foreach (var member in template.EnumerateObject())
                    Check(member.Value, $"{at}/{JsonPointer.Escape(member.Name)}", unsound, faults);
                break;
            case JsonValueKind.Array:
                foreach (var (index, element) in template.EnumerateArray().Index())
                    Check(element, $"{at}/{index}", unsound, faults);
                break;
        }
    }

    private static string? PointerOf(JsonElement template) => template.TryGetProperty(From, out var from) ? from.GetString() : null;
}
