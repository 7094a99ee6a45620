using System.Text.Json.Serialization;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Integration.UnitOfWork;

/// <summary>Adds to a counter; the database refuses a sum below zero. <paramref name="PassTo"/> names a service whose counter of the same id is to add the same.</summary>
internal sealed record Add(Guid Counter, long By, string? PassTo = null);

/// <summary>No rule can decide it.</summary>
internal sealed record Break(Guid Counter);

/// <summary>Waits for a moment, and then sends <see cref="Add"/> to <paramref name="PassTo"/> and changes nothing itself.</summary>
internal sealed record Remind(Guid Counter, DateTimeOffset Due, long By, string PassTo);

/// <param name="Reminded">Whether the moment of the reminder has come.</param>
internal sealed record CounterState(Guid Id, long Sum, Remind? Reminder, bool Reminded = false);

/// <summary>The smallest aggregate with which more or less than once can be told from once.</summary>
/// <param name="earlier">How much earlier than they were told counters want to be reminded; null: not at all.</param>
internal sealed class CounterRules(Func<TimeSpan>? earlier = null) : IRules<CounterState>
{
    public Guid KeyOf(object message) => message switch
    {
        Add add => add.Counter,
        Break broken => broken.Counter,
        Remind remind => remind.Counter,
        _ => throw new UnknownMessageException(message),
    };

    /// <summary>Wrong for every second one of a counter: what is presumed must not be what is believed.</summary>
    public bool Begins(object message) => message is Add;

    public DateTimeOffset? WakesAt(CounterState state) => state.Reminded ? null : state.Reminder?.Due - (earlier?.Invoke() ?? TimeSpan.Zero);

    public Decision<CounterState> Decide(CounterState? state, object message, Facts facts, DateTimeOffset now) => message switch
    {
        Add add => new Decision<CounterState>
        {
            State = (state ?? new CounterState(add.Counter, 0, null)) with { Sum = (state?.Sum ?? 0) + add.By },
            Journal = [new JournalEntry("added", add)],
            Messages = add.PassTo is null ? [] : [new Outgoing(add.PassTo, add with { PassTo = null })],
        },
        Remind remind => new Decision<CounterState>
        {
            State = (state ?? new CounterState(remind.Counter, 0, null)) with { Reminder = remind, Reminded = false },
        },
        Wake when !(WakesAt(state!) <= now) => Decision<CounterState>.Nothing(state),
        Wake { Owner: var owner } when state is { Reminder: { PassTo.Length: > 0 } reminder } => new Decision<CounterState>
        {
            State = state with { Reminded = true },
            Messages = [new Outgoing(reminder.PassTo, new Add(owner, reminder.By))],
        },
        Wake when state is { Reminder: { } reminder } => new Decision<CounterState> { State = state with { Sum = state.Sum + reminder.By, Reminded = true } },
        Break => throw new NotSupportedException("broken on purpose"),
        _ => throw new UnknownMessageException(message),
    };
}

internal static class Counter
{
    public static readonly MessageTypes Types = new MessageTypes()
        .Add("add", CounterJson.Default.Add).Add("break", CounterJson.Default.Break).Add("remind", CounterJson.Default.Remind);

    public static readonly Migration Step = new("counter", 1, "001_counter.sql", """
        create table counter (
            id uuid not null primary key, version bigint not null, state text not null, journal_count bigint not null, journal_hash text not null, state_checksum bigint not null,
            wakes_at timestamptz, sum bigint not null check (sum >= 0), due_on date);
        """);

    public static Unit<CounterState> Unit(string service, Func<TimeSpan>? earlier = null) => new(
        service,
        new CounterRules(earlier),
        new AggregateTable<CounterState>("counter", CounterJson.Default.CounterState).Column("sum", ColumnType.Bigint, s => s.Sum)
            .DerivedColumn("due_on", ColumnType.Date, s => DueOn(s, earlier), "sum < 1000"),
        Types);

    /// <summary>Rests on the same as the moment of a reminder.</summary>
    private static DateOnly? DueOn(CounterState state, Func<TimeSpan>? earlier) =>
        state.Reminder is { } reminder ? DateOnly.FromDateTime((reminder.Due - (earlier?.Invoke() ?? TimeSpan.Zero)).UtcDateTime) : null;

    public static Envelope Envelope(params object[] messages) => Kit.Bus.Envelope.Seal(
        Guid.CreateVersion7(), "test", TimeProvider.System.GetUtcNow(), Types, [.. messages.Select(m => new CarriedMessage(Types.NameOf(m), m, null))]);
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Add))]
[JsonSerializable(typeof(Break))]
[JsonSerializable(typeof(Remind))]
[JsonSerializable(typeof(CounterState))]
internal sealed partial class CounterJson : JsonSerializerContext;
