using System.Text.Json.Nodes;
using OneVisit.Contracts;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.Departments;

/// <summary>What a task's journal tells for whoever verifies it: what was given, which numbers were drawn, what was reserved.</summary>
public class TaskJournalTests
{
    [Fact]
    public void A_request_is_told_with_the_digest_of_what_was_given()
    {
        var play = TaskInPlay.Requested("clean");

        Assert.Equal(play.State!.Application.Json.Digest, Told(play.Last, "review-requested")["digest"]!.GetValue<string>());
    }

    [Fact]
    public void A_supplement_is_told_with_the_digest_of_the_whole()
    {
        var play = TaskInPlay.Requested("doubtful").Give(TaskInPlay.Ask("wang", ["plan"])).Give(TaskInPlay.Supplement(1));

        Assert.Equal(play.State!.Application.Json.Digest, Told(play.Last, "supplement-provided")["digest"]!.GetValue<string>());
    }

    [Fact]
    public void What_is_drawn_reserved_and_recorded_is_told()
    {
        var rules = new TaskRules([new Counter()], new CityTime(TimeZoneInfo.Utc));
        var passed = rules.Decide(null, TaskInPlay.Request("any"), Facts.None, TaskInPlay.Now);
        var facts = new Facts(new Dictionary<RegisterKey, RegisterEntry>(), new Dictionary<string, long> { ["bench/430602"] = 7 }) { Drawn = [new NumberNeed("bench/430602", 3)] };

        var issued = rules.Decide(passed.State, TaskInPlay.Issue(1), facts, TaskInPlay.Now);

        Assert.Equal("""[{"kind":"place","key":"park","data":{"at":"the pond"}}]""", Told(passed, "review-decided")["reserved"]!.ToJsonString());
        Assert.Equal("""{"bench/430602":9}""", Told(issued, "licences-issued")["numbers"]!.ToJsonString());
        Assert.Equal("""["bench"]""", Told(issued, "licences-issued")["recorded"]!.ToJsonString());
        Assert.Null(Told(issued, "licences-issued")["reserved"]);
    }

    private static JsonNode Told(Decision<TaskState> decision, string kind) => JsonNode.Parse(Utf8Json.Of(Assert.Single(decision.Journal, e => e.Kind == kind).Data).ToString())!;

    /// <summary>Reserves a place, and draws three numbers.</summary>
    private sealed class Counter : ItemHandler<Counter.Word>
    {
        public override string Item => TaskInPlay.Item;

        public override ReviewResult Review(Application<Word> application, Facts facts) =>
            new ReviewResult.Passed("bench/1", new Text("通过", "passed"), "a law", [new RegisterClaim(new RegisterKey("place", "park"), new { At = "the pond" }, Lasting: false)]);

        public override Needs IssueNeeds(Application<Word> application, IReadOnlyList<Licence> inputs) => new([], [new NumberNeed("bench/430602", 3)]);

        public override IssueResult Issue(Application<Word> application, IReadOnlyList<Licence> inputs, Facts facts) =>
            new IssueResult.Issued([new NewLicence("7", "bench", null, new { })], [new RegisterClaim(new RegisterKey("bench", "7"), new { }, Lasting: true)]);

        internal sealed record Word;
    }
}
