using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;
using OneVisit.Kit.Telemetry;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>
/// One batch on its way from messages to writes: which rows to open, what to look up, what each message decides, what to write.
/// It touches neither store nor bus. A failed batch is thrown away whole, so nothing a failed attempt decided can leak.
/// </summary>
internal sealed partial class Batch<TState>
    where TState : class
{
    /// <summary>Bytes of what an applicant gave. Thousands of aggregates are remembered, and a form may have a megabyte.</summary>
    private const int LargestRemembered = 16 * 1024;

    private readonly Unit<TState> _unit;
    private readonly IReadOnlyList<Intake> _intakes;
    private readonly DateTimeOffset _now;
    private readonly JsonPages _pages;
    private readonly List<Step> _steps;
    private readonly BatchWrites<TState> _writes;
    private readonly Dictionary<Guid, Live<TState>> _live;
    private readonly Dictionary<RegisterKey, RegisterEntry?> _register = [];
    private readonly Dictionary<string, (string BodyHash, Answer Answer)> _answers = new(StringComparer.Ordinal);

    /// <param name="pages">Where what is to be written stands until it is committed.</param>
    /// <param name="memory">What the worker remembers; null to read everything.</param>
    public Batch(Unit<TState> unit, IReadOnlyList<Intake> intakes, DateTimeOffset now, JsonPages pages, Recollection<TState>? memory = null)
    {
        _unit = unit;
        _intakes = intakes;
        var messages = intakes.Sum(i => i.Messages.Count);
        _steps = new List<Step>(messages);
        _live = new Dictionary<Guid, Live<TState>>(messages);
        _now = now;
        _pages = pages;
        _writes = new BatchWrites<TState>(unit, now, pages);
        foreach (var intake in intakes)
        {
            foreach (var message in intake.Messages)
                _steps.Add(new Step(intake, message, unit.Rules));
        }
        Presumes = memory is not null && Recall(memory);
    }

    /// <summary>True when nothing is read: every aggregate is remembered or begins with this batch, and every id is taken to be new.</summary>
    public bool Presumes { get; }

    /// <summary>The age of the work in hand, told to whom envelopes are sent.</summary>
    public TimeSpan Backlog { get; init; }

    /// <summary>Once the batch is committed: keeps what it saw, but for what is settled, and what is so large that it is rather read when it is needed.</summary>
    public void RememberIn(Recollection<TState> memory)
    {
        foreach (var (id, live) in _live.Where(l => l.Value.Version > 0))
        {
            if (_unit.Rules.IsSettled(live.State!) || _unit.Table.EnclosureOf?.Invoke(live.State!).Bytes.Length > LargestRemembered)
                memory.Forget(id);
            else
                memory.Keep(id, live.ToCommitted());
            _unit.Table.PutAway?.Invoke(live.State!);
        }
    }

    /// <summary>Envelopes to be published once the batch is committed.</summary>
    public IReadOnlyList<(string To, Envelope Envelope)> Sealed => _writes.Sealed;

    /// <summary>Messages that could not be decided; each hurt only itself.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters => _writes.DeadLetters;

    /// <summary>True when events were written that somebody may have to be told of.</summary>
    public bool Announces => _writes.Announces;

    /// <summary>Aggregates that changed.</summary>
    public IEnumerable<Guid> Changed => _live.Where(l => l.Value.Changed).Select(l => l.Key);

    public Opening Opening(IReadOnlyList<Guid> confirmedOutbox) => new(
        confirmedOutbox,
        [.. _intakes.Select(i => i.InboxId).OfType<Guid>().Distinct()],
        [.. _intakes.OfType<CommandIntake<TState>>().Select(c => c.Command.Idempotency?.Key).OfType<string>().Distinct(StringComparer.Ordinal)],
        _unit.Table.Name,
        _unit.Table.HasEnclosure,
        Presumes ? [] : [.. _steps.Where(s => s.Fault is null).Select(s => s.Owner).Concat(_intakes.Select(i => i.Woken).OfType<Guid>()).Distinct()],
        _now,
        Presumes);

    /// <summary>Decides every message, in the order of arrival, and says what to write.</summary>
    public async ValueTask<Writes> DecideAsync(Opened opened, IStoreTransaction transaction)
    {
        foreach (var (id, stored) in opened.Aggregates)
            _live[id] = Live<TState>.From(stored, _unit.Table);
        foreach (var (key, (hash, answer)) in opened.Answers)
            _answers[key] = (hash, answer.Read(AnswerJson.Default.Answer));

        var arrivals = new HashSet<Intake>(_intakes.Count);
        var seen = new HashSet<Guid>();
        foreach (var intake in _intakes)
        {
            if (intake.Woken is { } woken)
                _writes.Woken(woken);
            // A repeat within the batch is as much a repeat as one the inbox knows.
            if (intake.InboxId is not { } inbox || (opened.FreshInbox.Contains(inbox) && seen.Add(inbox)))
                arrivals.Add(intake);
        }

        var steps = _steps.Where(s => arrivals.Contains(s.Intake)).ToList();
        await LookUpAsync(steps, transaction);
        foreach (var step in steps)
        {
            if (step.Intake is not CommandIntake<TState> command)
                await StepAsync(step, transaction);
            else if (command.Command.Idempotency is { } once && _answers.TryGetValue(once.Key, out var first))
                command.Answer = first.BodyHash == once.BodyHash ? first.Answer : command.Command.Render(null, 0, Idempotent.OtherBody);
            else
                await AnswerAsync(step, command, transaction);
        }
        // What was taken to begin here and did not may be there after all: read, and decide again.
        if (Presumes && steps.Any(s => s.Fault is null && !_live.ContainsKey(s.Owner)))
            throw new StoreConflictException("what was presumed to be new has to be read");
        return _writes.Close(_live, Backlog);
    }

    /// <summary>Takes what the batch touches from memory; false when something has to be read.</summary>
    private bool Recall(Recollection<TState> memory)
    {
        var begun = new HashSet<Guid>();
        foreach (var step in _steps.Where(s => s.Fault is null && !_live.ContainsKey(s.Owner) && !begun.Contains(s.Owner)))
        {
            if (memory.TryFind(step.Owner, out var committed))
            {
                _live[step.Owner] = Live<TState>.From(committed, remembered: true);
            }
            else if (_unit.Rules.Begins(step.Message.Message))
            {
                begun.Add(step.Owner);
            }
            else
            {
                _live.Clear();
                return false;
            }
        }
        if (_intakes.All(i => i.Woken is not { } woken || _live.ContainsKey(woken)))
            return true;
        _live.Clear();
        return false;
    }

    private async ValueTask AnswerAsync(Step step, CommandIntake<TState> command, IStoreTransaction transaction)
    {
        var refusal = await StepAsync(step, transaction);
        // A refusal keeps no answer, so nothing would assert that the key is new: it may be the repeat of what was done before.
        if (Presumes && refusal is not null && command.Command.Idempotency is not null)
            throw new StoreConflictException("whether the command is a repeat has to be read");
        var live = _live.GetValueOrDefault(step.Owner);
        command.Answer = command.Command.Render(live?.State, live?.Version ?? 0, refusal);
        if (command.Command.Idempotency is { } once && refusal is null)
        {
            _answers[once.Key] = (once.BodyHash, command.Answer);
            _writes.FirstAnswer(once, command.Answer);
        }
    }

    private async ValueTask<Refusal?> StepAsync(Step step, IStoreTransaction transaction)
    {
        using var activity = Instruments.Decide(_unit.Service, step.Message);
        try
        {
            var live = _live.GetValueOrDefault(step.Owner);
            if (step.Fault is null)
                LookAhead(step, live?.State);
            if (live is { Changed: true } && step.Fault is null)
                await RenewNeedsAsync(step, live, transaction);
            if (step.Fault is not null)
                throw step.Fault;
            if (step.Intake.Sender is { } sender && !_unit.Rules.MaySend(sender, live?.State, step.Message.Message))
                throw new UnwantedSenderException(sender, step.Message.Message);
            var decision = _unit.Rules.Decide(live?.State, step.Message.Message, FactsOf(step), _now);
            if (step.Message.Message is Wake && live?.State is { } asleep && ReferenceEquals(decision.State, asleep) && _unit.Rules.WakesAt(asleep) <= _now)
                throw new InvalidOperationException("it would be woken for ever: at the moment it asked for nothing is decided");
            if (step.Intake is CommandIntake<TState> { Command.Expected: { } expected } && live is not null && expected != live.Version && !IsRepeat(live, decision))
                return new Refusal(412, "precondition-failed", "It has changed since you saw it; read it again.");
            Apply(step, live, decision, activity?.Id ?? step.Message.Trace);
            return decision.Refusal;
        }
        catch (Exception e) when (e is not (NotAtHandException or StoreConflictException or StoreUnavailableException or System.Data.Common.DbException))
        {
            // It failed before it changed anything, so the others of the batch go on.
            if (step.Intake is CommandIntake<TState>)
                throw;
            _writes.Dead(step.Intake, step.Message, e);
            if (step.Intake.Woken is { } woken)
                _writes.WokenInVain(woken);
            return null;
        }
    }

    private static bool IsRepeat(Live<TState> live, Decision<TState> decision) =>
        decision.Refusal is null && decision.DoesNothingTo(live.State);

    private void Apply(Step step, Live<TState>? live, Decision<TState> decision, string? trace)
    {
        if (decision.State is null)
            return;
        // Whatever can fail comes first: a message is applied whole or not at all.
        var carried = Carried(decision.Messages, trace);
        foreach (var claim in decision.Claims)
        {
            if (IsHeldByAnother(claim.Key, step.Owner))
                throw new InvalidOperationException($"another holds the entry '{claim.Key.Kind}' of the register that this decision claims");
        }
        var enclosure = NewEnclosure(live?.State, decision.State);
        if (enclosure is not null && decision.Journal.Count == 0)
            throw new InvalidOperationException("what was given is kept with the entry of the journal it came with, and this decision enters none");
        var entries = Live<TState>.Serialized(decision.Journal, _pages);
        IReadOnlyList<(Notice Notice, Utf8Json Data)> notices = decision.Notices.Count == 0 ? [] : [.. decision.Notices.Select(n => (n, _pages.Write(n.Data)))];

        if (live is null)
            _live[step.Owner] = live = new Live<TState>();
        live.Take(step.Owner, decision.State, entries, enclosure, _now);
        if (decision.ReleasesRegister)
            Release(step.Owner);
        if (decision.ReleasedKeys.Count > 0)
            Release(step.Owner, decision.ReleasedKeys);
        foreach (var claim in decision.Claims)
            _register[claim.Key] = _writes.Claim(step.Owner, claim);
        _writes.Tell(step.Owner, notices);
        if (decision.Events.Count > 0)
            Announce(decision.Events, live);
        _writes.Send(carried);
    }

    /// <summary>What came with a decision; the same object again is nothing new.</summary>
    private Utf8Json? NewEnclosure(TState? before, TState after) =>
        _unit.Table.EnclosureOf is { } given && given(after) is var enclosure && !ReferenceEquals(enclosure, Utf8Json.Empty) && !ReferenceEquals(enclosure, before is null ? null : given(before))
            ? enclosure
            : null;

    /// <summary>What is said of an event is plain enough never to fail.</summary>
    private void Announce(IReadOnlyList<string> kinds, Live<TState> live)
    {
        if (_unit.EventOf?.Invoke(live.State!, live.Version) is { } about)
            _writes.Announce(about, [.. kinds.Select(kind => (kind, _pages.Write(new EventBody(kind, _now, about.Data))))]);
    }

    private (string To, CarriedMessage Message)[] Carried(IReadOnlyList<Outgoing> messages, string? trace)
    {
        if (messages.Count == 0)
            return [];
        var carried = new (string, CarriedMessage)[messages.Count];
        for (var i = 0; i < carried.Length; i++)
            carried[i] = (messages[i].To, new CarriedMessage(_unit.Types.NameOf(messages[i].Message), messages[i].Message, trace));
        return carried;
    }

    private void Release(Guid owner)
    {
        _writes.Release(owner);
        foreach (var (key, entry) in _register.Where(r => r.Value?.Owner == owner).ToList())
            _register[key] = entry!.Lasting ? entry with { Revoked = true } : null;
    }

    private void Release(Guid owner, IReadOnlyList<RegisterKey> keys)
    {
        _writes.Release(owner, keys);
        foreach (var key in keys)
        {
            if (_register.GetValueOrDefault(key) is { } entry && entry.Owner == owner)
                _register[key] = entry.Lasting ? entry with { Revoked = true } : null;
        }
    }

    private bool IsHeldByAnother(RegisterKey key, Guid owner) =>
        _writes.IsClaimedByAnother(key, owner) || (_register.GetValueOrDefault(key) is { } entry && entry.Owner != owner);
}
