using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Kit;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Unit.Cases;

/// <summary>A case as the rules move it, message by message; departments answer for the item that bears their name.</summary>
internal sealed class CaseInPlay
{
    public const string Registrar = "market-registration";
    public const string TaxOffice = "tax";
    public const string SealOffice = "seals";
    public const string SignOffice = "signage";
    public static readonly string[] All = [Registrar, SignOffice, TaxOffice, SealOffice];

    public static readonly Guid Id = new("019ab000-0000-7000-8000-0000000000aa");
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
    private static readonly JsonElement Empty = JsonSerializer.SerializeToElement(new { });

    private readonly CaseRules _rules;
    private readonly Dictionary<string, int> _sequence = All.ToDictionary(d => d, _ => 0);

    /// <param name="clockOf">By what the city counts; null: it warns of nothing.</param>
    /// <param name="terms">Of every item.</param>
    /// <param name="receipt">Null: accepted on the spot.</param>
    public CaseInPlay(
        string[]? optional = null, IssuePolicy? policy = null, bool submitted = true, Func<CityClock>? clockOf = null, ItemTerms? terms = null, ReceiptTerms? receipt = null,
        Func<SubmitCase, SubmitCase>? change = null)
    {
        _rules = clockOf is null ? QuietCity.Rules : new CaseRules(_ => clockOf());
        Submission = SubmissionOf(optional ?? [], policy ?? Parks) is var plain && terms is null && receipt is null ? plain : plain with
        {
            Items = [.. plain.Items.Select(i => i with { Terms = terms })],
            Receipt = receipt,
            Submission = Utf8Json.Of(new SubmissionContent
            {
                IdNumber = "430602199001011235",
                Answers = Empty,
                Form = Empty,
                Materials = [],
                Parts = receipt is null ? null : [.. plain.Items.Select(i => new ItemPart(i.Item, i.Form, i.Materials, null))],
            }, CaseJson.Default.SubmissionContent),
        };
        Submission = change?.Invoke(Submission) ?? Submission;
        if (submitted)
            Give(Submission);
    }

    /// <summary>Three attempts, two and four seconds apart, then the operator.</summary>
    public static IssuePolicy Parks { get; } = new(OnIssueFailure.Park, Attempts: 3, FirstDelaySeconds: 2, MaxDelaySeconds: 300);

    public static IssuePolicy Compensates { get; } = Parks with { OnFailure = OnIssueFailure.Compensate };

    /// <summary>Two working days promised, five by law.</summary>
    public static ItemBudgets Budgets { get; } = new(new DayLimit(2, DayUnit.WorkingDay), new DayLimit(5, DayUnit.WorkingDay));

    public SubmitCase Submission { get; }

    public DateTimeOffset Now { get; set; } = Start;

    public CaseState State { get; private set; } = null!;

    /// <summary>What the last message decided.</summary>
    public Decision<CaseState> Last { get; private set; } = Decision<CaseState>.Nothing(null);

    public List<JournalEntry> Journal { get; } = [];

    public List<Outgoing> Sent { get; } = [];

    public List<Notice> Notices { get; } = [];

    public IEnumerable<string> JournalKinds => Journal.Select(e => e.Kind);

    public ItemState this[string department] => State.Items.Single(i => i.Department == department);

    public static Guid TaskOf(string department) => new($"019ab000-0000-7000-8000-00000000000{Array.IndexOf(All, department) + 1}");

    public Decision<CaseState> Give(object message)
    {
        Last = _rules.Decide(State, message, Facts.None, Now);
        State = Last.State!;
        Journal.AddRange(Last.Journal);
        Sent.AddRange(Last.Messages);
        Notices.AddRange(Last.Notices);
        return Last;
    }

    public CaseInPlay Held(string department, ItemLifecycle lifecycle = ItemLifecycle.Reviewing, string? holder = null)
    {
        Give(new TaskHeld { CaseId = Id, TaskId = TaskOf(department), Holder = holder ?? $"pool:430602.{department}", Lifecycle = lifecycle, Sequence = ++_sequence[department] });
        return this;
    }

    public CaseInPlay Answered(string department, ReviewOutcome outcome)
    {
        Give(Answer(department, outcome, ++_sequence[department]));
        return this;
    }

    /// <summary>The department asks for these papers and places of the form.</summary>
    public CaseInPlay Asked(string department, string[]? materials = null, string[]? fields = null)
    {
        var answer = Answer(department, ReviewOutcome.Supplement, ++_sequence[department]);
        Give(answer with
        {
            Decision = answer.Decision with
            {
                Requested = new SupplementDemand([.. (materials ?? []).Select(m => new DemandedMaterial(m))], [.. (fields ?? []).Select(f => new DemandedField(f))]),
            },
        });
        return this;
    }

    public CaseInPlay Passed(params ReadOnlySpan<string> departments)
    {
        foreach (var department in departments)
            Answered(department, ReviewOutcome.Pass);
        return this;
    }

    public CaseInPlay Issued(params ReadOnlySpan<string> departments)
    {
        foreach (var department in departments)
            Give(Licences(department, this[department].Attempt));
        return this;
    }

    public CaseInPlay Failed(string department, bool final = false)
    {
        Give(Failure(department, this[department].Attempt, final));
        return this;
    }

    public CaseInPlay Revoked(string department)
    {
        Give(new LicencesRevoked { CaseId = Id, TaskId = TaskOf(department), Numbers = [.. this[department].Licences.Select(l => l.Number)] });
        return this;
    }

    public CaseInPlay Resolved(ParkedResolution resolution)
    {
        Give(new ResolveParkedCase(Id, "chen", resolution, "the printer is repaired"));
        return this;
    }

    /// <summary>When the rules want to be woken.</summary>
    public DateTimeOffset? WakesAt => _rules.WakesAt(State);

    /// <summary>The moment that is waited for comes, if there is one, and the case is woken.</summary>
    public CaseInPlay Woken()
    {
        Now = WakesAt is { } at && at > Now ? at : Now;
        Give(new Wake(Id));
        return this;
    }

    public ReviewDecided Answer(string department, ReviewOutcome outcome, int sequence) => new()
    {
        CaseId = Id,
        TaskId = TaskOf(department),
        Decision = new Decision
        {
            Outcome = outcome,
            By = $"rule:{department}/1",
            At = Now,
            Reason = new Text($"{department}的意见", $"what {department} found"),
            LegalBasis = $"the law of {department}, art 1",
        },
        Round = State?.Items.Single(i => i.Department == department).Round ?? 0,
        Sequence = sequence,
    };

    public static LicencesIssued Licences(string department, int attempt) => new()
    {
        CaseId = Id,
        TaskId = TaskOf(department),
        Attempt = attempt,
        Licences = [new Licence { Number = $"{department}-1", Type = $"{department}-licence", Item = ItemOf(department), IssuedAt = Start, Data = Empty }],
    };

    public static IssueFailed Failure(string department, int attempt, bool final) => new()
    {
        CaseId = Id,
        TaskId = TaskOf(department),
        Attempt = attempt,
        Code = "printer-broken",
        Reason = new Text("打印机故障", "the printer is broken"),
        Final = final,
    };

    public static AnswerSupplement SupplementForAll(CaseState state) => new(
        Id, "zhang", [.. All.Select(d => new SupplementedItem(ItemOf(d), Empty, [new MaterialReference { Material = "domicile-proof", Name = "b.pdf" }]))], state.Submission, new Utf8Json("""{"second":true}"""));

    /// <summary>What the applicant has given, with these papers.</summary>
    public static Utf8Json ContentOf(params string[] materials) => Utf8Json.Of(
        new SubmissionContent { IdNumber = "430602199001011235", Answers = Empty, Form = Empty, Materials = [.. materials.Select(PaperOf)] }, CaseJson.Default.SubmissionContent);

    public static MaterialReference PaperOf(string material) => new() { Material = material, Name = $"{material}.pdf", Digest = $"sha256:{new string('a', 64)}" };

    /// <summary>The applicant brings papers.</summary>
    public static DeliverMaterials DeliveryOf(CaseState state, params string[] materials) =>
        new(Id, "zhang", [.. materials.Select(PaperOf)], state.Submission, ContentOf([.. state.Submission.Read(CaseJson.Default.SubmissionContent).Materials.Select(m => m.Material), .. materials]));

    /// <summary>An answer of these papers, and of this form, which the whole application consists of.</summary>
    /// <param name="items">The items it names.</param>
    public AnswerSupplement AnswerOf(string[] materials, string? form = null, string[]? items = null, SupplementChanges? changed = null)
    {
        JsonElement? sent = form is null ? null : JsonElement.Parse(form);
        MaterialReference[] papers = [.. materials.Select(m => new MaterialReference { Material = m, Name = $"{m}.pdf" })];
        return new AnswerSupplement(
            Id, "zhang", [.. All.Select(d => new SupplementedItem(ItemOf(d), sent ?? Empty, papers, changed))], State.Submission,
            new Utf8Json($$"""{"answer":{{Sent.Count + Journal.Count}}}"""), new SupplementGiven(sent, materials, items));
    }

    public static string ItemOf(string department) => $"{department}.item";

    /// <summary>The messages of the last decision for one department.</summary>
    public IEnumerable<T> LastTo<T>(string department) => Last.Messages.Where(m => m.To == department).Select(m => m.Message).OfType<T>();

    private static SubmitCase SubmissionOf(string[] optional, IssuePolicy policy) => new(
        Id, "zhang", "business-start-up", "2026.1", "430602",
        new CaseApplicant(ApplicantKind.NaturalPerson, "张三", "4306**********1235"), new CaseFee(0, "CNY", []), 0, null, policy,
        [
            .. All.Select(d => new SubmittedItem(
                TaskOf(d), ItemOf(d), d, $"430602.{d}", !optional.Contains(d), d is TaxOffice or SealOffice ? [ItemOf(Registrar)] : [], Empty, [], Budgets: Budgets)),
        ],
        Utf8Json.Empty,
        new CaseLimits(null, new DayLimit(45, DayUnit.WorkingDay)));
}
