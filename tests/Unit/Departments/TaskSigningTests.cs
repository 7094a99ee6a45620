using CsCheck;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

/// <summary>Answers that one person alone does not give: four eyes, and countersigners.</summary>
public sealed partial class TaskSigningTests
{
    private static readonly ReviewOutcome[] Final = [ReviewOutcome.Pass, ReviewOutcome.Refuse, ReviewOutcome.NotAccepted];
    private static readonly ReviewOutcome[] ForNow = [ReviewOutcome.Supplement, ReviewOutcome.Inspect, ReviewOutcome.SpecialProcedure];

    [Fact]
    public void With_four_eyes_a_final_answer_holds_once_a_second_person_has_signed_it()
    {
        foreach (var outcome in Final)
        {
            var play = FourEyes().Give(Decide("li", outcome));
            Assert.True(play.State!.IsOpen);
            Assert.Equal(("li", outcome), (play.State.Proposal!.By, play.State.Proposal.Decision.Outcome));
            Assert.Empty(play.Last.Messages);

            play.Give(Agree("wang", "seen"));
            var told = play.Sent<ReviewDecided>();
            Assert.Equal((outcome, "officer:li", 3), (told.Decision.Outcome, told.Decision.By, told.Sequence));
            Assert.Equal("wang", Assert.Single(told.Decision.Signatures!).By);
            Assert.Null(play.State!.Proposal);
            Assert.False(play.State.IsOpen);
        }
    }

    [Fact]
    public void Whoever_proposed_it_never_signs_it()
    {
        var play = FourEyes().Give(Decide("li", ReviewOutcome.Pass));

        play.IsUnchangedBy(Agree("li"));
        Assert.Equal("own-proposal", play.Last.Refusal!.Code);
        play.IsUnchangedBy(Agree("li") with { Role = Role.Head });
        Assert.Equal("own-proposal", play.Last.Refusal!.Code);
    }

    [Fact]
    public void What_is_answered_for_now_needs_no_second_person()
    {
        foreach (var outcome in ForNow)
            Assert.Equal(outcome, FourEyes().Give(Decide("li", outcome)).Sent<ReviewDecided>().Decision.Outcome);
    }

    [Fact]
    public void What_is_answered_by_rule_is_no_person_s_answer_and_holds_at_once() =>
        Assert.Equal("rule:bench/1", new TaskInPlay().Give(Request("clean") with { Terms = new ItemTerms { FourEyes = true } }).Sent<ReviewDecided>().Decision.By);

    [Fact]
    public void A_proposal_from_the_pool_puts_the_task_into_the_proposer_s_hands_and_the_orchestrator_is_told()
    {
        var play = FourEyes(claimed: false).Give(Decide("li", ReviewOutcome.Pass));

        Assert.Equal(("li", ItemLifecycle.Claimed, 2), (play.Sent<TaskHeld>().Holder, play.Sent<TaskHeld>().Lifecycle, play.Sent<TaskHeld>().Sequence));
        Assert.Equal("held-by-another", play.Give(Decide("wang", ReviewOutcome.Refuse)).Last.Refusal!.Code);
    }

    [Fact]
    public void The_decision_is_of_the_moment_at_which_it_holds()
    {
        var rules = TaskInPlay.Rules;
        var state = FourEyes().Give(Decide("li", ReviewOutcome.Pass)).State;

        var signed = rules.Decide(state, Agree("wang"), Facts.None, Now.AddDays(2));

        Assert.Equal(Now.AddDays(2), signed.State!.Decision!.At);
        Assert.Equal(Now.AddDays(2), signed.State.Decision.Signatures![0].At);
    }

    [Fact]
    public void Every_named_countersigner_has_to_sign()
    {
        var play = Countersigned("wang", "chen").Give(Decide("li", ReviewOutcome.Pass)).Give(Agree("chen"));
        Assert.True(play.State!.IsOpen);

        play.IsUnchangedBy(Agree("zhao"));
        Assert.Equal("not-a-countersigner", play.Last.Refusal!.Code);
        play.IsUnchangedBy(Agree("chen"));
        Assert.Null(play.Last.Refusal);
        Assert.Equal(["chen", "wang"], play.Give(Agree("wang")).Sent<ReviewDecided>().Decision.Signatures!.Select(s => s.By));
    }

    [Fact]
    public void With_four_eyes_a_colleague_s_signature_does_not_stand_for_that_of_who_was_named()
    {
        var play = FourEyes().Give(new NameCountersigner(TaskId, "li", "chen")).Give(Decide("li", ReviewOutcome.Refuse)).Give(Agree("wang"));
        Assert.True(play.State!.IsOpen);

        Assert.Equal(2, play.Give(Agree("chen")).Sent<ReviewDecided>().Decision.Signatures!.Count);
    }

    [Fact]
    public void Who_does_not_agree_gives_it_back_to_its_holder_and_the_opinion_is_kept()
    {
        var play = FourEyes().Give(Decide("li", ReviewOutcome.Pass)).Give(Disagree("wang", "the sign is too wide"));

        Assert.Equal((null, "li", true), (play.State!.Proposal, play.State.Holder, play.State.IsOpen));
        Assert.Equal(new TaskComment("wang", Now, CommentKind.Disagreement, "the sign is too wide"), Assert.Single(play.State.Comments!));
        Assert.Empty(play.Last.Messages);
        Assert.Equal(("not-agreed", "li"), (Assert.Single(play.Last.Notices).Kind, play.Last.Notices[0].To.Subject));
        play.IsUnchangedBy(Disagree("wang", "the sign is too wide"));
        Assert.Null(play.Last.Refusal);

        play.Give(Decide("li", ReviewOutcome.Refuse)).Give(Agree("wang"));
        Assert.Equal(ReviewOutcome.Refuse, play.Sent<ReviewDecided>().Decision.Outcome);
    }

    [Fact]
    public void Who_has_signed_may_think_better_of_it_while_another_is_waited_for()
    {
        var play = Countersigned("wang", "chen").Give(Decide("li", ReviewOutcome.Pass)).Give(Agree("wang")).Give(Disagree("wang", "no"));

        Assert.Null(play.State!.Proposal);
    }

    [Fact]
    public void A_signature_is_told_and_the_opinion_beside_it_is_not()
    {
        var play = FourEyes().Give(Decide("li", ReviewOutcome.Pass)).Give(Agree("wang", "between us: just about"));

        Assert.Equal("between us: just about", play.State!.Decision!.Signatures![0].Opinion);
        Assert.Null(play.Sent<ReviewDecided>().Decision.Signatures![0].Opinion);
        play.IsUnchangedBy(Agree("wang", "between us: just about"));
        Assert.Null(play.Last.Refusal);
        Assert.Equal("task-not-open", play.Give(Agree("chen")).Last.Refusal!.Code);
        play.IsUnchangedBy(Decide("li", ReviewOutcome.Pass));
        Assert.Null(play.Last.Refusal);
    }

    [Fact]
    public void Nothing_is_signed_that_nobody_proposed() => Assert.Equal("no-proposal", FourEyes().Give(Agree("wang")).Last.Refusal!.Code);

    [Fact]
    public void However_people_act_no_final_answer_of_an_item_with_four_eyes_is_one_person_s() => Gen.Select(Gen.Int[0, 11], Gen.Int[0, 3], Gen.Int[0, 3]).Array[1, 30].Sample(acts =>
        {
            var play = FourEyes(claimed: false);
            foreach (var (act, by, to) in acts)
            {
                string[] people = ["li", "wang", "chen", "head"];
                TaskCommand command = act switch
                {
                    0 => new ClaimTask(TaskId, people[by]),
                    1 => new ReleaseTask(TaskId, people[by]),
                    2 => new AssignTask(TaskId, people[by], people[to]),
                    3 => new DelegateTask(TaskId, people[by], people[to], null),
                    4 => new ReturnTask(TaskId, people[by], null),
                    5 => new TakeOverTask(TaskId, people[by], "away"),
                    6 => new NameCountersigner(TaskId, people[by], people[to]),
                    7 => new DropCountersigner(TaskId, people[by], people[to]),
                    8 => new SignTask(TaskId, people[by], to > 0, "opinion"),
                    9 => Decide(people[by], ForNow[to % 3]),
                    _ => Decide(people[by], Final[to % 3]),
                };
                var before = play.State!;
                play.Give(command with { Role = by == 3 ? Role.Head : Role.Officer });
                var state = play.State!;
                if (state.Proposal is { } proposal)
                    Assert.True(state.IsOpen && state.Holder == proposal.By && proposal.Decision.Signatures?.All(s => s.By != proposal.By) != false);
                if (!state.IsOpen && before.IsOpen)
                {
                    var signers = state.Decision!.Signatures!.Select(s => s.By).ToList();
                    Assert.DoesNotContain(state.Holder, signers);
                    Assert.NotEmpty(signers);
                    Assert.Empty((state.Countersigners ?? []).Select(c => c.Subject).Except(signers).Except([state.Holder]));
                }
                if (state.Lifecycle == ItemLifecycle.SupplementRequested && to == 0)
                    play.Give(Supplement(state.Round + 1));
            }
        }, iter: 3000);

    private static TaskInPlay FourEyes(bool claimed = true)
    {
        var play = new TaskInPlay().Give(Request("doubtful") with { Terms = new ItemTerms { FourEyes = true } });
        return claimed ? play.Give(new ClaimTask(TaskId, "li")) : play;
    }

    private static TaskInPlay Countersigned(params string[] subjects) =>
        subjects.Aggregate(Requested("doubtful").Give(new ClaimTask(TaskId, "li")), (play, subject) => play.Give(new NameCountersigner(TaskId, "li", subject)));

    private static SignTask Agree(string by, string? opinion = null) => new(TaskId, by, Agrees: true, opinion);

    private static SignTask Disagree(string by, string opinion) => new(TaskId, by, Agrees: false, opinion);
}
