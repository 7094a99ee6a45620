using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OneVisit.Catalogue;

/// <summary>
/// YAML as a JSON tree, straight from the parser's events: maps, lists and scalars of the JSON schema of YAML 1.2. A scalar in quotes is always
/// a text, so a code or a version is written in quotes.
/// </summary>
internal sealed class YamlTree(TextReader text)
{
    private readonly Parser _parser = new(text);
    private readonly Dictionary<AnchorName, JsonNode?> _anchored = [];

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
        var tree = Node();
        _parser.Consume<DocumentEnd>();
        _parser.Consume<StreamEnd>();
        return tree;
    }

    private JsonNode? Node()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return _anchored.TryGetValue(alias.Value, out var known)
                ? known?.DeepClone()
                : throw new YamlException(alias.Start, alias.End, $"there is no anchor '{alias.Value}' before this place");
        var start = _parser.Consume<NodeEvent>();
        RefuseTag(start);
        JsonNode? node = start switch
        {
            MappingStart => Map(),
            SequenceStart => List(),
            _ => Value((Scalar)start),
        };
        if (!start.Anchor.IsEmpty)
            _anchored[start.Anchor] = node;
        return node;
    }

    private JsonObject Map()
    {
        var map = new JsonObject();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            RefuseTag(key);
            if (!map.TryAdd(key.Value, Node()))
                throw new YamlException(key.Start, key.End, $"'{key.Value}' stands twice");
        }
        return map;
    }

    private JsonArray List()
    {
        var list = new JsonArray();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            list.Add(Node());
        return list;
    }

    private static JsonValue? Value(Scalar scalar) => scalar switch
    {
        { Style: not ScalarStyle.Plain } => JsonValue.Create(scalar.Value),
        { Value: "" or "~" or "null" } => null,
        { Value: "true" } => JsonValue.Create(true),
        { Value: "false" } => JsonValue.Create(false),
        { Value: var value } when decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            => JsonValue.Create(number),
        _ => JsonValue.Create(scalar.Value),
    };

    private static void RefuseTag(NodeEvent node)
    {
        if (!node.Tag.IsEmpty)
            throw new YamlException(node.Start, node.End, "a catalogue is written without tags");
    }
}
