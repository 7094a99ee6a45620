using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OneVisit.Catalogue.Reading;

/// <summary>
/// YAML as JSON, written straight from the parser's events: the short way for a text that has nothing wrong with it. What it does not take is
/// left to <see cref="YamlTree"/>, which says what is wrong, and where.
/// </summary>
internal sealed class YamlJson
{
    // As deep as System.Text.Json reads.
    private const int Deepest = 64;

    private const int UsualSize = 8 * 1024;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _bytes;

    private readonly Parser _parser;
    private readonly Utf8JsonWriter _json;
    private bool _hasBlank;

    private YamlJson(TextReader text, Utf8JsonWriter json) => (_parser, _json) = (new Parser(text), json);

    /// <summary>Reads a document; null when it is not to be read the short way.</summary>
    /// <param name="options">Refuse a name that stands twice.</param>
    /// <param name="strict">Whether a blank text in quotes is something wrong.</param>
    public static T? Read<T>(string yaml, JsonSerializerOptions options, bool strict)
        where T : class
    {
        var bytes = _bytes ??= new ArrayBufferWriter<byte>(UsualSize);
        bytes.ResetWrittenCount();
        using var text = new StringReader(yaml);
        using var json = new Utf8JsonWriter(bytes, Plain);
        var document = new YamlJson(text, json);
        try
        {
            if (!document.Write() || (strict && document._hasBlank))
                return null;
            json.Flush();
            return JsonSerializer.Deserialize<T>(bytes.WrittenSpan, options);
        }
        // The parser gives up with the second on a bracket that is never closed.
        catch (Exception e) when (e is YamlException or InvalidOperationException or JsonException)
        {
            return null;
        }
    }

    private bool Write()
    {
        _parser.Consume<StreamStart>();
        _parser.Consume<DocumentStart>();
        if (!Node(0))
            return false;
        _parser.Consume<DocumentEnd>();
        return _parser.TryConsume<StreamEnd>(out _);
    }

    private bool Node(int depth)
    {
        if (depth > Deepest || _parser.Current is not NodeEvent node || !node.Anchor.IsEmpty || !node.Tag.IsEmpty)
            return false;
        _parser.MoveNext();
        switch (node)
        {
            case Scalar scalar:
                Value(scalar);
                return true;
            case MappingStart:
                _json.WriteStartObject();
                while (!_parser.TryConsume<MappingEnd>(out _))
                {
                    if (_parser.Current is not Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true } name)
                        return false;
                    _parser.MoveNext();
                    _json.WritePropertyName(name.Value);
                    if (!Node(depth + 1))
                        return false;
                }
                _json.WriteEndObject();
                return true;
            case SequenceStart:
                _json.WriteStartArray();
                while (!_parser.TryConsume<SequenceEnd>(out _))
                {
                    if (!Node(depth + 1))
                        return false;
                }
                _json.WriteEndArray();
                return true;
            default:
                return false;
        }
    }

    private void Value(Scalar scalar)
    {
        _hasBlank |= YamlScalar.IsBlank(scalar);
        switch (YamlScalar.KindOf(scalar, out var number))
        {
            case ScalarKind.Null:
                _json.WriteNullValue();
                break;
            case ScalarKind.True:
                _json.WriteBooleanValue(true);
                break;
            case ScalarKind.False:
                _json.WriteBooleanValue(false);
                break;
            case ScalarKind.Number:
                _json.WriteNumberValue(number);
                break;
            default:
                _json.WriteStringValue(scalar.Value);
                break;
        }
    }
}
