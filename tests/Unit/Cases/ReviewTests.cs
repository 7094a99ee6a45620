using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

public sealed class ReviewTests
{
    [Fact]
    public void All_departments_are_asked_at_once_at_submission()
    {
        var play = new CaseInPlay();

        Assert.Equal(All, play.Last.Messages.Select(m => m.To));
        Assert.All(play.Last.Messages, m => Assert.IsType<RequestReview>(m.Message));
        Assert.Equal(CaseLifecycle.Reviewing, play.State.Lifecycle);
        Assert.Equal(Start, play.State.AcceptedAt);
        Assert.Equal(["submitted", "accepted", "review-requested", "review-requested", "review-requested", "review-requested"], play.JournalKinds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_is_issued_until_every_required_item_has_passed(int last)
    {
        var play = new CaseInPlay().Passed([.. All.Where(d => d != All[last])]);
        Assert.DoesNotContain(play.Sent, m => m.Message is RequestIssue);
        Assert.Equal(CaseLifecycle.Reviewing, play.State.Lifecycle);

        play.Passed(All[last]);
        Assert.Contains(play.Sent, m => m.Message is RequestIssue);
        Assert.Equal(CaseLifecycle.Issuing, play.State.Lifecycle);
    }

    [Fact]
    public void A_required_refusal_issues_nothing_and_stops_every_other_live_task_with_reason_and_law()
    {
        var play = new CaseInPlay(optional: [SignOffice]).Answered(SignOffice, ReviewOutcome.Refuse).Passed(Registrar).Held(TaxOffice);
        play.Answered(SealOffice, ReviewOutcome.Refuse);

        Assert.Equal(CaseLifecycle.Refused, play.State.Lifecycle);
        Assert.Equal(CaseOutcome.Refused, play.State.Outcome);
        Assert.Equal(Start, play.State.EndedAt);
        // Registrar registration has passed already and holds a reserved name; signage has refused and holds nothing.
        Assert.Equal([Registrar, TaxOffice], play.Last.Messages.Select(m => m.To));
        var stop = Assert.Single(play.LastTo<CancelTask>(Registrar));
        Assert.Equal(StopCause.CaseRefused, stop.Cause);
        Assert.Contains("what seals found", stop.Reason.En, StringComparison.Ordinal);
        Assert.Contains("the law of seals, art 1", stop.Reason.En, StringComparison.Ordinal);
        Assert.DoesNotContain(play.Sent, m => m.Message is RequestIssue);
        Assert.Equal([ItemLifecycle.Cancelled, ItemLifecycle.Refused, ItemLifecycle.Cancelled, ItemLifecycle.Refused], All.Select(d => play[d].Lifecycle));
        Assert.Equal(["review-decided", "refused"], play.Last.Journal.Select(e => e.Kind));
    }

    [Fact]
    public void A_required_item_that_is_not_accepted_ends_the_case_not_accepted()
    {
        var play = new CaseInPlay().Answered(TaxOffice, ReviewOutcome.NotAccepted);

        Assert.Equal(CaseLifecycle.NotAccepted, play.State.Lifecycle);
        Assert.Equal(CaseOutcome.NotAccepted, play.State.Outcome);
        Assert.Equal(StopCause.CaseNotAccepted, Assert.Single(play.LastTo<CancelTask>(SignOffice)).Cause);
        Assert.Equal(ItemLifecycle.NotAccepted, play[TaxOffice].Lifecycle);
    }

    [Theory]
    [InlineData(ReviewOutcome.Refuse)]
    [InlineData(ReviewOutcome.NotAccepted)]
    public void An_optional_item_s_refusal_stops_nothing_and_the_rest_is_granted_in_part(ReviewOutcome outcome)
    {
        var play = new CaseInPlay(optional: [SignOffice]).Answered(SignOffice, outcome);
        Assert.Empty(play.Last.Messages);
        Assert.Equal(CaseLifecycle.Reviewing, play.State.Lifecycle);

        play.Passed(Registrar, TaxOffice, SealOffice).Issued(Registrar, TaxOffice, SealOffice);
        Assert.Equal(CaseLifecycle.Completed, play.State.Lifecycle);
        Assert.Equal(CaseOutcome.PartlyGranted, play.State.Outcome);
    }

    [Fact]
    public void An_optional_item_still_under_review_keeps_the_case_open_and_its_pass_is_issued()
    {
        var play = new CaseInPlay(optional: [SignOffice]).Passed(Registrar, TaxOffice, SealOffice).Issued(Registrar, TaxOffice, SealOffice);
        Assert.Equal(CaseLifecycle.Issuing, play.State.Lifecycle);

        play.Passed(SignOffice);
        Assert.Single(play.LastTo<RequestIssue>(SignOffice));
        play.Issued(SignOffice);
        Assert.Equal(CaseOutcome.Granted, play.State.Outcome);
    }

    [Fact]
    public void An_optional_item_refused_while_the_others_are_issued_completes_the_case()
    {
        var play = new CaseInPlay(optional: [SignOffice]).Passed(Registrar, TaxOffice, SealOffice).Issued(Registrar, TaxOffice, SealOffice);

        play.Answered(SignOffice, ReviewOutcome.Refuse);
        Assert.Equal(CaseLifecycle.Completed, play.State.Lifecycle);
        Assert.Equal(CaseOutcome.PartlyGranted, play.State.Outcome);
    }

    [Fact]
    public void A_change_of_hands_older_than_the_last_message_is_dropped()
    {
        var play = new CaseInPlay().Held(TaxOffice).Held(TaxOffice, ItemLifecycle.Claimed, "li");

        var late = new TaskHeld { CaseId = Id, TaskId = TaskOf(TaxOffice), Holder = "pool:430602.tax", Lifecycle = ItemLifecycle.Reviewing, Sequence = 1 };
        Assert.Empty(play.Give(late).Journal);
        Assert.Equal("li", play[TaxOffice].Holder);
        Assert.Equal(ItemLifecycle.Claimed, play[TaxOffice].Lifecycle);
    }

    [Fact]
    public void A_change_of_hands_that_comes_after_the_decision_it_went_before_is_dropped()
    {
        var play = new CaseInPlay();
        play.Give(play.Answer(TaxOffice, ReviewOutcome.Pass, sequence: 2));
        play.Give(new TaskHeld { CaseId = Id, TaskId = TaskOf(TaxOffice), Holder = "pool:430602.tax", Lifecycle = ItemLifecycle.Reviewing, Sequence = 1 });

        Assert.Equal(ItemLifecycle.ReviewPassed, play[TaxOffice].Lifecycle);
        Assert.Empty(play.Last.Journal);
    }

    [Fact]
    public void A_decision_overtaken_by_a_later_change_of_hands_still_tells_what_is_asked()
    {
        var play = new CaseInPlay();
        play.Give(new TaskHeld { CaseId = Id, TaskId = TaskOf(TaxOffice), Holder = "wang", Lifecycle = ItemLifecycle.InspectionRequested, Sequence = 2 });
        play.Give(play.Answer(TaxOffice, ReviewOutcome.Inspect, sequence: 1));

        Assert.Equal(ReviewOutcome.Inspect, play[TaxOffice].Decision!.Outcome);
        Assert.Equal("wang", play[TaxOffice].Holder);
        Assert.Equal(2, play[TaxOffice].Sequence);
        Assert.Equal(["review-decided", "inspection-planned"], play.Last.Journal.Select(e => e.Kind));
        Assert.Same(play.State, play.Give(play.Answer(TaxOffice, ReviewOutcome.Inspect, sequence: 1)).State);
    }

    [Fact]
    public void The_same_state_message_and_instant_always_give_the_same_decision()
    {
        var (one, other) = (new CaseInPlay().Passed(All), new CaseInPlay().Passed(All));

        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(one.Last), System.Text.Json.JsonSerializer.Serialize(other.Last));
    }
}
