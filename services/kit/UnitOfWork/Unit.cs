using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>What the unit of work of one service is made of.</summary>
/// <param name="Service">The service's name: its queue, and the sender of its envelopes.</param>
public sealed record Unit<TState>(
    string Service,
    IRules<TState> Rules,
    AggregateTable<TState> Table,
    MessageTypes Types)
    where TState : class
{
    /// <summary>
    /// What <see cref="IRules{TState}.WakesAt"/> rests on beside the state, such as a calendar in force: when it gives another object than before, and
    /// at the start, everybody who waits is woken, to derive the moment anew; and so are the table's derived columns. Null: it rests on the state alone.
    /// </summary>
    public Func<object>? MomentsRestOn { get; init; }

    /// <summary>
    /// What must be at hand beside the state before the rules are given a message, such as a text it is judged by. Null as nearly always, when nothing is to be
    /// waited for; otherwise it is waited for outside the transaction, what it gives is held, and the batch is decided anew.
    /// </summary>
    public Func<TState?, object, Task<object?>?>? Ahead { get; init; }

    /// <summary>
    /// What an event of an aggregate says, given the state and the version after it. Null: the service has no subscribers, and the tables
    /// <c>subscription</c> and <c>delivery</c> need not be there.
    /// </summary>
    public Func<TState, long, OutsideEvent>? EventOf { get; init; }

    /// <summary>The most messages of one transaction.</summary>
    public int MaxBatch { get; init; } = 512;

    /// <summary>The most commands that wait at once for their answer; one more is refused, because it would wait longer than its sender does.</summary>
    public int MaxWaitingCommands { get; init; } = 10_000;

    /// <summary>
    /// The age the backlog must not pass. What begins a new aggregate is refused from half of it on, because what is admitted last waits
    /// behind all that was admitted before it.
    /// </summary>
    public TimeSpan MaxBacklogAge { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most messages of one envelope.</summary>
    public int MaxEnvelope { get; init; } = 64;

    /// <summary>Aggregates kept in memory between batches: at least as many as are being worked on at once, at most twice this number.</summary>
    public int Remembered { get; init; } = 1024;

    /// <summary>Makes the ids of envelopes, notices and dead letters, all of them UUIDv7 of the instant; a simulation gives its own, to be repeatable.</summary>
    public Func<DateTimeOffset, Guid> NewId { get; init; } = Guid.CreateVersion7;
}
