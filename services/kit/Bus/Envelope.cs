using System.Runtime.InteropServices;
using System.Text;
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

    /// <summary>Younger work is none to speak of.</summary>
    private static readonly TimeSpan Noteworthy = TimeSpan.FromMilliseconds(500);

    private Envelope(Guid id, string from, DateTimeOffset? at, TimeSpan backlog, ReadOnlyMemory<byte> body, IReadOnlyList<CarriedMessage> messages)
    {
        Id = id;
        From = from;
        At = at;
        Backlog = backlog;
        Body = body;
        Messages = messages;
    }

    /// <summary>UUIDv7.</summary>
    public Guid Id { get; }

    /// <summary>The service that sent it; empty when it does not say.</summary>
    public string From { get; }

    /// <summary>When it was sealed, by the sender's clock; null when it does not say.</summary>
    public DateTimeOffset? At { get; }

    /// <summary>The age of the work its sender had in hand; zero when it does not say.</summary>
    public TimeSpan Backlog { get; }

    /// <summary>The wire form: <c>{"id","from","at","backlogMs?","messages":[{"type","trace?","body"}]}</c>, under gzip when that is long; see <see cref="Compression"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    public IReadOnlyList<CarriedMessage> Messages { get; }

    /// <summary><see cref="Body"/> as an array of its own, not to be changed.</summary>
    internal byte[] Bytes => MemoryMarshal.TryGetArray(Body, out var segment) && segment.Count == segment.Array!.Length ? segment.Array : Body.ToArray();

    /// <summary>Seals messages into an envelope.</summary>
    public static Envelope Seal(Guid id, string from, DateTimeOffset at, MessageTypes types, IReadOnlyList<CarriedMessage> messages, TimeSpan backlog = default)
    {
        var buffer = Compression.Buffer();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("from", from);
            json.WriteString("at", at);
            if (backlog >= Noteworthy)
                json.WriteNumber("backlogMs", (long)backlog.TotalMilliseconds);
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
        return new Envelope(id, from, at, backlog, Compression.Compress(buffer.WrittenSpan), messages);
    }

    /// <summary>Opens the wire form. A message that cannot be read is carried as <see cref="UnreadableMessage"/>, so that it hurts only itself.</summary>
    /// <exception cref="JsonException">The bytes are not an envelope at all.</exception>
    public static Envelope Open(ReadOnlyMemory<byte> body, MessageTypes types)
    {
        var json = Compression.Decompress(body);
        var reader = new Utf8JsonReader(json);
        Guid? id = null;
        var from = "";
        DateTimeOffset? at = null;
        var backlog = TimeSpan.Zero;
        List<CarriedMessage>? messages = null;
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                // Compared as bytes: a name that is no text is unknown like any other.
                var isId = reader.ValueTextEquals("id"u8);
                var isFrom = reader.ValueTextEquals("from"u8);
                var isAt = reader.ValueTextEquals("at"u8);
                var isBacklog = reader.ValueTextEquals("backlogMs"u8);
                var isMessages = reader.ValueTextEquals("messages"u8);
                reader.Read();
                if (isId && reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var guid))
                    id = guid;
                else if (isFrom && reader.TokenType == JsonTokenType.String)
                    from = TextOf(reader);
                else if (isAt && reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var instant))
                    at = instant;
                else if (isBacklog && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var milliseconds) && milliseconds is >= 0 and < 1_000_000_000)
                    backlog = TimeSpan.FromMilliseconds(milliseconds);
                else if (isMessages && reader.TokenType == JsonTokenType.StartArray)
                {
                    messages = [];
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                        messages.Add(OpenMessage(json, ref reader, types));
                }
                else
                    reader.Skip();
            }
            // Nothing may follow: bytes behind the end are those of something else.
            reader.Read();
        }
        return id is { } known && messages is not null
            ? new Envelope(known, from, at, backlog, body, messages)
            : throw new JsonException("not an envelope: an object with the members id and messages was expected");
    }

    private static string TextOf(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("the sender's name is no text", e);
        }
    }

    /// <summary>Reads the message that the reader stands at, and leaves the reader at its end.</summary>
    /// <exception cref="JsonException">The bytes end or break off within it: then they are no envelope.</exception>
    private static CarriedMessage OpenMessage(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, MessageTypes types)
    {
        var start = reader;
        string? type = null;
        try
        {
            string? trace = null;
            ReadOnlySpan<byte> body = default;
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException("the message is no object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                var isTrace = reader.ValueTextEquals("trace"u8);
                var isBody = reader.ValueTextEquals("body"u8);
                reader.Read();
                if (isType)
                    type = reader.GetString() ?? throw new JsonException("the message has no type");
                else if (isTrace)
                    trace = reader.GetString();
                else if (isBody)
                    body = json[Skip(ref reader)];
                else
                    reader.Skip();
            }
            return type is null ? throw new JsonException("the message has no type")
                : body.IsEmpty ? throw new JsonException("the message has no body")
                : new CarriedMessage(type, types.Read(type, body), trace);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            reader = start;
            return new CarriedMessage(type ?? "?", new UnreadableMessage(Encoding.UTF8.GetString(json[Skip(ref reader)]), e.Message), null);
        }
    }

    /// <summary>Where the value is that the reader stands at; it is left at its end.</summary>
    private static Range Skip(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }
}

/// <summary>A message on its way, with the W3C trace context it belongs to.</summary>
public sealed record CarriedMessage(string Type, object Message, string? Trace);

/// <summary>Stands for a message that could not be read; it ends among the dead letters.</summary>
public sealed record UnreadableMessage(string Raw, string Reason);
