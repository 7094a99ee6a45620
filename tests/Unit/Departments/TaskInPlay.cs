using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.Departments;

/// <summary>A task of a small department as the rules move it. The applicant's word <c>clean</c>, <c>bad</c> or <c>doubtful</c> decides the review.</summary>
internal sealed class TaskInPlay
{
    public const string Item = "parks.bench";
    public const string Pool = "pool:430602.parks";
    public static readonly Guid TaskId = new("019ab000-0000-7000-8000-000000000001");
    public static readonly Guid Case = new("019ab000-0000-7000-8000-0000000000aa");
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
    public static readonly TaskRules Rules = new([new BenchHandler()], new CityTime(TimeZoneInfo.Utc)) { LicenceTermsOf = _ => new Terms() };

    public TaskState? State { get; private set; }

    public Decision<TaskState> Last { get; private set; } = Decision<TaskState>.Nothing(null);

    public List<JournalEntry> Journal { get; } = [];

    public static RequestReview Request(string word, string item = Item) => new()
    {
        CaseId = Case,
        TaskId = TaskInPlay.TaskId,
        Item = item,
        Bundle = "benches",
        BundleVersion = "2026.1",
        Region = "430602",
        Authority = "430602.parks",
        Applicant = new ApplicantName { Kind = ApplicantKind.NaturalPerson, Name = "张三" },
        Form = JsonSerializer.SerializeToElement(new { word }),
        Materials = [],
        SubmittedAt = Now,
    };

    public static TaskInPlay Requested(string word) => new TaskInPlay().Give(Request(word));

    /// <summary>Passed by rule, and issued at the first attempt.</summary>
    public static TaskInPlay Issued() => Requested("clean").Give(Issue(1));

    public static RequestIssue Issue(int attempt) => new() { CaseId = Case, TaskId = TaskInPlay.TaskId, Attempt = attempt, Inputs = [] };

    public static CancelTask Cancel => new() { CaseId = Case, TaskId = TaskInPlay.TaskId, Cause = StopCause.CaseWithdrawn, Reason = new Text("撤回", "withdrawn") };

    public static RevokeLicences Revoke => new() { CaseId = Case, TaskId = TaskInPlay.TaskId, Reason = new Text("撤销", "another item failed") };

    public static ProvideSupplement Supplement(int round, string word = "better") =>
        new() { CaseId = Case, TaskId = TaskInPlay.TaskId, Round = round, Form = JsonSerializer.SerializeToElement(new { word }), Materials = [] };

    /// <summary>A request for these papers and places of the form.</summary>
    public static DecideTask Ask(string by, string[] materials, params string[] fields) => Decide(by, ReviewOutcome.Supplement) with
    {
        Requested = new SupplementDemand([.. materials.Select(m => new DemandedMaterial(m))], [.. fields.Select(f => new DemandedField(f))]),
    };

    public static DecideTask Decide(string by, ReviewOutcome outcome) => new(TaskId, by, outcome, new Text("意见", "an opinion"), "the law, art 1");

    /// <summary>Numbers drawn from the sequence are 1, 2, 3: a bench breaks at the first try when the word says so.</summary>
    public TaskInPlay Give(object message, long number = 1)
    {
        var needs = Rules.NeedsOf(State, message, Now);
        Last = Rules.Decide(State, message, new Facts(new Dictionary<RegisterKey, RegisterEntry>(), needs.Numbers.ToDictionary(n => n.Sequence, _ => number)), Now);
        State = Last.State;
        Journal.AddRange(Last.Journal);
        return this;
    }

    public T Sent<T>() => Assert.IsType<T>(Assert.Single(Last.Messages).Message);

    public void IsUnchangedBy(object message)
    {
        var before = State;
        Give(message);
        Assert.Same(before, State);
        Assert.Empty(Last.Journal);
        Assert.Empty(Last.Claims);
    }

    private sealed class Terms : ILicenceTerms
    {
        public string SequenceOf(string type, string authority, DateOnly day) => type;

        public string NumberOf(string type, string authority, DateOnly day, long place) => $"{type}-{place}";

        public bool MayDraw(string type, string number) => false;

        public DateOnly? ValidUntil(string type, DateOnly day) => null;

        public CorrectionTerms? CorrectionOf(string type) => new(["word", "lit", "code", "gone"], ["park"], "the law, art 8");
    }

    private sealed record Bench(string Word);

    private sealed class BenchHandler : ItemHandler<Bench>
    {
        public override string Item => TaskInPlay.Item;

        public override IReadOnlyList<RegisterKey> ReviewKeys(Application<Bench> application) => [new("place", application.Form.Word)];

        public override ReviewResult Review(Application<Bench> application, Facts facts) => application.Form.Word switch
        {
            "bad" => new ReviewResult.Refused("bench/1",
            [
                new Finding { Code = "too-long", Reason = new Text("过长", "too long"), LegalBasis = "the law, art 2" },
                new Finding { Code = "too-wide", Reason = new Text("过宽", "too wide"), LegalBasis = "the law, art 3" },
            ]),
            "doubtful" => new ReviewResult.LeftToPeople([new Finding { Code = "look", Reason = new Text("需现场查看", "to be looked at"), LegalBasis = "the law, art 4" }]),
            _ => new ReviewResult.Passed("bench/1", new Text("通过", "passed"), "the law, art 1", [new RegisterClaim(new RegisterKey("place", application.Form.Word), new { }, Lasting: false)]),
        };

        public override Needs IssueNeeds(Application<Bench> application, IReadOnlyList<Licence> inputs) => new([], [new NumberNeed("bench", 1)]);

        public override IssueResult Issue(Application<Bench> application, IReadOnlyList<Licence> inputs, Facts facts) => (application.Form.Word, facts.FirstNumber("bench")) switch
        {
            ("fragile", 1) => new IssueResult.Failed("broken", new Text("损坏", "broken"), Final: false),
            ("cursed", 1) => new IssueResult.Failed("cursed", new Text("不能", "never"), Final: true),
            var (_, number) => new IssueResult.Issued(
                [new NewLicence($"bench-{number}", "bench-permit", new DateOnly(2029, 11, 23), new { number, application.Form.Word, Park = "the long park", Code = $"bench-{number}", Lit = true })],
                [new RegisterClaim(new RegisterKey("bench", $"{number}"), new { }, Lasting: true)]),
        };
    }
}
