using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.Departments;

/// <summary>A task of a department whose own system reviews and issues: a permit and a plate for each tree.</summary>
internal sealed class SystemInPlay
{
    public const string System = "parks-system";
    public static readonly DateTimeOffset Now = TaskInPlay.Now;

    public static readonly TaskRules Rules = new([], new CityTime(TimeZoneInfo.Utc)) { LicenceTermsOf = _ => new Numbers() };

    private readonly TaskRules _rules;
    private readonly HashSet<RegisterKey> _register = [];

    public SystemInPlay(TaskRules? rules = null) => _rules = rules ?? Rules;

    public TaskState? State { get; private set; }

    public Decision<TaskState> Last { get; private set; } = Decision<TaskState>.Nothing(null);

    public List<JournalEntry> Journal { get; } = [];

    public static RequestReview Request => TaskInPlay.Request("any", item: "parks.tree") with { Terms = new ItemTerms { IssuedBySystem = ["permit", "plate"] } };

    public static RequestIssue Order(int attempt) => TaskInPlay.Issue(attempt) with { Inputs = [Licence("land-deed", "d-1")] };

    public static AnswerIssue Licences(string? permit = null, string? plate = null, int? attempt = null, string word = "oak", DateOnly? until = null) => new(
        TaskInPlay.TaskId, $"system:{System}", [Given("permit", permit, word) with { ValidUntil = until }, Given("plate", plate, word)], null, attempt);

    public static AnswerIssue Failure(bool final, int? attempt = null, string code = "press-broken") =>
        new(TaskInPlay.TaskId, $"system:{System}", null, new IssueFailure(code, new Text("印制机故障", "The press is broken"), final), attempt);

    public static ReceiveTask Receive(string reference = "P-1", string by = System) => new(TaskInPlay.TaskId, by, reference);

    public static GivenLicence Given(string type, string? number, string word = "oak") => new(type, number, null, JsonElement.Parse($$"""{"tree":"{{word}}"}"""));

    /// <summary>Passed by the department's system.</summary>
    public static SystemInPlay Passed(TaskRules? rules = null) => new SystemInPlay(rules).Give(Request).Give(TaskInPlay.Decide(System, ReviewOutcome.Pass) with { BySystem = true });

    /// <summary>Asked to issue for the first time.</summary>
    public static SystemInPlay Asked(TaskRules? rules = null) => Passed(rules).Give(Order(1));

    /// <summary>Another task has entered the number of a permit.</summary>
    public SystemInPlay With(string number)
    {
        _register.Add(new RegisterKey("permit", number));
        return this;
    }

    public SystemInPlay Give(object message)
    {
        var needs = _rules.NeedsOf(State, message, Now);
        var facts = new Facts(
            needs.Keys.Where(_register.Contains).ToDictionary(k => k, k => new RegisterEntry(k, Guid.CreateVersion7(), Revoked: false)),
            needs.Numbers.ToDictionary(n => n.Sequence, _ => 7L));
        Last = _rules.Decide(State, message, facts, Now);
        State = Last.State;
        Journal.AddRange(Last.Journal);
        return this;
    }

    public T Sent<T>() => Assert.IsType<T>(Assert.Single(Last.Messages).Message);

    /// <summary>It changes nothing and is refused with the code; or, without one, is harmless.</summary>
    public void IsUnchangedBy(object message, string? code = null)
    {
        var before = State;
        Give(message);
        Assert.Same(before, State);
        Assert.Empty(Last.Messages);
        Assert.Empty(Last.Claims);
        Assert.Equal(code, Last.Refusal?.Code);
    }

    private static Licence Licence(string type, string number) => new() { Number = number, Type = type, Item = "land.deed", IssuedAt = Now, Data = JsonElement.Parse("{}") };

    private sealed class Numbers : ILicenceTerms
    {
        public string SequenceOf(string type, string authority, DateOnly day) => type;

        public string NumberOf(string type, string authority, DateOnly day, long place) => $"{type}#{authority}#{day.Year}#{place}";

        public bool MayDraw(string type, string number) => number.StartsWith($"{type}#", StringComparison.Ordinal);

        public CorrectionTerms? CorrectionOf(string type) => null;

        public DateOnly? ValidUntil(string type, DateOnly day) => type == "permit" ? day.AddYears(1) : null;
    }
}
