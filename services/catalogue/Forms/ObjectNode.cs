using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Forms;

/// <summary>A named member of an <see cref="ObjectNode"/>.</summary>
public sealed record FormField(string Name, FormNode Node, bool Required)
{
    internal byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);
}

/// <summary>An object with the members it declares and no others.</summary>
public sealed record ObjectNode : FormNode
{
    /// <summary>A member name longer than this is not repeated in a pointer.</summary>
    private const int LongestNameInPointer = 100;

    /// <summary>Those seen are kept as the bits of one number.</summary>
    public const int MostMembers = 64;

    private readonly FormField[] _fields;
    private readonly bool _hasOutputs;

    public ObjectNode(IEnumerable<FormField> fields)
    {
        _fields = [.. fields];
        if (_fields.Length > MostMembers)
            throw new InvalidDataException($"an object of a form has at most {MostMembers} members: group them");
        _hasOutputs = Array.Exists(_fields, f => f.Node.HasOutputs);
    }

    public static readonly ObjectNode Empty = new([]);

    /// <summary>Chinese as it is: the document goes to its department, and is stored there, as it is written here.</summary>
    private static readonly JsonWriterOptions Written = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<FormField> Fields => _fields;

    internal override string Kind => "an object";

    public FormField? Find(string name) => Array.Find(_fields, f => f.Name == name);

    /// <summary>The declared part of a document as a document of its own. What is not declared, or not of the declared kind, is not in it.</summary>
    public JsonElement Project(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Written))
            if (Accepts(value.ValueKind))
                Project(value, writer);
            else
                writer.WriteRawValue("{}"u8);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    internal override bool Accepts(JsonValueKind kind) => kind == JsonValueKind.Object;

    internal override void CheckRules(JsonElement value, Walk walk)
    {
        var seen = 0UL;
        var next = 0;
        foreach (var property in value.EnumerateObject())
        {
            if (walk.IsOver)
                return;
            var at = IndexOf(property, next);
            if (at < 0)
            {
                ReportUnknown(property, walk);
                continue;
            }
            next = at + 1;
            var field = _fields[at];
            if ((seen & (1UL << at)) != 0)
                walk.Report(field.Name, FaultCodes.DuplicateMember, "is written more than once");
            seen |= 1UL << at;
            walk.Enter(field.Name);
            field.Node.Check(property.Value, walk);
            walk.Leave();
        }
        for (var i = 0; i < _fields.Length; i++)
            if (_fields[i].Required && (seen & (1UL << i)) == 0)
                walk.Report(_fields[i].Name, FaultCodes.Missing, "is required");
    }

    internal override void Describe(JsonObject schema)
    {
        base.Describe(schema);
        schema["type"] = "object";
        schema["properties"] = new JsonObject(_fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Node.Described())));
        if (_fields.Any(f => f.Required))
            schema["required"] = new JsonArray([.. _fields.Where(f => f.Required).Select(f => JsonValue.Create(f.Name))]);
        schema["additionalProperties"] = false;
    }

    internal override void Project(JsonElement value, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var field in _fields)
        {
            if (Json.MemberOf(value, field.Utf8Name) is not { } member || !field.Node.Accepts(member.ValueKind))
                continue;
            writer.WritePropertyName(field.Utf8Name);
            field.Node.Project(member, writer);
        }
        writer.WriteEndObject();
    }

    internal override FormNode MergeRules(FormNode other, string path, ICollection<string> conflicts) => Merge((ObjectNode)other, path, conflicts);

    /// <summary>The members of both; a member of both is merged and required when either requires it.</summary>
    internal ObjectNode Merge(ObjectNode other, string path, ICollection<string> conflicts)
    {
        if (_fields.Length == 0 && Title is null)
            return other;
        var merged = new List<FormField>(_fields.Length + other._fields.Length);
        foreach (var mine in _fields)
            merged.Add(other.Find(mine.Name) is { } theirs ? MergeField(mine, theirs, path, conflicts) : mine);
        foreach (var theirs in other._fields)
            if (Find(theirs.Name) is null)
                merged.Add(theirs);
        return new(merged) { Title = Title };
    }

    private static FormField MergeField(FormField mine, FormField theirs, string path, ICollection<string> conflicts)
    {
        var node = mine.Node.Merge(theirs.Node, $"{path}/{mine.Name}", conflicts);
        var required = mine.Required || theirs.Required;
        return ReferenceEquals(node, mine.Node) && required == mine.Required ? mine : mine with { Node = node, Required = required };
    }

    internal override bool HasOutputs => base.HasOutputs || _hasOutputs;

    /// <summary>This form without what items of the plan issue: nobody is asked for what the city is about to write itself.</summary>
    /// <param name="isIssued">Whether an item of the plan issues this licence type.</param>
    internal ObjectNode Without(Func<string, bool> isIssued)
    {
        if (!_hasOutputs)
            return this;
        var asked = new List<FormField>(_fields.Length);
        foreach (var field in _fields)
        {
            if (field.Node.Output is { } output && isIssued(LicenceTypeOf(output)))
                continue;
            if (field.Node is not ObjectNode { HasOutputs: true } inner)
                asked.Add(field);
            else if (inner.Without(isIssued) is { Fields.Count: > 0 } rest)
                asked.Add(field with { Node = rest });
        }
        return new(asked) { Title = Title, Output = Output };
    }

    /// <summary>The licence types of which fields of this form are outputs.</summary>
    internal IEnumerable<string> OutputTypes() => !_hasOutputs ? [] : _fields.SelectMany(f =>
        f.Node.Output is { } output ? [LicenceTypeOf(output)] : f.Node is ObjectNode inner ? inner.OutputTypes() : []).Distinct();

    private static string LicenceTypeOf(string output) => output[..output.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>
    /// This form, tolerating what another declares as well: as long as an answer is open, fields of items that may yet apply are neither
    /// asked nor refused.
    /// </summary>
    internal ObjectNode Tolerating(ObjectNode other)
    {
        var tolerant = _fields.Select(mine => other.Find(mine.Name) is { } theirs ? mine with { Node = Tolerating(mine.Node, theirs.Node) } : mine);
        var tolerated = other._fields.Where(f => Find(f.Name) is null).Select(f => new FormField(f.Name, AnyNode.Instance, Required: false));
        return new([.. tolerant, .. tolerated]) { Title = Title };
    }

    private static FormNode Tolerating(FormNode mine, FormNode theirs) => (mine, theirs) switch
    {
        (ObjectNode a, ObjectNode b) => a.Tolerating(b),
        (ArrayNode a, ArrayNode b) => a with { Items = Tolerating(a.Items, b.Items) },
        _ => mine,
    };

    private int IndexOf(JsonProperty property, int expected)
    {
        // Documents are mostly written in the order of the form, so the expected member is looked at first.
        for (var i = expected; i < _fields.Length; i++)
            if (JsonText.NameIs(property, _fields[i].Utf8Name))
                return i;
        for (var i = 0; i < expected; i++)
            if (JsonText.NameIs(property, _fields[i].Utf8Name))
                return i;
        return -1;
    }

    private static void ReportUnknown(JsonProperty property, Walk walk)
    {
        if (JsonText.NameOf(property) is not { } name)
            walk.Report(FaultCodes.InvalidText, "has a member whose name is not Unicode text");
        else if (name.Length > LongestNameInPointer)
            walk.Report(FaultCodes.UnknownMember, $"has an unknown member with a name of {name.Length} characters");
        else
            walk.Report(name, FaultCodes.UnknownMember, "is not asked for");
    }
}

/// <summary>A place whose contents are checked elsewhere, or not yet.</summary>
internal sealed record AnyNode : FormNode
{
    public static readonly AnyNode Instance = new();
    public static readonly AnyNode Object = new() { OnlyObjects = true };

    public bool OnlyObjects { get; private init; }

    internal override string Kind => OnlyObjects ? "an object" : "a value";

    internal override bool Accepts(JsonValueKind kind) => !OnlyObjects || kind == JsonValueKind.Object;

    internal override void CheckRules(JsonElement value, Walk walk) { }

    internal override FormNode MergeRules(FormNode other, string path, ICollection<string> conflicts) => other;
}
