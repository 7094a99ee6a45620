using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

/// <content>What ends a proposal before it holds.</content>
public sealed partial class TaskSigningTests
{
    [Fact]
    public void Another_answer_by_the_holder_takes_the_place_of_the_proposal_and_is_signed_anew()
    {
        var play = Countersigned("wang", "chen").Give(Decide("li", ReviewOutcome.Pass)).Give(Agree("wang")).Give(Decide("li", ReviewOutcome.Refuse));

        Assert.Equal((ReviewOutcome.Refuse, null), (play.State!.Proposal!.Decision.Outcome, play.State.Proposal.Decision.Signatures));
        Assert.Equal(["proposal-dropped", "decision-proposed"], play.Last.Journal.Select(e => e.Kind));
        play.IsUnchangedBy(Decide("li", ReviewOutcome.Refuse));
        Assert.Null(play.Last.Refusal);
    }

    [Fact]
    public void An_answer_for_now_drops_the_proposal_and_after_it_a_new_one_is_made()
    {
        foreach (var outcome in ForNow)
        {
            var play = FourEyes().Give(Decide("li", ReviewOutcome.Pass)).Give(Decide("li", outcome));
            Assert.Equal((null, outcome), (play.State!.Proposal, play.Sent<ReviewDecided>().Decision.Outcome));
            Assert.Equal("no-proposal", play.Give(Agree("wang")).Last.Refusal!.Code);
        }
        var answered = FourEyes().Give(Decide("li", ReviewOutcome.Pass)).Give(Decide("li", ReviewOutcome.Supplement)).Give(Supplement(1)).Give(Decide("li", ReviewOutcome.Pass)).Give(Agree("wang"));
        Assert.Equal(1, answered.Sent<ReviewDecided>().Round);
    }

    public static TheoryData<string> OtherHands => ["release", "assign", "delegate", "takeover"];

    [Theory]
    [MemberData(nameof(OtherHands))]
    public void A_proposal_does_not_outlive_its_proposer_s_holding_of_the_task(string act)
    {
        TaskCommand command = act switch
        {
            "release" => new ReleaseTask(TaskId, "li"),
            "assign" => new AssignTask(TaskId, "li", "chen"),
            "delegate" => new DelegateTask(TaskId, "li", "chen", null),
            _ => new TakeOverTask(TaskId, "chen", "away"),
        };
        var play = FourEyes().Give(Decide("li", ReviewOutcome.Pass)).Give(command);

        Assert.Null(play.State!.Proposal);
        Assert.Contains("proposal-dropped", play.Last.Journal.Select(e => e.Kind));
        Assert.Equal("no-proposal", play.Give(Agree("wang")).Last.Refusal!.Code);
    }

    [Fact]
    public void A_proposal_ends_with_the_task()
    {
        foreach (object end in (object[])[Cancel, Revoke])
        {
            var play = FourEyes().Give(Decide("li", ReviewOutcome.Pass)).Give(end);
            Assert.Null(play.State!.Proposal);
            Assert.Contains("proposal-dropped", play.Last.Journal.Select(e => e.Kind));
            Assert.Equal("task-not-open", play.Give(Agree("wang")).Last.Refusal!.Code);
        }
    }

    [Fact]
    public void What_changes_nothing_of_the_task_changes_nothing_of_the_proposal()
    {
        var play = FourEyes().Give(Decide("li", ReviewOutcome.Pass));
        foreach (object message in (object[])[Request("doubtful"), Supplement(1), new SupplementLapsed { CaseId = Case, TaskId = TaskId, Round = 1, LapsedAt = Now }, Issue(1), new ClaimTask(TaskId, "li")])
            play.IsUnchangedBy(message);
        play.Give(new CommentOnTask(TaskId, "chen", "a word"));
        Assert.NotNull(play.State!.Proposal);
        Assert.NotNull(play.Give(Agree("wang")).Sent<ReviewDecided>());
    }

    [Fact]
    public void Silence_becomes_consent_over_a_proposal_that_nobody_signed_and_a_signature_after_it_is_too_late()
    {
        var (give, end) = UntilSilenceIsConsent();
        give(Decide("li", ReviewOutcome.Refuse), Now);

        // The moment has come, and nobody has been woken yet.
        Assert.Equal("deemed-approved", give(Agree("wang"), end).Refusal!.Code);
        var woken = give(new Wake(TaskId), end);

        Assert.Equal(["proposal-dropped", "review-decided"], woken.Journal.Select(e => e.Kind));
        Assert.Equal((ReviewOutcome.Pass, null), (woken.State!.Decision!.Outcome, woken.State.Proposal));
        Assert.Equal("deemed-approved", give(Agree("wang"), end).Refusal!.Code);
    }

    [Fact]
    public void Once_silence_is_consent_doing_without_the_last_countersigner_is_too_late_too()
    {
        var (give, end) = ButForOneSignature();
        var drop = new DropCountersigner(TaskId, "li", "chen");

        Assert.Equal("deemed-approved", give(drop, end).Refusal?.Code);
        Assert.Equal(ReviewOutcome.Pass, give(new Wake(TaskId), end).State!.Decision!.Outcome);
        Assert.Equal("deemed-approved", give(drop, end).Refusal?.Code);
    }

    [Fact]
    public void Before_that_moment_doing_without_the_last_countersigner_lets_the_proposal_hold()
    {
        var (give, end) = ButForOneSignature();

        Assert.Equal(ReviewOutcome.Refuse, give(new DropCountersigner(TaskId, "li", "chen"), end.AddTicks(-1)).State!.Decision!.Outcome);
    }

    /// <summary>A task that wants four eyes and passes by law when its second working day is over, and that moment.</summary>
    private static (Func<object, DateTimeOffset, Decision<TaskState>> Give, DateTimeOffset End) UntilSilenceIsConsent()
    {
        var time = new CityTime(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var rules = new TaskRules(_ => null, time, _ => new Deadlines(CityCalendars.Load().National, time));
        TaskState? state = null;
        Decision<TaskState> Give(object message, DateTimeOffset now)
        {
            var decision = rules.Decide(state, message, Facts.None, now);
            state = decision.State;
            return decision;
        }
        Give(Request("doubtful") with
        {
            Terms = new ItemTerms { FourEyes = true, DeemedApproved = "the law, art 9" },
            Clock = new TaskClock { Start = Now, Committed = new DayLimit(2, DayUnit.WorkingDay), Statutory = new DayLimit(5, DayUnit.WorkingDay) },
        }, Now);
        return (Give, time.StartOf(new DateOnly(2026, 11, 27)));
    }

    /// <summary>The same with a refusal that all have signed but for one who was named.</summary>
    private static (Func<object, DateTimeOffset, Decision<TaskState>> Give, DateTimeOffset End) ButForOneSignature()
    {
        var (give, end) = UntilSilenceIsConsent();
        foreach (object message in (object[])[new ClaimTask(TaskId, "li"), new NameCountersigner(TaskId, "li", "chen"), Decide("li", ReviewOutcome.Refuse), Agree("wang")])
            Assert.Null(give(message, Now).Refusal);
        return (give, end);
    }
}
