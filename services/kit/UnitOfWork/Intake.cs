using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using OneVisit.Kit.Bus;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>Something that waits for its effect to be committed: an envelope, a command from HTTP, or a moment that has come.</summary>
internal abstract class Intake
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once the effect is committed.</summary>
    public Task Done => _done.Task;

    /// <summary>The id that makes a repeat recognisable, when the sender gave one.</summary>
    public virtual Guid? InboxId => null;

    /// <summary>The aggregate that is woken.</summary>
    public virtual Guid? Woken => null;

    /// <summary>What a dead letter names as its origin: the envelope, or the aggregate that was woken.</summary>
    public virtual Guid Origin => InboxId ?? Woken ?? Guid.Empty;

    /// <summary>The service that sent it; null for what is this service's own: commands and wakes.</summary>
    public virtual string? Sender => null;

    /// <summary>When it was sent, for the age of the backlog; null for what has no sender that waits.</summary>
    public virtual DateTimeOffset? Since => null;

    public abstract IReadOnlyList<CarriedMessage> Messages { get; }

    /// <summary>Called after the commit.</summary>
    public virtual void Complete() => _done.TrySetResult();

    public virtual void Fail(Exception cause) => _done.TrySetException(cause);
}

/// <param name="since">When it was sent, when that counts for the age of the backlog.</param>
internal sealed class EnvelopeIntake(Envelope envelope, DateTimeOffset? since = null) : Intake
{
    public override Guid? InboxId => envelope.Id;
    public override string? Sender => envelope.From;
    public override DateTimeOffset? Since => since;
    public override IReadOnlyList<CarriedMessage> Messages => envelope.Messages;

    /// <summary>
    /// The envelope message by message, for finding the one that cannot be committed. Every part has an inbox id of its own, always the
    /// same one, so that taking it apart again after a crash repeats none; the last part's is the envelope's.
    /// </summary>
    public IEnumerable<Intake> Parts() => envelope.Messages.Select((message, i) =>
        new EnvelopePart(message, envelope, i == envelope.Messages.Count - 1 ? envelope.Id : PartId(envelope.Id, i)));

    /// <summary>A UUIDv7 of the envelope's instant; the rest is the beginning of SHA-256 over the envelope's id and the part's number.</summary>
    internal static Guid PartId(Guid envelope, int number)
    {
        Span<byte> bytes = stackalloc byte[20];
        envelope.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], number);
        SHA256.HashData(bytes).AsSpan(0, 7).CopyTo(bytes[9..]);
        return new Guid(bytes[..16], bigEndian: true);
    }

    private sealed class EnvelopePart(CarriedMessage message, Envelope envelope, Guid inboxId) : Intake
    {
        public override Guid? InboxId => inboxId;
        public override Guid Origin => envelope.Id;
        public override string? Sender => envelope.From;
        public override IReadOnlyList<CarriedMessage> Messages { get; } = [message];
    }
}

/// <param name="done">Called when it is decided, or given up for now.</param>
internal sealed class WakeIntake(Guid owner, Action done) : Intake
{
    public override Guid? Woken => owner;
    public override IReadOnlyList<CarriedMessage> Messages { get; } = [new CarriedMessage("wake", new Wake(owner), null)];

    public override void Complete() => done();

    public override void Fail(Exception cause) => done();
}

/// <summary>No message: lets the worker delete confirmed outbox rows, however few they are.</summary>
internal sealed class FlushIntake : Intake
{
    public override IReadOnlyList<CarriedMessage> Messages => [];
}

internal sealed class CommandIntake<TState>(Command<TState> command, DateTimeOffset? since = null) : Intake
    where TState : class
{
    private readonly TaskCompletionSource<Answer> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Command<TState> Command { get; } = command;
    public override DateTimeOffset? Since => since;
    public override IReadOnlyList<CarriedMessage> Messages { get; } =
        [new CarriedMessage(command.Message.GetType().Name, command.Message, System.Diagnostics.Activity.Current?.Id)];

    /// <summary>The answer, once committed.</summary>
    public Task<Answer> Answered => _answered.Task;

    /// <summary>Set while deciding; given out by <see cref="Complete"/>.</summary>
    public Answer? Answer { get; set; }

    public override void Complete() => _answered.TrySetResult(Answer ?? throw new InvalidOperationException("the command was not answered"));

    public override void Fail(Exception cause) => _answered.TrySetException(cause);
}

/// <summary>A command whose sender waits for the answer.</summary>
/// <param name="Render">Makes the answer from the state and version after the decision, or from the refusal.</param>
/// <param name="Expected">The version the sender has seen; when the aggregate has moved on, a change is refused with 412 and a harmless repeat is not.</param>
public sealed record Command<TState>(object Message, Func<TState?, long, Refusal?, Answer> Render, Idempotency? Idempotency = null, long? Expected = null)
    where TState : class;

/// <summary>What makes a repeated request recognisable.</summary>
/// <param name="Key">The caller's key within the caller's own scope.</param>
/// <param name="BodyHash">SHA-256 of the request, so that the same key with another body is refused.</param>
public sealed record Idempotency(string Key, string BodyHash);

/// <summary>An HTTP answer as it can be stored and replayed.</summary>
/// <param name="Refusal">Why the command was refused; never stored, and made a problem document only where the request's trace is known.</param>
public sealed record Answer(int Status, string Body, string? ETag = null, string? Location = null, Refusal? Refusal = null);

/// <summary>First answers as they are stored.</summary>
[JsonSerializable(typeof(Answer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
