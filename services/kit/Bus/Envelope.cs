using System.Buffers;
using System.Text.Json;

namespace OneVisit.Kit.Bus;

/// <summary>
/// All messages of one batch for one destination. The same bytes are the outbox row, the wire message and, by their id, the
/// receiver's inbox row: immutable once committed, published again unchanged, processed whole in one transaction.
/// </summary>
public sealed class Envelope
{
    /// <summary>Chinese as it is: half the bytes of escapes, and a person can read a stored envelope.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Envelope(Guid id, string from, ReadOnlyMemory<byte> body, IReadOnlyList<CarriedMessage> messages)
    {
        Id = id;
        From = from;
        Body = body;
        Messages = messages;
    }

    /// <summary>UUIDv7.</summary>
    public Guid Id { get; }

    /// <summary>The service that sent it; empty when it does not say.</summary>
    public string From { get; }

    /// <summary>The wire form: <c>{"id","from","at","messages":[{"type","trace?","body"}]}</c>, under gzip when that is long; see <see cref="Compression"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    public IReadOnlyList<CarriedMessage> Messages { get; }

    /// <summary>Seals messages into an envelope.</summary>
    public static Envelope Seal(Guid id, string from, DateTimeOffset at, MessageTypes types, IReadOnlyList<CarriedMessage> messages)
    {
        var buffer = new ArrayBufferWriter<byte>(512 * Math.Max(1, messages.Count));
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("from", from);
            json.WriteString("at", at);
            json.WriteStartArray("messages");
            foreach (var message in messages)
            {
                json.WriteStartObject();
                json.WriteString("type", message.Type);
                if (message.Trace is not null)
                    json.WriteString("trace", message.Trace);
                json.WritePropertyName("body");
                types.Write(json, message.Message);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return new Envelope(id, from, Compression.Compress(buffer.WrittenMemory), messages);
    }

    /// <summary>Opens the wire form. A message that cannot be read is carried as <see cref="UnreadableMessage"/>, so that it hurts only itself.</summary>
    /// <exception cref="JsonException">The bytes are not an envelope at all.</exception>
    public static Envelope Open(ReadOnlyMemory<byte> body, MessageTypes types)
    {
        using var document = JsonDocument.Parse(Compression.Decompress(body));
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String || !id.TryGetGuid(out var guid)
            || !root.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("not an envelope: an object with the members id and messages was expected");
        }

        var carried = new List<CarriedMessage>(messages.GetArrayLength());
        foreach (var message in messages.EnumerateArray())
            carried.Add(OpenMessage(message, types));
        var from = root.TryGetProperty("from", out var sender) && sender.ValueKind == JsonValueKind.String ? sender.GetString()! : "";
        return new Envelope(guid, from, body, carried);
    }

    private static CarriedMessage OpenMessage(JsonElement message, MessageTypes types)
    {
        string? type = null;
        try
        {
            type = message.GetProperty("type").GetString() ?? throw new JsonException("the message has no type");
            var trace = message.TryGetProperty("trace", out var t) ? t.GetString() : null;
            return new CarriedMessage(type, types.Read(type, message.GetProperty("body")), trace);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new CarriedMessage(type ?? "?", new UnreadableMessage(message.GetRawText(), e.Message), null);
        }
    }
}

/// <summary>A message on its way, with the W3C trace context it belongs to.</summary>
public sealed record CarriedMessage(string Type, object Message, string? Trace);

/// <summary>Stands for a message that could not be read; it ends among the dead letters.</summary>
public sealed record UnreadableMessage(string Raw, string Reason);
