using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>Gathers the rows a batch writes, set by set.</summary>
internal sealed class BatchWrites<TState>(Unit<TState> unit, DateTimeOffset now, JsonPages pages)
    where TState : class
{
    private static readonly Column[] OutboxColumns = [new("id", ColumnType.Uuid), new("destination", ColumnType.Text), new("body", ColumnType.Bytes), new("created_at", ColumnType.Instant)];
    private static readonly Column[] JournalColumns = [new("owner", ColumnType.Uuid), new("seq", ColumnType.Bigint), new("at", ColumnType.Instant), new("kind", ColumnType.Text), new("data", ColumnType.Json), new("hash", ColumnType.Text), new("enclosure", ColumnType.Json)];
    private static readonly Column[] RegisterColumns = [new("kind", ColumnType.Text), new("key", ColumnType.Text), new("owner", ColumnType.Uuid), new("lasting", ColumnType.Boolean), new("revoked", ColumnType.Boolean), new("data", ColumnType.Json), new("at", ColumnType.Instant)];
    private static readonly Column[] NoticeColumns =
    [
        new("id", ColumnType.Uuid), new("owner", ColumnType.Uuid), new("role", ColumnType.Text), new("subject", ColumnType.Text), new("department", ColumnType.Text),
        new("region", ColumnType.Text), new("kind", ColumnType.Text), new("zh", ColumnType.Text), new("en", ColumnType.Text), new("data", ColumnType.Json), new("at", ColumnType.Instant),
    ];
    private static readonly Column[] AnswerColumns = [new("key", ColumnType.Text), new("body_hash", ColumnType.Text), new("answer", ColumnType.Json), new("created_at", ColumnType.Instant)];
    private static readonly Column[] DeadLetterColumns = [new("id", ColumnType.Uuid), new("envelope", ColumnType.Uuid), new("type", ColumnType.Text), new("body", ColumnType.Text), new("reason", ColumnType.Text), new("at", ColumnType.Instant)];

    private static readonly TimeSpan Tomorrow = TimeSpan.FromDays(1);

    private readonly List<(string To, CarriedMessage Message)> _sent = [];
    private readonly Dictionary<RegisterKey, (Guid Owner, RegisterClaim Claim, bool Revoked)> _claims = [];
    private readonly HashSet<Guid> _released = [];
    private readonly HashSet<(Guid Owner, RegisterKey Key)> _releasedKeys = [];
    private readonly HashSet<Guid> _woken = [];
    private readonly HashSet<Guid> _undecided = [];
    private readonly List<object?[]> _notices = [];
    private readonly List<EventRow> _events = [];
    private readonly List<object?[]> _answers = [];
    private readonly List<DeadLetter> _dead = [];
    private readonly List<(string To, Envelope Envelope)> _sealed = [];

    public IReadOnlyList<(string To, Envelope Envelope)> Sealed => _sealed;

    public IReadOnlyList<DeadLetter> DeadLetters => _dead;

    public void Send(IEnumerable<(string To, CarriedMessage Message)> messages) => _sent.AddRange(messages);

    public RegisterEntry Claim(Guid owner, RegisterClaim claim)
    {
        _claims[claim.Key] = (owner, claim, false);
        return new RegisterEntry(claim.Key, owner, Revoked: false) { Lasting = claim.Lasting };
    }

    /// <summary>True when another owner has claimed the key in this batch.</summary>
    public bool IsClaimedByAnother(RegisterKey key, Guid owner) => _claims.TryGetValue(key, out var claim) && claim.Owner != owner;

    /// <summary>Releases what the owner holds, also what it claimed in this batch.</summary>
    public void Release(Guid owner)
    {
        _released.Add(owner);
        foreach (var key in _claims.Where(c => c.Value.Owner == owner).Select(c => c.Key).ToList())
            Unclaim(key);
    }

    /// <summary>Releases some of what the owner holds.</summary>
    public void Release(Guid owner, IReadOnlyList<RegisterKey> keys)
    {
        foreach (var key in keys)
        {
            _releasedKeys.Add((owner, key));
            if (_claims.TryGetValue(key, out var claim) && claim.Owner == owner)
                Unclaim(key);
        }
    }

    private void Unclaim(RegisterKey key)
    {
        if (_claims[key] is { Claim.Lasting: true } claim)
            _claims[key] = claim with { Revoked = true };
        else
            _claims.Remove(key);
    }

    /// <summary>The aggregate was woken: unless it changes, the moment of its next wake is derived anew, so that it is not woken for ever.</summary>
    public void Woken(Guid owner) => _woken.Add(owner);

    /// <summary>Its wake cannot be decided: it is tried again tomorrow, when what was in the way may be gone, and whenever a message has changed it.</summary>
    public void WokenInVain(Guid owner) => _undecided.Add(owner);

    public void Tell(Guid owner, IReadOnlyList<(Notice Notice, Utf8Json Data)> notices)
    {
        foreach (var (notice, data) in notices)
        {
            var to = notice.To;
            _notices.Add([unit.NewId(now), owner, KebabCase.Of(to.Role), to.Subject, to.Department, to.Region, notice.Kind, notice.Text.Zh, notice.Text.En, data, now]);
        }
    }

    /// <summary>True when somebody may have to be told of an event.</summary>
    public bool Announces => _events.Count > 0;

    /// <param name="events">Kind and body each.</param>
    public void Announce(OutsideEvent about, IReadOnlyList<(string Kind, Utf8Json Body)> events)
    {
        foreach (var (kind, body) in events)
            _events.Add(new EventRow(unit.NewId(now), _events.Count + 1, about.Owner, about.Case, about.Department, about.Region, kind, body, now));
    }

    public void FirstAnswer(Idempotency once, Answer answer) =>
        _answers.Add([once.Key, once.BodyHash, pages.Write(answer, AnswerJson.Default.Answer), now]);

    public void Dead(Intake intake, CarriedMessage message, Exception cause) => _dead.Add(new DeadLetter(
        intake.Origin,
        message.Type,
        message.Message is UnreadableMessage unreadable ? unreadable.Raw : JsonSerializer.Serialize(message.Message, message.Message.GetType(), JsonText.Options),
        $"{cause.GetType().Name}: {cause.Message}"));

    public Writes Close(IReadOnlyDictionary<Guid, Live<TState>> live, TimeSpan backlog)
    {
        Seal(backlog);
        var changed = live.Where(l => l.Value.Changed).OrderBy(l => l.Key).ToList();
        var updates = new List<UpdateRows>();
        foreach (var group in changed.Where(l => l.Value.LoadedVersion > 0).GroupBy(l => l.Value.EnclosedIn is not null))
            updates.Add(new UpdateRows(unit.Table.Name, group.Key ? unit.Table.UpdateColumnsWithEnclosure : unit.Table.UpdateColumns, [.. group.Select(l => Row(l.Key, l.Value, true, group.Key))]));

        var inserts = new List<InsertRows>();
        Add(inserts, unit.Table.Name, unit.Table.InsertColumns, [.. changed.Where(l => l.Value.LoadedVersion == 0).Select(l => Row(l.Key, l.Value, false, unit.Table.HasEnclosure))]);
        Add(inserts, "journal", JournalColumns, Journal(changed));
        Add(inserts, "register", RegisterColumns, [.. _claims.Select(c => new object?[]
            { c.Key.Kind, c.Key.Key, c.Value.Owner, c.Value.Claim.Lasting, c.Value.Revoked, pages.Write(c.Value.Claim.Data), now })]);
        Add(inserts, "notice", NoticeColumns, _notices);
        Add(inserts, "idempotency", AnswerColumns, _answers);
        Add(inserts, "dead_letter", DeadLetterColumns, [.. _dead.Select(d => new object?[] { unit.NewId(now), d.Envelope, d.Type, d.Body, d.Reason, now })]);
        Add(inserts, "outbox", OutboxColumns, [.. _sealed.Select(s => new object?[] { s.Envelope.Id, s.To, s.Envelope.Bytes, now })]);
        var unchanged = live.Where(l => l.Value is { Remembered: true, Changed: false }).Select(l => (l.Key, l.Value.LoadedVersion)).ToList();
        var passed = _woken.Where(id => live.GetValueOrDefault(id) is { Changed: false, Version: > 0 }).Select(id => (id, live[id].Version, NextWakeOf(id, live[id]))).ToList();
        return new Writes(
            [.. _released], updates, inserts,
            unchanged.Count > 0 ? new UnchangedRows(unit.Table.Name, unchanged) : null,
            passed.Count > 0 ? new WakeRows(unit.Table.Name, passed) : null,
            _events)
        { ReleasedKeys = [.. _releasedKeys] };
    }

    private void Seal(TimeSpan backlog)
    {
        foreach (var group in _sent.GroupBy(s => s.To, StringComparer.Ordinal))
        {
            foreach (var chunk in group.Chunk(unit.MaxEnvelope))
                _sealed.Add((group.Key, Envelope.Seal(unit.NewId(now), unit.Service, now, unit.Types, [.. chunk.Select(s => s.Message)], backlog)));
        }
    }

    /// <summary>In the order of the table's columns.</summary>
    private object?[] Row(Guid id, Live<TState> live, bool update, bool withEnclosure)
    {
        var indexed = unit.Table.Indexed;
        var row = new object?[7 + (update ? 1 : 0) + indexed.Count + (withEnclosure ? 1 : 0)];
        var at = 0;
        row[at++] = id;
        if (update)
            row[at++] = live.LoadedVersion;
        row[at++] = live.Version;
        var state = pages.Write(live.State!, unit.Table.Json);
        row[at++] = state;
        row[at++] = live.JournalCount;
        row[at++] = live.JournalHash;
        row[at++] = StateChecksum.Of(id, live.Version, live.JournalHash, state.Bytes.Span);
        row[at++] = NextWakeOf(id, live);
        foreach (var (_, value) in indexed)
            row[at++] = value(live.State!);
        if (withEnclosure)
            row[at] = live.EnclosedIn;
        return row;
    }

    private DateTimeOffset? NextWakeOf(Guid id, Live<TState> live) => _undecided.Contains(id) ? now + Tomorrow : unit.Rules.WakesAt(live.State!);

    /// <summary>What the rows have in common is the same object in each.</summary>
    private List<object?[]> Journal(List<KeyValuePair<Guid, Live<TState>>> changed)
    {
        var rows = new List<object?[]>(changed.Count);
        object at = now;
        foreach (var (id, live) in changed)
        {
            foreach (var row in live.Rows)
            {
                var (kind, data) = JournalRows.Join(row.Entries, pages);
                rows.Add([id, row.First, at, kind, data, row.Hash, row.Enclosure]);
            }
        }
        return rows;
    }

    private static void Add(List<InsertRows> to, string table, Column[] columns, List<object?[]> rows)
    {
        if (rows.Count > 0)
            to.Add(new InsertRows(table, columns, rows));
    }
}

/// <summary>A message whose decision failed, with the reason.</summary>
internal sealed record DeadLetter(Guid Envelope, string Type, string Body, string Reason);

/// <summary>Refusals of repeated requests.</summary>
internal static class Idempotent
{
    public static readonly Refusal OtherBody = new(422, "idempotency-key-reused", "This Idempotency-Key was used with another request; use a new key.");
}
