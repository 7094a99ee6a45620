using System.Text.Json;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>
/// The rules of a service's aggregate: functions of (state, message, facts, now), with no clock, I/O or id generator inside.
/// The same arguments always give the same decision.
/// </summary>
public interface IRules<TState>
    where TState : class
{
    /// <summary>The aggregate a message belongs to.</summary>
    /// <exception cref="UnknownMessageException">The rules do not know this type of message.</exception>
    Guid KeyOf(object message);

    /// <summary>
    /// Whether a service may send this about the aggregate: a department has no say in another's tasks. A message that may not come from its
    /// sender is set aside undecided. Commands and wakes are the service's own and are not asked about.
    /// </summary>
    bool MaySend(string sender, TState? state, object message) => true;

    /// <summary>
    /// Whether the message is the first about a new aggregate, unless it is a repeat. Only a hint, so that nothing is read that is not there:
    /// where it is wrong the decision is taken again on what is stored.
    /// </summary>
    bool Begins(object message) => false;

    /// <summary>
    /// Whether nothing more is expected to come about the aggregate, so that it need not be remembered. Only a hint: when something comes after all, it is read. Asked after the commit: it must not fail.
    /// </summary>
    bool IsSettled(TState state) => false;

    /// <summary>What must be looked up before <see cref="Decide"/>.</summary>
    Needs NeedsOf(TState? state, object message, DateTimeOffset now) => Needs.None;

    /// <summary>Decides. <paramref name="state"/> is null when the aggregate does not exist yet.</summary>
    Decision<TState> Decide(TState? state, object message, Facts facts, DateTimeOffset now);

    /// <summary>
    /// When time alone will change something: the aggregate is given a <see cref="Wake"/> then, or as soon after as the service runs. Derived
    /// from the state whenever that changes; null while nothing but a message can change it.
    /// </summary>
    DateTimeOffset? WakesAt(TState state) => null;
}

/// <summary>A message reached a service whose rules do not list it.</summary>
public sealed class UnknownMessageException(object message)
    : Exception($"no rule for a message of type {message.GetType().Name}");

/// <summary>A message came from a service that has no say in it.</summary>
public sealed class UnwantedSenderException(string sender, object message)
    : Exception($"'{sender}' may not send {message.GetType().Name} about this");

/// <summary>What a decision does: nothing but this, and all of it in one transaction.</summary>
public sealed record Decision<TState>
    where TState : class
{
    /// <summary>The state from now on; null when the aggregate still does not exist.</summary>
    public TState? State { get; init; }
    public IReadOnlyList<Outgoing> Messages { get; init; } = [];
    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];
    public IReadOnlyList<RegisterClaim> Claims { get; init; } = [];
    /// <summary>True: this aggregate's reservations are deleted and its lasting entries marked revoked.</summary>
    public bool ReleasesRegister { get; init; }
    /// <summary>The same for some of its entries alone. A key that is not this aggregate's is left as it is.</summary>
    public IReadOnlyList<RegisterKey> ReleasedKeys { get; init; } = [];
    /// <summary>Who is to be told what.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];
    /// <summary>Kinds of events (<c>task.requested</c>) that whoever has subscribed is told of; see <see cref="Unit{TState}.EventOf"/>.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];
    /// <summary>For a command whose sender waits: why it was refused. Null means done (or harmlessly repeated).</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Whether nothing comes of it: it leaves the state as it found it, and says nothing to anybody.</summary>
    internal bool DoesNothingTo(TState? before) =>
        ReferenceEquals(State, before) && Messages.Count + Journal.Count + Claims.Count + ReleasedKeys.Count + Notices.Count + Events.Count == 0 && !ReleasesRegister;

    /// <summary>The message changes nothing: a repeat, or too late.</summary>
    public static Decision<TState> Nothing(TState? state) => new() { State = state };

    /// <summary>The command is refused; nothing changes.</summary>
    public static Decision<TState> Refused(TState? state, Refusal refusal) => new() { State = state, Refusal = refusal };
}

/// <summary>A message to another service.</summary>
public readonly record struct Outgoing(string To, object Message);

/// <summary>One thing that happened; <paramref name="Data"/> is written as JSON.</summary>
public readonly record struct JournalEntry(string Kind, object Data);

/// <summary>
/// The moment an aggregate waited for has come; what for follows from its state. It may be brought more than once, by several processes or
/// after the state has moved on: whatever it does has to show in the state, so that it is done once.
/// </summary>
public sealed record Wake(Guid Owner);

/// <summary>Why a command was refused.</summary>
/// <param name="Status">HTTP status: 404, 409, 412 or 422.</param>
/// <param name="Faults">What is wrong in it, where that only shows when it is decided.</param>
/// <param name="Current">What is there now instead of what the sender thought, as they may see it; null where there is nothing to say.</param>
public sealed record Refusal(int Status, string Code, string Message, IReadOnlyList<Fault>? Faults = null, JsonElement? Current = null)
{
    /// <summary>422 with a code of its own, of one member of the request.</summary>
    /// <param name="pointer">JSON pointer to it.</param>
    public static Refusal Of(string pointer, string code, string message) => new(422, code, message, [new Fault(pointer, code, message)]);
}
