using System.Text;
using System.Text.Json;
using CsCheck;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Bus;
using OneVisit.Unit.Snapshots;

namespace OneVisit.Unit.Bus;

public sealed class EnvelopeTests
{
    private static readonly Guid Id = new("019ab000-0000-7000-8000-000000000099");
    private static readonly DateTimeOffset At = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
    private static readonly TaskHeld Held = Samples.All.OfType<TaskHeld>().Single();

    [Fact]
    public void What_is_sealed_is_opened_again_in_the_same_order()
    {
        var packed = Envelope.Seal(Id, "tax", At, MessageTypes.Contracts, [.. Samples.All.Select((m, i) => new CarriedMessage(MessageTypes.Contracts.NameOf(m), m, i == 0 ? "00-trace" : null))]);

        var opened = Envelope.Open(packed.Body, MessageTypes.Contracts);
        Assert.Equal((Id, "tax"), (opened.Id, opened.From));
        Assert.Equal(packed.Messages.Select(m => (m.Type, m.Trace)), opened.Messages.Select(m => (m.Type, m.Trace)));
        Assert.Equal(packed.Messages.Select(m => JsonSerializer.Serialize(m.Message)), opened.Messages.Select(m => JsonSerializer.Serialize(m.Message)));
        Assert.Equal(packed.Body.ToArray(), opened.Body.ToArray());
    }

    [Fact]
    public void A_long_envelope_is_compressed_and_opened_again_unchanged()
    {
        CarriedMessage[] many = [.. Enumerable.Range(0, 64).Select(i => new CarriedMessage("task-held", Held with { Holder = $"pool:{i}" }, null))];

        var packed = Envelope.Seal(Id, "tax", At, MessageTypes.Contracts, many, TimeSpan.FromSeconds(7));
        Assert.True(Compression.IsCompressed(packed.Body.Span));
        Assert.InRange(packed.Body.Length, 1, 4096);

        var opened = Envelope.Open(packed.Body, MessageTypes.Contracts);
        Assert.Equal(many.Select(m => m.Message), opened.Messages.Select(m => m.Message));
        Assert.Equal((Id, "tax", At, TimeSpan.FromSeconds(7)), (opened.Id, opened.From, opened.At, opened.Backlog));
    }

    [Fact]
    public void A_compressed_envelope_that_was_damaged_is_refused_and_never_read_in_part() => Gen.Int[20, 400].Sample(at =>
    {
        CarriedMessage[] many = [.. Enumerable.Range(0, 64).Select(i => new CarriedMessage("task-held", Held with { Holder = $"pool:{i}" }, null))];
        var damaged = Envelope.Seal(Id, "tax", At, MessageTypes.Contracts, many).Body.ToArray();
        Assert.ThrowsAny<JsonException>(() => Envelope.Open(damaged.AsMemory(0, damaged.Length - at), MessageTypes.Contracts));
    });

    [Fact]
    public void The_wire_form_says_who_sent_it_and_when()
    {
        var wire = JsonElement.Parse(Envelope.Seal(Id, "tax", At, MessageTypes.Contracts, [new CarriedMessage("task-held", Held, null)]).Body.Span);

        Assert.Equal((Id, "tax", At), (wire.GetProperty("id").GetGuid(), wire.GetProperty("from").GetString(), wire.GetProperty("at").GetDateTimeOffset()));
        Assert.False(wire.GetProperty("messages")[0].TryGetProperty("trace", out _));
    }

    [Theory]
    [InlineData("""{"type":"no-such-thing","body":{}}""", "no-such-thing")]
    [InlineData("""{"type":"task-held","body":{}}""", "task-held")]
    [InlineData("""{"type":"task-held","body":null}""", "task-held")]
    [InlineData("""{"type":"task-held"}""", "task-held")]
    [InlineData("""{"type":7,"body":{}}""", "?")]
    [InlineData("""{"body":{}}""", "?")]
    [InlineData("""{"type":null,"body":{}}""", "?")]
    [InlineData("7", "?")]
    [InlineData("null", "?")]
    public void A_message_that_cannot_be_read_is_carried_as_such_and_the_others_are_read(string message, string type)
    {
        var held = JsonSerializer.Serialize(Held, OneVisit.Contracts.ContractJson.Default.TaskHeld);
        var opened = Envelope.Open(Encoding.UTF8.GetBytes($$"""{"id":"{{Id}}","messages":[{{message}},{"type":"task-held","body":{{held}}}]}"""), MessageTypes.Contracts);

        var unreadable = Assert.IsType<UnreadableMessage>(opened.Messages[0].Message);
        Assert.Equal((type, message), (opened.Messages[0].Type, unreadable.Raw));
        Assert.NotEmpty(unreadable.Reason);
        Assert.Equal(Held, opened.Messages[1].Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":"019ab000-0000-7000-8000-000000000099"}""")]
    [InlineData("""{"id":"019ab000-0000-7000-8000-000000000099","messages":{}}""")]
    [InlineData("""{"id":"not an id","messages":[]}""")]
    [InlineData("""{"id":7,"messages":[]}""")]
    public void What_is_no_envelope_is_refused(string text) =>
        Assert.ThrowsAny<JsonException>(() => Envelope.Open(Encoding.UTF8.GetBytes(text), MessageTypes.Contracts));

    [Theory]
    [InlineData(" x")]
    [InlineData("{}")]
    [InlineData("]")]
    [InlineData("\0")]
    public void What_goes_on_behind_its_end_is_no_envelope(string behind)
    {
        const string Whole = """{"id":"019ab000-0000-7000-8000-000000000099","messages":[]}""";
        Assert.Empty(Envelope.Open(Encoding.UTF8.GetBytes(Whole + " \n"), MessageTypes.Contracts).Messages);
        Assert.ThrowsAny<JsonException>(() => Envelope.Open(Encoding.UTF8.GetBytes(Whole + behind), MessageTypes.Contracts));
    }

    [Fact]
    public void A_name_that_is_no_text_is_unknown_and_a_sender_that_is_none_is_refused()
    {
        byte[] Bytes(string before, string after) => [.. Encoding.UTF8.GetBytes(before), 0xff, .. Encoding.UTF8.GetBytes(after)];
        const string Rest = """:"x","id":"019ab000-0000-7000-8000-000000000099","messages":[]}""";

        Assert.Equal(Id, Envelope.Open(Bytes("{\"", "\"" + Rest), MessageTypes.Contracts).Id);
        Assert.ThrowsAny<JsonException>(() => Envelope.Open(Bytes("{\"from\":\"", "\",\"x\"" + Rest), MessageTypes.Contracts));
    }

    [Fact]
    public void Garbage_is_refused_as_such_whatever_it_is() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        try
        {
            _ = Envelope.Open(bytes, MessageTypes.Contracts);
        }
        catch (JsonException)
        {
        }
    });
}
