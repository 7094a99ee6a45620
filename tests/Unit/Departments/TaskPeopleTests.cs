using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Departments;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

public sealed class TaskPeopleTests
{
    [Fact]
    public void An_officer_claims_from_the_pool_and_gives_back()
    {
        var play = Requested("doubtful").Give(new ClaimTask(TaskId, "li"));
        Assert.Equal(("li", ItemLifecycle.Claimed, 2), (play.Sent<TaskHeld>().Holder, play.Sent<TaskHeld>().Lifecycle, play.Sent<TaskHeld>().Sequence));

        play.Give(new ReleaseTask(TaskId, "li"));
        Assert.Equal((Pool, ItemLifecycle.Reviewing, 3), (play.Sent<TaskHeld>().Holder, play.Sent<TaskHeld>().Lifecycle, play.Sent<TaskHeld>().Sequence));
        Assert.Equal(["review-requested", "claimed", "released"], play.Journal.Select(e => e.Kind));
    }

    [Fact]
    public void A_repeated_claim_or_hand_over_is_harmless()
    {
        var play = Requested("doubtful").Give(new ClaimTask(TaskId, "li"));
        play.IsUnchangedBy(new ClaimTask(TaskId, "li"));

        play.Give(new AssignTask(TaskId, "li", "wang"));
        play.IsUnchangedBy(new AssignTask(TaskId, "li", "wang"));
        Assert.Null(play.Last.Refusal);
    }

    [Fact]
    public void Nobody_takes_a_task_out_of_another_s_hands_by_claiming_it()
    {
        var play = Requested("doubtful").Give(new ClaimTask(TaskId, "li"));

        play.IsUnchangedBy(new ClaimTask(TaskId, "wang"));
        Assert.Equal((409, "held-by-another"), (play.Last.Refusal!.Status, play.Last.Refusal.Code));
        play.IsUnchangedBy(new ReleaseTask(TaskId, "wang"));
        Assert.Equal("not-the-holder", play.Last.Refusal!.Code);
        play.IsUnchangedBy(Decide("wang", ReviewOutcome.Pass));
        Assert.Equal("held-by-another", play.Last.Refusal!.Code);
    }

    [Fact]
    public void A_hand_over_makes_the_new_holder_the_one_who_decides()
    {
        var play = Requested("doubtful").Give(new AssignTask(TaskId, "head", "wang"));

        Assert.Equal("held-by-another", play.Give(Decide("li", ReviewOutcome.Pass)).Last.Refusal!.Code);
        Assert.Equal("officer:wang", play.Give(Decide("wang", ReviewOutcome.Pass)).Sent<ReviewDecided>().Decision.By);
        Assert.Equal(ItemLifecycle.ReviewPassed, play.State!.Lifecycle);
    }

    [Fact]
    public void An_officer_may_decide_straight_from_the_pool() =>
        Assert.Equal(ReviewOutcome.Refuse, Requested("doubtful").Give(Decide("li", ReviewOutcome.Refuse)).Sent<ReviewDecided>().Decision.Outcome);

    [Fact]
    public void The_same_decision_again_is_harmless_and_another_one_is_refused()
    {
        var play = Requested("doubtful").Give(Decide("li", ReviewOutcome.Pass));

        play.IsUnchangedBy(Decide("li", ReviewOutcome.Pass));
        Assert.Null(play.Last.Refusal);
        play.IsUnchangedBy(Decide("li", ReviewOutcome.Refuse));
        Assert.Equal("task-not-open", play.Last.Refusal!.Code);
    }

    [Fact]
    public void An_inspection_is_followed_by_the_decision()
    {
        var play = Requested("doubtful").Give(Decide("li", ReviewOutcome.Inspect));
        Assert.Equal(ItemLifecycle.InspectionRequested, play.State!.Lifecycle);
        Assert.True(play.State.IsOpen);

        Assert.Equal(3, play.Give(Decide("li", ReviewOutcome.Pass)).Sent<ReviewDecided>().Sequence);
    }

    [Fact]
    public void Supplements_come_back_round_by_round_to_whoever_asked()
    {
        var play = Requested("doubtful").Give(new ClaimTask(TaskId, "li"));
        for (var round = 1; round <= 2; round++)
        {
            play.Give(Decide("li", ReviewOutcome.Supplement) with { LegalBasis = $"the law, art {round}" });
            Assert.Equal(round - 1, play.Sent<ReviewDecided>().Round);
            Assert.Equal("supplement-awaited", play.Give(Decide("li", ReviewOutcome.Refuse)).Last.Refusal!.Code);

            play.Give(Supplement(round, $"round {round}"));
            Assert.Equal(("li", ItemLifecycle.Reviewing), (play.Sent<TaskHeld>().Holder, play.Sent<TaskHeld>().Lifecycle));
            Assert.Null(play.State!.Decision);
            Assert.Contains($"round {round}", play.State.Application.Json.ToString(), StringComparison.Ordinal);
            play.IsUnchangedBy(Supplement(round, "again"));
        }
        Assert.Equal(2, play.Give(Decide("li", ReviewOutcome.Pass)).Sent<ReviewDecided>().Round);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_supplement_of_another_round_changes_nothing(int round) =>
        Requested("doubtful").Give(Decide("li", ReviewOutcome.Supplement)).IsUnchangedBy(Supplement(round));

    [Fact]
    public void A_supplement_nobody_asked_for_changes_nothing() => Requested("doubtful").IsUnchangedBy(Supplement(1));

    [Fact]
    public void A_claim_while_a_supplement_is_awaited_does_not_end_the_waiting()
    {
        var play = Requested("doubtful").Give(Decide("li", ReviewOutcome.Supplement)).Give(new AssignTask(TaskId, "li", "wang"));

        Assert.Equal(ItemLifecycle.SupplementRequested, play.State!.Lifecycle);
        Assert.Equal(ReviewOutcome.Supplement, play.State.Decision!.Outcome);
    }

    [Fact]
    public void A_command_about_a_task_that_is_not_there_is_not_found() =>
        Assert.Equal(404, new TaskInPlay().Give(new ClaimTask(TaskId, "li")).Last.Refusal!.Status);
}
