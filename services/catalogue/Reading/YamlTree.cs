using System.Text.Json.Nodes;
using OneVisit.Contracts.Api;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OneVisit.Catalogue.Reading;

/// <summary>
/// YAML as a JSON tree, straight from the parser's events: maps, lists and scalars of the JSON schema of YAML 1.2.
/// </summary>
internal sealed class YamlTree(TextReader text)
{
    // Of lists and maps within each other, no more than System.Text.Json reads.
    private const int Deepest = 64;

    private const string WithoutAnchors = "a catalogue is written without anchors and aliases";

    private readonly Parser _parser = new(text);
    private Dictionary<string, int>? _lines;
    private int _depth;

    /// <summary>True when a scalar in quotes has nothing in it.</summary>
    public bool HasBlank { get; private set; }

    /// <summary>
    /// The line of every place of a document by its JSON pointer. Not kept while reading, because a document without faults never asks.
    /// </summary>
    public static Dictionary<string, int> LinesOf(string yaml)
    {
        var lines = new Dictionary<string, int>();
        using var text = new StringReader(yaml);
        new YamlTree(text) { _lines = lines }.Read();
        return lines;
    }

    /// <exception cref="YamlException">Not YAML, or more of it than a catalogue needs.</exception>
    public JsonNode? Read()
    {
        try
        {
            return Document();
        }
        catch (InvalidOperationException e)
        {
            // The scanner gives up like this on a list or map in brackets that is never closed.
            var last = _parser.Current?.End ?? Mark.Empty;
            throw new YamlException(last, last, "is not YAML from here on", e);
        }
    }

    private JsonNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var tree = Node("");
        _parser.Consume<DocumentEnd>();
        _parser.Consume<StreamEnd>();
        return tree;
    }

    private JsonNode? Node(string pointer)
    {
        // An alias repeats what may be as large as the whole, and again in the next.
        if (_parser.Accept<AnchorAlias>(out var alias))
            throw new YamlException(alias.Start, alias.End, WithoutAnchors);
        var start = _parser.Consume<NodeEvent>();
        Refuse(start);
        if (start is not Scalar && ++_depth > Deepest)
            throw new YamlException(start.Start, start.End, $"nothing in a catalogue is nested more than {Deepest} deep");
        JsonNode? node = start switch
        {
            MappingStart => Map(pointer),
            SequenceStart => List(pointer),
            _ => Noted(Value((Scalar)start), (Scalar)start),
        };
        if (start is not Scalar)
            _depth--;
        return node;
    }

    private JsonValue? Noted(JsonValue? value, Scalar scalar)
    {
        HasBlank |= YamlScalar.IsBlank(scalar);
        return value;
    }

    private JsonObject Map(string pointer)
    {
        var map = new JsonObject();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            Refuse(key);
            if (!map.TryAdd(key.Value, Node(Place(pointer, key.Value, key.Start))))
                throw new YamlException(key.Start, key.End, $"'{key.Value}' stands twice");
        }
        return map;
    }

    private JsonArray List(string pointer)
    {
        var list = new JsonArray();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            list.Add(Node(Place(pointer, list.Count, _parser.Current!.Start)));
        return list;
    }

    private string Place<T>(string parent, T step, Mark at)
    {
        if (_lines is null)
            return "";
        var pointer = $"{parent}/{JsonPointer.Escape(step!.ToString()!)}";
        _lines[pointer] = (int)at.Line;
        return pointer;
    }

    private static JsonValue? Value(Scalar scalar) => YamlScalar.KindOf(scalar, out var number) switch
    {
        ScalarKind.Null => null,
        ScalarKind.True => JsonValue.Create(true),
        ScalarKind.False => JsonValue.Create(false),
        ScalarKind.Number => JsonValue.Create(number),
        _ => JsonValue.Create(scalar.Value),
    };

    private static void Refuse(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
            throw new YamlException(node.Start, node.End, WithoutAnchors);
        if (!node.Tag.IsEmpty)
            throw new YamlException(node.Start, node.End, "a catalogue is written without tags");
    }
}
