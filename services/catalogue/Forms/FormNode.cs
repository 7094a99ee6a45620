using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Forms;

/// <summary>
/// One place of a form and what may stand there. The model validates by itself; its export as JSON Schema says exactly the same, so that a
/// client can check with any validator. Two things go beyond the schema: check digits of <see cref="TextFormat"/>s, and what the schema's
/// own parser has already lost (members written twice, halves of surrogate pairs, numbers beyond 28 digits).
/// </summary>
public abstract record FormNode
{
    internal const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>The words an applicant reads at this place.</summary>
    public Text? Title { get; init; }

    /// <summary>Names every fault of a value. Never throws, whatever the value is.</summary>
    /// <param name="pointer">JSON pointer of the value within the request.</param>
    public void Validate(JsonElement value, string pointer, ICollection<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        Check(value, new Walk(pointer, faults));
    }

    /// <summary>The same rules as JSON Schema 2020-12.</summary>
    public JsonObject ToJsonSchema()
    {
        var schema = new JsonObject { ["$schema"] = Dialect };
        Describe(schema);
        return schema;
    }

    internal void Check(JsonElement value, Walk walk)
    {
        if (Accepts(value.ValueKind))
            CheckRules(value, walk);
        else
            walk.Report(FaultCodes.WrongType, $"must be {Kind}");
    }

    /// <summary>The kind of value in words: "a text".</summary>
    internal abstract string Kind { get; }

    internal abstract bool Accepts(JsonValueKind kind);

    internal abstract void CheckRules(JsonElement value, Walk walk);

    /// <summary>Writes the rules of this place into a schema object.</summary>
    internal virtual void Describe(JsonObject schema)
    {
        if (Title is null)
            return;
        schema["title"] = Title.Zh;
        schema["x-title"] = new JsonObject { ["zh"] = Title.Zh, ["en"] = Title.En };
    }

    internal JsonObject Described()
    {
        var schema = new JsonObject();
        Describe(schema);
        return schema;
    }

    /// <summary>Copies what this node declares of a value of its kind, and nothing else.</summary>
    internal virtual void Project(JsonElement value, Utf8JsonWriter writer) =>
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    /// <summary>The licence and field of it that this is, <c>business-licence.name</c>: not asked where an item of the plan issues it.</summary>
    public string? Output { get; init; }

    /// <summary>True when something of this place is the output of an item.</summary>
    internal virtual bool HasOutputs => Output is not null;

    /// <summary>The node that accepts what both accept: a field shared by two items is asked once, by the stricter rule.</summary>
    /// <param name="path">Where the two meet, a JSON pointer.</param>
    /// <param name="conflicts">Takes what keeps the two from being one: nothing can satisfy both, or they mean different things.</param>
    internal FormNode Merge(FormNode other, string path, ICollection<string> conflicts)
    {
        // Items that use the same shared field share its node.
        if (ReferenceEquals(this, other))
            return this;
        if (other.GetType() != GetType())
        {
            conflicts.Add($"{path}: one item declares {Kind}, another {other.Kind}");
            return this;
        }
        if (Title != other.Title)
            conflicts.Add($"{path}: one item calls it '{Title?.En}', another '{other.Title?.En}'");
        if (Output is not null && other.Output is not null && Output != other.Output)
            conflicts.Add($"{path}: one item reads it from {Output}, another from {other.Output}");
        var merged = MergeRules(other, path, conflicts);
        return merged.Output is null && other.Output is not null ? merged with { Output = other.Output } : merged;
    }

    internal abstract FormNode MergeRules(FormNode other, string path, ICollection<string> conflicts);

    internal static T? Larger<T>(T? a, T? b) where T : struct, IComparable<T> =>
        a is { } x && b is { } y ? (x.CompareTo(y) >= 0 ? x : y) : a ?? b;

    internal static T? Smaller<T>(T? a, T? b) where T : struct, IComparable<T> =>
        a is { } x && b is { } y ? (x.CompareTo(y) <= 0 ? x : y) : a ?? b;

    /// <summary>Tells when the least is more than the most.</summary>
    internal static void RefuseEmptyRange<T>(T? least, T? most, string path, ICollection<string> conflicts) where T : struct, IComparable<T>
    {
        if (least is { } x && most is { } y && x.CompareTo(y) > 0)
            conflicts.Add($"{path}: nothing can be at least {least} and at most {most}");
    }
}
