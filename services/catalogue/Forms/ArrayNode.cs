using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Forms;

/// <summary>A list. <see cref="MaxItems"/> is always given: what is asked of people has an end.</summary>
public sealed record ArrayNode(FormNode Items, int MaxItems) : FormNode
{
    public int? MinItems { get; init; }

    /// <summary>No two items are equal.</summary>
    public bool UniqueItems { get; init; }

    internal override string Kind => "a list";

    internal override bool Accepts(JsonValueKind kind) => kind == JsonValueKind.Array;

    internal override void CheckRules(JsonElement value, Walk walk)
    {
        var length = value.GetArrayLength();
        if (length < MinItems)
            walk.Report(FaultCodes.TooFewItems, $"must have at least {MinItems} items");
        if (length > MaxItems)
            walk.Report(FaultCodes.TooManyItems, $"must have at most {MaxItems} items");
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            // Beyond the limit the list is refused already; reading on would only cost.
            if (index == MaxItems || walk.IsOver)
                break;
            walk.Enter(index);
            Items.Check(item, walk);
            if (UniqueItems && EqualsAnEarlierOne(value, item, index))
                walk.Report(FaultCodes.NotUnique, "repeats an earlier item");
            walk.Leave();
            index++;
        }
    }

    internal override void Describe(JsonObject schema)
    {
        base.Describe(schema);
        schema["type"] = "array";
        schema["items"] = Items.Described();
        if (MinItems is { } least)
            schema["minItems"] = least;
        schema["maxItems"] = MaxItems;
        if (UniqueItems)
            schema["uniqueItems"] = true;
    }

    internal override void Project(JsonElement value, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in value.EnumerateArray())
            if (Items.Accepts(item.ValueKind))
                Items.Project(item, writer);
        writer.WriteEndArray();
    }

    internal override FormNode MergeRules(FormNode other, string path, ICollection<string> conflicts)
    {
        var theirs = (ArrayNode)other;
        var merged = this with
        {
            Items = Items.Merge(theirs.Items, $"{path}/items", conflicts),
            MaxItems = Math.Min(MaxItems, theirs.MaxItems),
            MinItems = Larger(MinItems, theirs.MinItems),
            UniqueItems = UniqueItems || theirs.UniqueItems,
        };
        RefuseEmptyRange(merged.MinItems, merged.MaxItems, path, conflicts);
        return merged;
    }

    private static bool EqualsAnEarlierOne(JsonElement list, JsonElement item, int index)
    {
        try
        {
            foreach (var earlier in list.EnumerateArray())
            {
                if (index-- == 0)
                    return false;
                if (JsonElement.DeepEquals(earlier, item))
                    return true;
            }
            return false;
        }
        catch (InvalidOperationException)
        {
            return false; // a text that is no text: reported where it stands
        }
    }
}
