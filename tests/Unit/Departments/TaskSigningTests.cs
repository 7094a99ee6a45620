using CsCheck;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

/// <summary>Answers that one person alone does not give: four eyes, and countersigners.</summary>
public sealed class TaskSigningTests
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
        var time = new CityTime(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var rules = new TaskRules((_, _, _) => null, time, _ => new Deadlines(CityCalendars.Load().National, time));
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
        Give(Decide("li", ReviewOutcome.Refuse), Now);
        var end = time.StartOf(new DateOnly(2026, 11, 27));

        // The moment has come, and nobody has been woken yet.
        Assert.Equal("deemed-approved", Give(Agree("wang"), end).Refusal!.Code);
        var woken = Give(new Wake(TaskId), end);

        Assert.Equal(["proposal-dropped", "review-decided"], woken.Journal.Select(e => e.Kind));
        Assert.Equal((ReviewOutcome.Pass, null), (state!.Decision!.Outcome, state.Proposal));
        Assert.Equal("deemed-approved", Give(Agree("wang"), end).Refusal!.Code);
    }

    [Theory]
    [InlineData("li", Role.Officer, null)]
    [InlineData("head", Role.Head, null)]
    [InlineData("wang", Role.Officer, "not-the-holder")]
    [InlineData("parks-system", Role.System, "not-the-holder")]
    public void A_countersigner_is_named_by_the_holder_or_the_head(string by, Role role, string? refused) =>
        Assert.Equal(refused, Requested("doubtful").Give(new ClaimTask(TaskId, "li")).Give(new NameCountersigner(TaskId, by, "chen") { Role = role }).Last.Refusal?.Code);

    [Fact]
    public void Who_was_named_by_the_head_is_not_done_without_by_the_holder()
    {
        var play = Requested("doubtful").Give(new ClaimTask(TaskId, "li")).Give(new NameCountersigner(TaskId, "head", "chen") { Role = Role.Head });

        play.IsUnchangedBy(new DropCountersigner(TaskId, "li", "chen"));
        Assert.Equal("named-by-another", play.Last.Refusal!.Code);
        play.Give(new DropCountersigner(TaskId, "head", "chen") { Role = Role.Head });
        Assert.Null(play.State!.Countersigners);
        play.IsUnchangedBy(new DropCountersigner(TaskId, "head", "chen") { Role = Role.Head });
        Assert.Null(play.Last.Refusal);
        Assert.NotNull(play.Give(Decide("li", ReviewOutcome.Pass)).Sent<ReviewDecided>());
    }

    [Fact]
    public void Where_the_last_one_who_was_waited_for_is_done_without_the_proposal_holds()
    {
        var play = Countersigned("wang", "chen").Give(Decide("li", ReviewOutcome.Pass)).Give(Agree("wang")).Give(new DropCountersigner(TaskId, "li", "chen"));

        Assert.Equal(["wang"], play.Sent<ReviewDecided>().Decision.Signatures!.Select(s => s.By));
    }

    [Fact]
    public void With_four_eyes_somebody_has_to_sign_also_when_nobody_is_named_any_more()
    {
        var play = FourEyes().Give(new NameCountersigner(TaskId, "li", "chen")).Give(Decide("li", ReviewOutcome.Pass)).Give(new DropCountersigner(TaskId, "li", "chen"));

        Assert.True(play.State!.IsOpen);
        Assert.NotNull(play.Give(Agree("wang")).Sent<ReviewDecided>());
    }

    [Fact]
    public void A_countersigner_who_takes_the_task_over_does_not_decide_alone()
    {
        var play = Countersigned("wang").Give(new TakeOverTask(TaskId, "wang", "li is ill")).Give(Decide("wang", ReviewOutcome.Pass));
        Assert.NotNull(play.State!.Proposal);

        Assert.Equal("own-proposal", play.Give(Agree("wang")).Last.Refusal!.Code);
        Assert.Equal(["zhao"], play.Give(Agree("zhao")).Sent<ReviewDecided>().Decision.Signatures!.Select(s => s.By));
    }

    [Fact]
    public void A_countersigner_named_while_the_proposal_waits_is_waited_for_too()
    {
        var play = Countersigned("wang").Give(Decide("li", ReviewOutcome.Pass)).Give(new NameCountersigner(TaskId, "li", "chen"));
        Assert.Equal(("signature-asked", "chen"), (Assert.Single(play.Last.Notices).Kind, play.Last.Notices[0].To.Subject));

        Assert.True(play.Give(Agree("wang")).State!.IsOpen);
        Assert.NotNull(play.Give(Agree("chen")).Sent<ReviewDecided>());
    }

    [Fact]
    public void The_holder_is_no_countersigner_and_there_are_not_endlessly_many()
    {
        Assert.Equal(["/subject own-countersigner"], FourEyes().Give(new NameCountersigner(TaskId, "li", "li")).Last.Refusal!.Faults!.Select(f => $"{f.Pointer} {f.Code}"));
        var play = Countersigned([.. Enumerable.Range(0, 20).Select(i => $"officer-{i}")]);
        Assert.Equal("too-many-countersigners", play.Give(new NameCountersigner(TaskId, "li", "chen")).Last.Refusal!.Code);
        play.IsUnchangedBy(new NameCountersigner(TaskId, "li", "officer-7"));
        Assert.Null(play.Last.Refusal);
    }

    [Fact]
    public void Those_whose_signature_is_asked_are_told()
    {
        Assert.Equal(["wang", "chen"], Countersigned("wang", "chen").Give(Decide("li", ReviewOutcome.Pass)).Last.Notices.Select(n => n.To.Subject));
        Assert.Equal([new Audience(Role.Officer, Department: "parks", Region: "430602")], FourEyes().Give(Decide("li", ReviewOutcome.Pass)).Last.Notices.Select(n => n.To));
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
