using System.Text.Json.Serialization;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Benchmarks.Wakes;

/// <summary>Waits for one moment, and counts how often it was woken for it.</summary>
/// <param name="LateMs">From the moment to the decision.</param>
internal sealed record Alarm(Guid Id, DateTimeOffset At, long Woken, long LateMs);

internal sealed class AlarmClock : IRules<Alarm>
{
    public static readonly Migration Migration = new("alarm", 1, "alarm", """
        create table alarm (
            id            uuid   not null primary key,
            version       bigint not null,
            state         text   not null,
            journal_count bigint not null,
            journal_hash  text   not null,
            state_checksum bigint,
            wakes_at      timestamptz,
            woken         bigint not null,
            late_ms       bigint not null
        );
        create index alarm_wakes_at on alarm (wakes_at) where wakes_at is not null;
        """);

    public static Unit<Alarm> Unit() => new(
        "alarms",
        new AlarmClock(),
        new AggregateTable<Alarm>("alarm", AlarmJson.Default.Alarm).Column("woken", ColumnType.Bigint, a => a.Woken).Column("late_ms", ColumnType.Bigint, a => a.LateMs),
        new MessageTypes());

    public Guid KeyOf(object message) => throw new UnknownMessageException(message);

    public DateTimeOffset? WakesAt(Alarm state) => state.Woken == 0 ? state.At : null;

    public Decision<Alarm> Decide(Alarm? state, object message, Facts facts, DateTimeOffset now) => state is { Woken: 0 } && state.At <= now
        ? new Decision<Alarm>
        {
            State = state with { Woken = 1, LateMs = (long)(now - state.At).TotalMilliseconds },
            Journal = [new JournalEntry("woken", new { state.At })],
        }
        : Decision<Alarm>.Nothing(state);
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Alarm))]
internal sealed partial class AlarmJson : JsonSerializerContext;
