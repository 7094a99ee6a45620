using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Kit;

namespace OneVisit.Unit.UnitOfWork;

/// <summary>A small aggregate that remembers what it was told; with messages for everything a decision can do.</summary>
internal sealed record Shelf(Guid Id, string[] Heard)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public Utf8Json Label { get; init; } = Utf8Json.Empty;
    public DateTimeOffset? At { get; init; }
    public bool Dozes { get; init; }
}

internal abstract record ShelfMessage(Guid Id);

/// <summary>Heard, journalled, and told to another service.</summary>
internal sealed record Put(Guid Id, string Word, string To = "elsewhere") : ShelfMessage(Id);

internal sealed record Relabel(Guid Id, string Label) : ShelfMessage(Id);

/// <summary>Changes the label and enters nothing.</summary>
internal sealed record Swap(Guid Id, string Label) : ShelfMessage(Id);

internal sealed record Ignore(Guid Id) : ShelfMessage(Id);

/// <summary>Entered and told to another service; the shelf stays as it is.</summary>
internal sealed record PassOn(Guid Id, string Word) : ShelfMessage(Id);

internal sealed record Forbid(Guid Id) : ShelfMessage(Id);

internal sealed record Break(Guid Id) : ShelfMessage(Id);

/// <summary>Sends something that has no name on the wire.</summary>
internal sealed record Mumble(Guid Id) : ShelfMessage(Id);

/// <summary>Claims the key unless somebody holds it; hears which.</summary>
internal sealed record Take(Guid Id, string Key, bool Lasting) : ShelfMessage(Id);

/// <summary>Claims the key without looking.</summary>
internal sealed record Grab(Guid Id, string Key) : ShelfMessage(Id);

internal sealed record Release(Guid Id) : ShelfMessage(Id);
internal sealed record GiveBack(Guid Id, params string[] Keys) : ShelfMessage(Id);

internal sealed record Draw(Guid Id, string Sequence, int Count) : ShelfMessage(Id);

/// <summary>Wants to be woken then; null: not any more.</summary>
internal sealed record Arm(Guid Id, DateTimeOffset? At) : ShelfMessage(Id);

/// <summary>Wants to be woken, and will not know what for.</summary>
internal sealed record Doze(Guid Id, DateTimeOffset At) : ShelfMessage(Id);

/// <summary>Begins the shelf, unless it is refused.</summary>
internal sealed record Open(Guid Id, bool Refused) : ShelfMessage(Id);

internal sealed record WasPut(string Word);

internal sealed class ShelfRules : IRules<Shelf>
{
    public Guid KeyOf(object message) => message is ShelfMessage shelf ? shelf.Id : throw new UnknownMessageException(message);

    public bool Begins(object message) => message is Open;

    public bool IsSettled(Shelf state) => state.Heard[^1] == "settled";

    public bool MaySend(string sender, Shelf? state, object message) => sender != "stranger";

    public Needs NeedsOf(Shelf? state, object message, DateTimeOffset now) => message switch
    {
        Take take => new Needs([KeyOf(take.Key)], []),
        Draw draw => new Needs([], [new NumberNeed(draw.Sequence, draw.Count)]),
        _ => Needs.None,
    };

    public Decision<Shelf> Decide(Shelf? state, object message, Facts facts, DateTimeOffset now) => message switch
    {
        Put put => Hear(state, put.Id, put.Word) with { Messages = [new Outgoing(put.To, new WasPut(put.Word))] },
        Relabel relabel => Hear(state, relabel.Id, "relabel") is var heard ? heard with { State = heard.State! with { Label = new Utf8Json(relabel.Label) } } : throw new InvalidOperationException(),
        Swap swap => new Decision<Shelf> { State = state! with { Label = new Utf8Json(swap.Label) } },
        Open open => open.Refused ? Decision<Shelf>.Nothing(state) : Hear(state, open.Id, "open"),
        Ignore => Decision<Shelf>.Nothing(state),
        PassOn pass => Hear(state, pass.Id, pass.Word) with { State = state, Messages = [new Outgoing("elsewhere", new WasPut(pass.Word))] },
        Forbid => Decision<Shelf>.Refused(state, new Refusal(409, "forbidden-here", "No.")),
        Break => throw new InvalidOperationException("it broke"),
        Mumble mumble => Hear(state, mumble.Id, "mumble") with { Messages = [new Outgoing("elsewhere", new object())] },
        Take take when facts.Find(KeyOf(take.Key)) is { } entry => Hear(state, take.Id, entry.Revoked ? $"{take.Key} is revoked" : $"{take.Key} is taken"),
        Take take => Hear(state, take.Id, $"has {take.Key}") with { Claims = [new RegisterClaim(KeyOf(take.Key), new { }, take.Lasting)] },
        Grab grab => Hear(state, grab.Id, $"has {grab.Key}") with { Claims = [new RegisterClaim(KeyOf(grab.Key), new { }, Lasting: true)] },
        Release release => Hear(state, release.Id, "released") with { ReleasesRegister = true },
        GiveBack back => Hear(state, back.Id, "gave back") with { ReleasedKeys = [.. back.Keys.Select(KeyOf)] },
        Draw draw => Hear(state, draw.Id, $"{facts.FirstNumber(draw.Sequence)}+{draw.Count}"),
        Arm arm => Hear(state, arm.Id, arm.At is null ? "off" : "on") is var heard ? heard with { State = heard.State! with { At = arm.At } } : throw new InvalidOperationException(),
        Doze doze => Hear(state, doze.Id, "dozes") is var heard ? heard with { State = heard.State! with { At = doze.At, Dozes = true } } : throw new InvalidOperationException(),
        Wake wake when state is { Dozes: false, At: { } at } && at <= now => Hear(state, wake.Owner, "woke") is var heard ? heard with { State = heard.State! with { At = null } } : throw new InvalidOperationException(),
        Wake => Decision<Shelf>.Nothing(state),
        _ => throw new UnknownMessageException(message),
    };

    public DateTimeOffset? WakesAt(Shelf state) => state.At;

    private static RegisterKey KeyOf(string key) => new("place", key);

    private static Decision<Shelf> Hear(Shelf? state, Guid id, string word) => new()
    {
        State = state is null ? new Shelf(id, [word]) : state with { Heard = [.. state.Heard, word] },
        Journal = [new JournalEntry("heard", new { word })],
    };
}

/// <summary>Batches over shelves, one after the other, on one store.</summary>
internal sealed class Shelves
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
    public static readonly MessageTypes Types = new MessageTypes()
        .Add("put", Json<Put>()).Add("take", Json<Take>()).Add("break", Json<Break>()).Add("was-put", Json<WasPut>()).Add("open", Json<Open>()).Add("swap", Json<Swap>());

    private readonly Unit<Shelf> _unit;

    public Shelves() => _unit = new Unit<Shelf>("shelves", new ShelfRules(), Table(PutAway.Add), Types) { MaxEnvelope = 3 };

    /// <summary>The states of which what was read has been let go of, in order.</summary>
    public List<Shelf> PutAway { get; } = [];

    public MemoryStore Store { get; } = new();

    public DateTimeOffset Now { get; set; } = Start;

    public Func<Shelf?, object, Task<object?>?>? Ahead { get; init; }

    /// <summary>Null: every batch reads.</summary>
    public Recollection<Shelf>? Memory { get; init; }

    public static Guid Id(int number) => new($"019ab000-0000-7000-8000-{number:000000000000}");

    public Shelf? this[int number] => Store.Rows("shelf").SingleOrDefault(r => Equals(r["id"], Id(number))) is { } row
        ? ((Utf8Json)row["state"]!).Read(Json<Shelf>())
        : null;

    public long Version(int number) => (long)Store.Rows("shelf").Single(r => Equals(r["id"], Id(number)))["version"]!;

    public async Task<(Batch<Shelf> Batch, Writes Writes)> RunAsync(params Intake[] intakes)
    {
        var batch = new Batch<Shelf>(_unit with { Ahead = Ahead }, intakes, Now, new JsonPages(), Memory);
        var transaction = Store.Begin();
        var writes = await batch.DecideAsync(await transaction.OpenAsync(batch.Opening([])), transaction);
        await transaction.CommitAsync(writes);
        foreach (var intake in intakes)
            intake.Complete();
        if (Memory is not null)
            batch.RememberIn(Memory);
        return (batch, writes);
    }

    /// <summary>One envelope with these messages, as it comes off the wire.</summary>
    public static EnvelopeIntake Envelope(params object[] messages) => EnvelopeFrom("sender", messages);

    public static EnvelopeIntake EnvelopeFrom(string sender, params object[] messages) => new(OneVisit.Kit.Bus.Envelope.Open(
        OneVisit.Kit.Bus.Envelope.Seal(Guid.CreateVersion7(Start), sender, Start, Types, [.. messages.Select(m => new CarriedMessage(Types.NameOf(m), m, null))]).Body, Types));

    /// <summary>A message as a command; its answer's body is the words heard, its ETag the version.</summary>
    public static CommandIntake<Shelf> Command(object message, Idempotency? once = null, long? expected = null) => new(new Command<Shelf>(
        message,
        (state, version, refusal) => refusal is null ? new Answer(200, string.Join(",", state?.Heard ?? []), $"{version}") : new Answer(refusal.Status, refusal.Code),
        once, expected));

    private static AggregateTable<Shelf> Table(Action<Shelf> putAway) => new AggregateTable<Shelf>("shelf", Json<Shelf>())
        .Column("words", ColumnType.Bigint, s => (long)s.Heard.Length)
        .Enclosing(s => s.Label, (s, label) => s with { Label = label }, putAway);

    private static JsonTypeInfo<T> Json<T>() => (JsonTypeInfo<T>)JsonSerializerOptions.Web.GetTypeInfo(typeof(T));
}
