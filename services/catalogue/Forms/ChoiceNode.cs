using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Forms;

/// <summary>One value of a list, and the words people read for it.</summary>
public sealed record Choice(string Value, Text Label);

/// <summary>One of the listed values.</summary>
public sealed record ChoiceNode(IReadOnlyList<Choice> Choices) : FormNode
{
    // No choice is nearly as long; a longer text is not read to find that out.
    private const int LongestRead = 1024;

    internal override string Kind => "a text";

    internal override bool Accepts(JsonValueKind kind) => kind == JsonValueKind.String;

    internal override void CheckRules(JsonElement value, Walk walk)
    {
        if (JsonText.RawLength(value) > LongestRead)
        {
            ReportNotAChoice(walk);
            return;
        }
        Span<char> buffer = stackalloc char[JsonText.BufferLength];
        if (!JsonText.TryRead(value, buffer, out var text))
        {
            walk.Report(FaultCodes.InvalidText, "is not Unicode text");
            return;
        }
        for (var i = 0; i < Choices.Count; i++)
            if (text.SequenceEqual(Choices[i].Value))
                return;
        ReportNotAChoice(walk);
    }

    internal override void Describe(JsonObject schema)
    {
        base.Describe(schema);
        schema["type"] = "string";
        schema["enum"] = new JsonArray([.. Choices.Select(c => JsonValue.Create(c.Value))]);
        schema["x-labels"] = new JsonObject(Choices.Select(c =>
            KeyValuePair.Create(c.Value, (JsonNode?)new JsonObject { ["zh"] = c.Label.Zh, ["en"] = c.Label.En })));
    }

    internal override FormNode MergeRules(FormNode other, string path, ICollection<string> conflicts)
    {
        var theirs = ((ChoiceNode)other).Choices;
        Choice[] shared = [.. Choices.Where(c => theirs.Any(t => t.Value == c.Value))];
        if (shared.Length == 0)
            conflicts.Add($"{path}: the items share no value");
        foreach (var disputed in shared.Where(c => !theirs.Contains(c)))
            conflicts.Add($"{path}: the items read the value '{disputed.Value}' differently");
        return this with { Choices = shared };
    }

    private void ReportNotAChoice(Walk walk) =>
        walk.Report(FaultCodes.NotAChoice, $"must be one of: {string.Join(", ", Choices.Select(c => c.Value))}");
}

/// <summary>Yes or no.</summary>
public sealed record BooleanNode : FormNode
{
    internal override string Kind => "true or false";

    internal override bool Accepts(JsonValueKind kind) => kind is JsonValueKind.True or JsonValueKind.False;

    internal override void CheckRules(JsonElement value, Walk walk) { }

    internal override void Describe(JsonObject schema)
    {
        base.Describe(schema);
        schema["type"] = "boolean";
    }

    internal override FormNode MergeRules(FormNode other, string path, ICollection<string> conflicts) => this;
}
