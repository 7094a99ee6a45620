using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>Gathers the rows a batch writes, set by set.</summary>
internal sealed class BatchWrites<TState>(Unit<TState> unit, DateTimeOffset now)
    where TState : class
{
    private static readonly Column[] OutboxColumns = [new("id", ColumnType.Uuid), new("destination", ColumnType.Text), new("body", ColumnType.Bytes), new("created_at", ColumnType.Instant)];
    private static readonly Column[] JournalColumns = [new("owner", ColumnType.Uuid), new("seq", ColumnType.Bigint), new("at", ColumnType.Instant), new("kind", ColumnType.Text), new("data", ColumnType.Json), new("hash", ColumnType.Text)];
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

    public void Tell(Guid owner, List<(Notice Notice, Utf8Json Data)> notices)
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
        _answers.Add([once.Key, once.BodyHash, Utf8Json.Of(answer, AnswerJson.Default.Answer), now]);

    public void Dead(Intake intake, CarriedMessage message, Exception cause) => _dead.Add(new DeadLetter(
        intake.Origin,
        message.Type,
        message.Message is UnreadableMessage unreadable ? unreadable.Raw : JsonSerializer.Serialize(message.Message, message.Message.GetType(), JsonText.Options),
        $"{cause.GetType().Name}: {cause.Message}"));

    public Writes Close(IReadOnlyDictionary<Guid, Live<TState>> live, TimeSpan backlog)
    {
        var changed = live.Where(l => l.Value.Changed).OrderBy(l => l.Key).ToList();
        var written = WriteOut(changed, backlog);

        var inserts = new List<InsertRows>();
        Add(inserts, unit.Table.Name, unit.Table.InsertColumns, [.. written.Where(w => w.Kind == RowKind.Insert).Select(w => w.Row)]);
        Add(inserts, "journal", JournalColumns, [.. written.Select(w => w.Journal).OfType<object?[]>()]);
        Add(inserts, "register", RegisterColumns, [.. _claims.Select(c => new object?[]
            { c.Key.Kind, c.Key.Key, c.Value.Owner, c.Value.Claim.Lasting, c.Value.Revoked, Utf8Json.Of(c.Value.Claim.Data), now })]);
        Add(inserts, "notice", NoticeColumns, _notices);
        Add(inserts, "idempotency", AnswerColumns, _answers);
        Add(inserts, "dead_letter", DeadLetterColumns, [.. _dead.Select(d => new object?[] { unit.NewId(now), d.Envelope, d.Type, d.Body, d.Reason, now })]);
        Add(inserts, "outbox", OutboxColumns, [.. _sealed.Select(s => new object?[] { s.Envelope.Id, s.To, s.Envelope.Bytes, now })]);
        var unchanged = live.Where(l => l.Value is { Remembered: true, Changed: false }).Select(l => (l.Key, l.Value.LoadedVersion)).ToList();
        var settled = _woken.Where(id => live.GetValueOrDefault(id) is { Changed: false, Version: > 0 }).Select(id => (id, live[id].Version, NextWakeOf(id, live[id]))).ToList();
        return new Writes(
            [.. _released], [.. Updates(written)], inserts,
            unchanged.Count > 0 ? new UnchangedRows(unit.Table.Name, unchanged) : null,
            settled.Count > 0 ? new WakeRows(unit.Table.Name, settled) : null,
            _events)
        { ReleasedKeys = [.. _releasedKeys] };
    }

    private enum RowKind
    {
        Insert,
        Update,
        UpdateWithFixed,
    }

    /// <summary>What one changed aggregate writes; no journal row where nothing was entered.</summary>
    private readonly record struct WrittenOut(RowKind Kind, object?[] Row, object?[]? Journal);

    /// <summary>
    /// Envelopes and rows become bytes. That is a third of what deciding takes, of pieces that know nothing of each other, while the batches of a worker come one
    /// after the other: so it goes on side by side.
    /// </summary>
    private WrittenOut[] WriteOut(List<KeyValuePair<Guid, Live<TState>>> changed, TimeSpan backlog)
    {
        var letters = _sent.GroupBy(s => s.To, StringComparer.Ordinal)
            .SelectMany(group => group.Chunk(unit.MaxEnvelope), (group, chunk) => (To: group.Key, Id: unit.NewId(now), Messages: chunk.Select(s => s.Message).ToArray()))
            .ToArray();
        var envelopes = new (string, Envelope)[letters.Length];
        var written = new WrittenOut[changed.Count];
        object at = now; // One object in all rows.
        SideBySide.For(letters.Length, written.Length, i =>
            {
                var letter = letters[i];
                envelopes[i] = (letter.To, Envelope.Seal(letter.Id, unit.Service, now, unit.Types, letter.Messages, backlog));
            },
            i => written[i] = Of(changed[i].Key, changed[i].Value, at));
        _sealed.AddRange(envelopes);
        return written;
    }

    private WrittenOut Of(Guid id, Live<TState> live, object at)
    {
        live.Chain(id, now);
        var kind = live.LoadedVersion == 0 ? RowKind.Insert : FixedChanged(live) ? RowKind.UpdateWithFixed : RowKind.Update;
        return new WrittenOut(kind, Row(id, live, kind), JournalRow(id, live, at));
    }

    private IEnumerable<UpdateRows> Updates(WrittenOut[] written) =>
        from w in written
        where w.Kind != RowKind.Insert
        group w.Row by w.Kind into rows
        select new UpdateRows(unit.Table.Name, rows.Key == RowKind.UpdateWithFixed ? unit.Table.UpdateColumnsWithFixed : unit.Table.UpdateColumns, [.. rows]);

    private bool FixedChanged(Live<TState> live) =>
        unit.Table.FixedOf is { } read && !ReferenceEquals(read(live.State!), live.LoadedFixed);

    /// <summary>In the order of the table's columns.</summary>
    private object?[] Row(Guid id, Live<TState> live, RowKind kind)
    {
        var update = kind != RowKind.Insert;
        var indexed = unit.Table.Indexed;
        var read = kind != RowKind.Update ? unit.Table.FixedOf : null;
        var row = new object?[6 + (update ? 1 : 0) + indexed.Count + (read is null ? 0 : 1)];
        var at = 0;
        row[at++] = id;
        if (update)
            row[at++] = live.LoadedVersion;
        row[at++] = live.Version;
        row[at++] = Utf8Json.Of(live.State!, unit.Table.Json);
        row[at++] = live.JournalCount;
        row[at++] = live.JournalHash;
        row[at++] = NextWakeOf(id, live);
        foreach (var (_, value) in indexed)
            row[at++] = value(live.State!);
        if (read is not null)
            row[at] = read(live.State!);
        return row;
    }

    private DateTimeOffset? NextWakeOf(Guid id, Live<TState> live) => _undecided.Contains(id) ? now + Tomorrow : unit.Rules.WakesAt(live.State!);

    private static object?[]? JournalRow(Guid id, Live<TState> live, object at)
    {
        if (live.Entries.Count == 0)
            return null;
        var (kind, data) = JournalRows.Join(live.Entries);
        return [id, live.JournalCount - live.Entries.Count + 1, at, kind, data, live.JournalHash];
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
