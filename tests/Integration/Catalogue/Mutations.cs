using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneVisit.Integration.Catalogue;

/// <summary>Makes documents that are nearly, but mostly not quite, what a form asks for. The same seed makes the same documents.</summary>
internal sealed class Mutations(int seed)
{
    // Values at and around the limits, of every type. Numbers that binary fractions cannot tell apart are left out: ajv reads them as such.
    private static readonly string[] Values =
    [
        "null", "true", "false", "{}", "[]", "[[]]", "0", "-0", "1", "-1", "0.5", "1.5", "30.0", "3e1", "100", "100.0", "100.5", "1e2", "1e13", "1000000000000", "-1e9", "0.001",
        "\"\"", "\" \"", "\"a\"", "\"ab\"", "\"\u3000甲\"", "\"甲 乙\"", "\"𠀀\"", "\"\\ud840\\udc00\\ud840\\udc01\"", "\"甲\\n\"", "\"甲\\u0001乙\"", "\"甲\\u007f\"", "\"\\u7532\"",
        "\"430602\"", "\"4306021\"", "\"430602001\"", "\"430602001001\"", "\"４３０６０２\"", "\"13907300001\"", "\"1390730000\"", "\"12907300001\"", "\"13907300001\\n\"",
        "\"430602198504151235\"", "\"430602198504151234\"", "\"43060219850415123X\"", "\"43060219850415123x\"", "\"030602198504151235\"", "\"11010519491231002X\"",
        "\"CNY\"", "\"cny\"", "\"CNYX\"", "\"official\"", "\"Official\"", "\"led\"", "\"small-scale\"", "\"vat-special\"", "\"own\"", "\"leased\"", "\"430602-01\"", "\"430602-1\"", "\"430602-01\\n\"",
        "[\"official\"]", "[\"official\",\"official\"]", "[\"vat-ordinary\",\"vat-special\"]", "[\"餐饮管理\",\"餐饮管理\"]", "[\"餐\"]",
    ];

    private static readonly int[] Lengths = [2, 3, 4, 5, 11, 12, 18, 19, 20, 21, 30, 31, 50, 51, 60, 61, 200, 201];

    private readonly Random _random = new(seed);

    public string Mutate(JsonNode form)
    {
        var document = form.DeepClone();
        for (var i = _random.Next(4); i > 0; i--)
            MutateOnce(document);
        return document.ToJsonString();
    }

    private void MutateOnce(JsonNode document)
    {
        JsonNode[] all = [.. Inside(document)];
        var at = all[_random.Next(all.Length)];
        switch (at)
        {
            case JsonObject o when _random.Next(3) == 0:
                o["unknown"] = Value();
                break;
            case JsonObject { Count: > 0 } o when _random.Next(2) == 0:
                o.Remove(o.ElementAt(_random.Next(o.Count)).Key);
                break;
            case JsonArray { Count: > 0 } a when _random.Next(3) == 0:
                a.RemoveAt(_random.Next(a.Count));
                break;
            case JsonArray { Count: > 0 } a when _random.Next(2) == 0:
                a.Add(a[_random.Next(a.Count)]?.DeepClone());
                break;
            case JsonArray a when _random.Next(2) == 0:
                a.Add(Value());
                break;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String && _random.Next(2) == 0:
                text.ReplaceWith(Nudged((string)text!));
                break;
            default:
                if (at.Parent is not null)
                    at.ReplaceWith(Value());
                break;
        }
    }

    // A character more, less or other: near enough to be right by chance.
    private string Nudged(string text) => _random.Next(4) switch
    {
        0 => text + "X",
        1 => text.Length == 0 ? text : text[..^1],
        _ => text.Length == 0 ? text : text[..^1] + "0123456789X"[_random.Next(11)],
    };

    private JsonNode? Value() => _random.Next(4) == 0
        ? JsonValue.Create(string.Concat(Enumerable.Repeat(_random.Next(2) == 0 ? "长" : "𠀀", Lengths[_random.Next(Lengths.Length)])))
        : JsonNode.Parse(Values[_random.Next(Values.Length)]);

    private static IEnumerable<JsonNode> Inside(JsonNode node) =>
    [
        node,
        .. (node switch
        {
            JsonObject o => o.Select(p => p.Value),
            JsonArray a => a,
            _ => Enumerable.Empty<JsonNode?>(),
        }).OfType<JsonNode>().SelectMany(Inside),
    ];
}
