using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneVisit.Catalogue.Forms;

/// <summary>A place where null says the same as leaving it out.</summary>
internal sealed record NullableNode(FormNode Node) : FormNode
{
    internal override string Kind => $"{Node.Kind}, or null";

    internal override bool Accepts(JsonValueKind kind) => kind == JsonValueKind.Null || Node.Accepts(kind);

    internal override void CheckRules(JsonElement value, Walk walk)
    {
        if (value.ValueKind != JsonValueKind.Null)
            Node.CheckRules(value, walk);
    }

    internal override void Project(JsonElement value, Utf8JsonWriter writer)
    {
        if (value.ValueKind == JsonValueKind.Null)
            writer.WriteNullValue();
        else
            Node.Project(value, writer);
    }

    internal override void Describe(JsonObject schema)
    {
        base.Describe(schema);
        schema["anyOf"] = new JsonArray(Node.Described(), new JsonObject { ["type"] = "null" });
    }

    internal override FormNode MergeRules(FormNode other, string path, ICollection<string> conflicts) =>
        new NullableNode(Node.Merge(((NullableNode)other).Node, path, conflicts));
}
