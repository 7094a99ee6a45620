using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Unit.Cases;

/// <summary>What a department does with its item.</summary>
/// <param name="TriesThatFail">Attempts at issuing that fail before one succeeds; <see cref="Never"/> when it fails for good.</param>
internal sealed record Desk(bool Required, Review Review, int TriesThatFail)
{
    public const int Never = -1;
}

internal enum Review
{
    Passes,
    Refuses,
    IsLeftToPeople,
}

/// <summary>A case in a city: the desks in the order market registration, signage, tax, seals; the bundle's policy; and what happens when.</summary>
/// <param name="Chained">Seals need tax's licence too, and tax that of signage, where a required item would not come to need an optional one.</param>
/// <param name="Promised">The desk whose item waits for a paper that comes later; null when nothing was left out.</param>
/// <param name="Checked">Everything is checked after the issue.</param>
/// <param name="Choices">Each pair of bytes is one event: which kind, and to whom. What is left when they run out is delivered in order.</param>
internal sealed record Scenario(Desk[] Desks, bool Chained, bool Compensates, int Attempts, int? Promised, bool Checked, byte[] Choices)
{
    public override string ToString() =>
        $"{string.Join(", ", Desks.Select(d => $"({(d.Required ? "required" : "optional")} {d.Review} {d.TriesThatFail})"))} chained={Chained} compensates={Compensates} attempts={Attempts} promised={Promised} checked={Checked} choices=[{string.Join(",", Choices)}]";
}

/// <summary>
/// The orchestrator's rules and four departments' rules, joined by a bag of messages on their way. Any of them may be delivered next, twice,
/// or again long after; people, the applicant, time and the operator act in between. States pass through their stored form at every step.
/// </summary>
internal sealed class City
{
    /// <summary>What is promised.</summary>
    public const string Paper = "lease";

    private static readonly CityTime Time = new(TimeZoneInfo.Utc);
    private readonly CaseInPlay _sample;
    private readonly CaseRules _caseRules = QuietCity.Rules;
    private readonly Dictionary<string, TaskRules> _rules = [];
    private readonly List<Outgoing> _underWay = [];
    private readonly List<Outgoing> _delivered = [];
    private readonly Dictionary<string, long> _numbers = [];

    public City(Scenario scenario)
    {
        var optional = CaseInPlay.All.Where((_, i) => !scenario.Desks[i].Required).ToArray();
        var policy = new IssuePolicy(scenario.Compensates ? OnIssueFailure.Compensate : OnIssueFailure.Park, scenario.Attempts, 1, 60);
        _sample = new CaseInPlay(optional, policy, submitted: false);
        for (var i = 0; i < CaseInPlay.All.Length; i++)
        {
            var department = CaseInPlay.All[i];
            _rules[department] = new TaskRules([new DeskHandler(CaseInPlay.ItemOf(department), scenario.Desks[i])], Time);
            Tasks[department] = null;
            TaskLogs[department] = new Log(CaseInPlay.TaskOf(department));
        }
        // The last in the order of issuing is listed first: the order of the list must not matter.
        Tell(_sample.Submission with
        {
            Items = [.. _sample.Submission.Items.Reverse().Select(i => Needing(i, scenario) with { Terms = scenario.Checked ? new ItemTerms { AfterCheck = new DayLimit(20, DayUnit.WorkingDay), RevokedBy = "the law, art 69" } : null })],
            Promises = scenario.Promised is not { } at ? null
                : [new Promise(Paper, new Text("租赁合同", "the lease"), new DayLimit(10, DayUnit.WorkingDay), [CaseInPlay.ItemOf(CaseInPlay.All[at])], [CaseInPlay.ItemOf(CaseInPlay.All[(at + 1) % 4])])],
            Submission = CaseInPlay.ContentOf(),
        });
    }

    public DateTimeOffset Now { get; private set; } = CaseInPlay.Start;

    public CaseState Case { get; private set; } = null!;

    public Dictionary<string, TaskState?> Tasks { get; } = [];

    public Log CaseLog { get; } = new(CaseInPlay.Id);

    public Dictionary<string, Log> TaskLogs { get; } = [];

    /// <summary>Every register of the city: who holds which entry, whether it lasts, whether it is revoked.</summary>
    public Dictionary<(string Service, RegisterKey Key), (Guid Owner, bool Lasting, bool Revoked)> Register { get; } = [];

    /// <summary>Called after every step.</summary>
    public Action AfterStep { get; set; } = () => { };

    /// <summary>Called when a department issues, before the others know of it.</summary>
    public Action<string, RequestIssue> OnIssued { get; set; } = (_, _) => { };

    public bool IsQuiet => _underWay.Count == 0;

    public void Happens(byte kind, byte which)
    {
        var department = CaseInPlay.All[which % 4];
        switch (kind % 16)
        {
            case <= 5 when _underWay.Count > 0:
                Deliver(which % _underWay.Count, twice: false);
                break;
            case 6 when _underWay.Count > 0:
                Deliver(which % _underWay.Count, twice: true);
                break;
            case 7 when _delivered.Count > 0:
                Receive(_delivered[which % _delivered.Count]);
                break;
            case 8 or 9:
                Officer(department, which / 4);
                break;
            case 10:
                Tell(which % 8 == 0 ? new WithdrawCase(CaseInPlay.Id, "zhang", "changed plans") : CaseInPlay.SupplementForAll(Case!) with { Submission = CaseInPlay.ContentOf([.. Case!.Submission.Read(CaseJson.Default.SubmissionContent).Materials.Select(m => m.Material), "domicile-proof"]) });
                break;
            case 11 when which % 2 == 0 && WakesAt is not null:
                Wake();
                break;
            case 15:
                Command(department, new CheckAfterIssue(CaseInPlay.TaskOf(department), which % 8 < 4 ? "li" : "wang", Passed: which % 3 == 0, new Text("所见", "what was seen")));
                break;
            case 12:
                Tell(CaseInPlay.DeliveryOf(Case!, Paper));
                break;
            case 11:
                Operator(which % 4 == 1 ? ParkedResolution.Retry : ParkedResolution.Compensate);
                break;
            case 13 when Case!.Inspection is { Slots.Count: > 0 and var offered } inspection:
                Tell(new AgreeToInspection(CaseInPlay.Id, "zhang", inspection.Slots[which % offered]));
                break;
            case 14:
                Command(department, which / 4 % 4 == 3 && Tasks[department]?.Inspection?.Slot is { } slot
                    ? new MoveInspection(CaseInPlay.TaskOf(department), "li", slot with { Date = slot.Date.AddDays(1 + (which / 16)) }, new Text("改期", "moved"))
                    : new EnterFinding(CaseInPlay.TaskOf(department), "li", which % 8 < 4, new Text("所见", "as seen"), []));
                break;
        }
    }

    /// <summary>Delivers what is under way and fires what is due, until nothing moves without a person.</summary>
    public void Settle()
    {
        while (_underWay.Count > 0 || WakesAt is not null)
        {
            if (_underWay.Count > 0)
                Deliver(0, twice: false);
            else
                Wake();
        }
    }

    /// <summary>Every person does what waits for them, once.</summary>
    public void EverybodyActs(ParkedResolution resolution)
    {
        foreach (var (department, task) in Tasks.Where(t => t.Value is { IsOpen: true } and not { Lifecycle: ItemLifecycle.SupplementRequested }).ToList())
        {
            var officer = task!.Holder.StartsWith("pool:", StringComparison.Ordinal) ? "li" : task.Holder;
            Command(department, Decide(department, officer, ReviewOutcome.Pass));
        }
        Tell(CaseInPlay.SupplementForAll(Case!) with { Submission = CaseInPlay.ContentOf([.. Case!.Submission.Read(CaseJson.Default.SubmissionContent).Materials.Select(m => m.Material), "domicile-proof"]) });
        Operator(resolution);
    }

    public void Operator(ParkedResolution resolution) => Tell(new ResolveParkedCase(CaseInPlay.Id, "chen", resolution, "decided"));

    private SubmittedItem Needing(SubmittedItem item, Scenario scenario)
    {
        var before = _sample.Submission.Items[Math.Max(0, Array.IndexOf(CaseInPlay.All, item.Department) - 1)];
        return scenario.Chained && item.DependsOn.Count > 0 && (before.Required || !item.Required) ? item with { DependsOn = [.. item.DependsOn, before.Item] } : item;
    }

    private void Officer(string department, int what)
    {
        var officer = what % 2 == 0 ? "li" : "wang";
        var task = CaseInPlay.TaskOf(department);
        TaskCommand command = (what / 2 % 12) switch
        {
            0 or 1 => new ClaimTask(task, officer),
            2 => new ReleaseTask(task, officer),
            3 => new AssignTask(task, officer, officer == "li" ? "wang" : "li"),
            4 => Decide(department, officer, ReviewOutcome.Refuse),
            5 => Decide(department, officer, ReviewOutcome.NotAccepted),
            6 or 7 => Decide(department, officer, ReviewOutcome.Supplement),
            8 => Decide(department, officer, ReviewOutcome.Inspect),
            9 => Decide(department, officer, ReviewOutcome.SpecialProcedure),
            _ => Decide(department, officer, ReviewOutcome.Pass),
        };
        Command(department, command);
    }

    private static DecideTask Decide(string department, string officer, ReviewOutcome outcome) =>
        new(CaseInPlay.TaskOf(department), officer, outcome, new Text("意见", "an opinion"), "the law, art 1");

    private void Deliver(int at, bool twice)
    {
        var message = _underWay[at];
        if (!twice)
            _underWay.RemoveAt(at);
        _delivered.Add(message);
        Receive(message);
    }

    private void Receive(Outgoing message)
    {
        if (message.To == ServiceNames.Orchestrator)
            Tell(message.Message);
        else
            Command(message.To, message.Message);
    }

    private DateTimeOffset? WakesAt => _caseRules.WakesAt(Case);

    private void Wake()
    {
        Now = WakesAt > Now ? WakesAt.Value : Now;
        Tell(new Wake(CaseInPlay.Id));
    }

    private void Tell(object message)
    {
        var decision = _caseRules.Decide(Case, message, Facts.None, Now);
        if (decision.State is { } state && !ReferenceEquals(state, Case))
            Case = Stored(state, CaseJson.Default.CaseState) with { Submission = state.Submission };
        CaseLog.Add(decision.Journal, Now);
        Take(ServiceNames.Orchestrator, CaseInPlay.Id, decision);
        foreach (var request in decision.Messages.Select(m => m.Message).OfType<RequestIssue>())
        {
            var item = Case.Items.Single(i => i.Task == request.TaskId);
            Assert.DoesNotContain(Case.Items, i => item.DependsOn.Contains(i.Item) && i.IsTakenBack);
        }
        _underWay.AddRange(decision.Messages);
        Step();
    }

    private void Command(string department, object message)
    {
        var rules = _rules[department];
        var state = Tasks[department];
        var needs = rules.NeedsOf(state, message, Now);
        var decision = rules.Decide(state, message, new Facts(new Dictionary<RegisterKey, RegisterEntry>(), needs.Numbers.ToDictionary(n => n.Sequence, Draw)), Now);
        if (decision.State is { } next && !ReferenceEquals(next, state))
            Tasks[department] = Stored(next, TaskJson.Default.TaskState) with { Application = next.Application };
        TaskLogs[department].Add(decision.Journal, Now);
        Take(department, CaseInPlay.TaskOf(department), decision);
        if (message is RequestIssue request && state?.Lifecycle != ItemLifecycle.Issued && decision.State?.Lifecycle == ItemLifecycle.Issued)
            OnIssued(department, request);
        _underWay.AddRange(decision.Messages);
        Step();
    }

    private void Step()
    {
        Now = Now.AddMilliseconds(1);
        AfterStep();
    }

    private long Draw(NumberNeed need) => _numbers[need.Sequence] = _numbers.GetValueOrDefault(need.Sequence) + need.Count;

    private void Take<TState>(string service, Guid owner, Decision<TState> decision)
        where TState : class
    {
        foreach (var (at, entry) in Register.Where(r => r.Key.Service == service && r.Value.Owner == owner && (decision.ReleasesRegister || decision.ReleasedKeys.Contains(r.Key.Key))).ToList())
        {
            if (entry.Lasting)
                Register[at] = entry with { Revoked = true };
            else
                Register.Remove(at);
        }
        foreach (var claim in decision.Claims)
            Register.Add((service, claim.Key), (owner, claim.Lasting, false));
    }

    private static T Stored<T>(T state, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> json) =>
        JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(state, json), json)!;

    /// <summary>A journal as the unit of work keeps it.</summary>
    internal sealed class Log(Guid owner)
    {
        private readonly List<(DateTimeOffset At, string Kind, string Data, string Hash)> _entries = [];

        /// <summary>How many entries of this kind there are about this item.</summary>
        public int Count(string kind, string item) => _entries.Count(e => e.Kind == kind && e.Data.Contains($"\"item\":\"{item}\"", StringComparison.Ordinal));

        /// <summary>How many final answers to the review of this item there are.</summary>
        public int FinalAnswers(string item) => _entries.Count(e =>
            e.Kind == "review-decided" && e.Data.Contains($"\"item\":\"{item}\"", StringComparison.Ordinal)
            && Final.Any(outcome => e.Data.Contains($"\"outcome\":\"{outcome}\"", StringComparison.Ordinal)));

        public int Count(string kind) => _entries.Count(e => e.Kind == kind);

        private static readonly string[] Final = ["pass", "refuse", "not-accepted"];

        public void Add(IReadOnlyList<JournalEntry> entries, DateTimeOffset at)
        {
            foreach (var entry in entries)
            {
                var data = JsonSerializer.Serialize(entry.Data, JsonText.Options);
                _entries.Add((at, entry.Kind, data, JournalChain.Next(_entries.Count == 0 ? JournalChain.Origin : _entries[^1].Hash, owner, _entries.Count + 1, at, entry.Kind, data)));
            }
        }

        public bool Verifies()
        {
            var hash = JournalChain.Origin;
            for (var i = 0; i < _entries.Count; i++)
            {
                hash = JournalChain.Next(hash, owner, i + 1, _entries[i].At, _entries[i].Kind, _entries[i].Data);
                if (hash != _entries[i].Hash)
                    return false;
            }
            return true;
        }
    }

    /// <summary>Decides as its desk is told; counts attempts by the numbers it draws.</summary>
    private sealed class DeskHandler(string item, Desk desk) : IItemHandler
    {
        public string Item => item;

        public IReadOnlyList<RegisterKey> ReviewKeys(Application<JsonElement> application) => [];

        public ReviewResult Review(Application<JsonElement> application, Facts facts) => desk.Review switch
        {
            Cases.Review.Passes => new ReviewResult.Passed("desk/1", new Text("通过", "passed"), "the law, art 1",
                [new RegisterClaim(new RegisterKey("reserved", item), new { }, Lasting: false)]),
            Cases.Review.Refuses => new ReviewResult.Refused("desk/1", [new Finding { Code = "no", Reason = new Text("不符", "no"), LegalBasis = "the law, art 2" }]),
            _ => new ReviewResult.LeftToPeople([]),
        };

        public Needs IssueNeeds(Application<JsonElement> application, IReadOnlyList<Licence> inputs) => new([], [new NumberNeed(item, 1)]);

        public IssueResult Issue(Application<JsonElement> application, IReadOnlyList<Licence> inputs, Facts facts)
        {
            var attempt = facts.FirstNumber(item);
            if (desk.TriesThatFail == Desk.Never)
                return new IssueResult.Failed("never", new Text("不能", "never"), Final: true);
            if (attempt <= desk.TriesThatFail)
                return new IssueResult.Failed("later", new Text("稍后", "later"), Final: false);
            return new IssueResult.Issued(
                [new NewLicence($"{item}-{attempt}", "licence", null, new { attempt })],
                [new RegisterClaim(new RegisterKey("licence", $"{item}-{attempt}"), new { }, Lasting: true)]);
        }
    }
}
