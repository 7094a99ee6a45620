using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Orchestrator.Api;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

public sealed class SupplementTests
{
    [Fact]
    public void A_supplement_pauses_only_the_branch_that_asked()
    {
        var play = new CaseInPlay().Answered(TaxOffice, ReviewOutcome.Supplement);

        Assert.Empty(play.Last.Messages);
        Assert.Equal(ItemLifecycle.SupplementRequested, play[TaxOffice].Lifecycle);
        Assert.Equal("applicant", play[TaxOffice].Holder);
        Assert.All([Registrar, SignOffice, SealOffice], d => Assert.Equal(ItemLifecycle.Requested, play[d].Lifecycle));

        play.Passed(Registrar, SignOffice, SealOffice);
        Assert.All([Registrar, SignOffice, SealOffice], d => Assert.Equal(ItemLifecycle.ReviewPassed, play[d].Lifecycle));
        Assert.Equal(CaseLifecycle.Reviewing, play.State.Lifecycle);
    }

    [Fact]
    public void An_answer_goes_to_every_department_that_asked_and_to_no_other()
    {
        var play = new CaseInPlay().Answered(TaxOffice, ReviewOutcome.Supplement).Answered(SealOffice, ReviewOutcome.Supplement).Passed(Registrar);

        play.Give(SupplementForAll(play.State));
        Assert.Equal([TaxOffice, SealOffice], play.Last.Messages.Select(m => m.To));
        Assert.All(play.Last.Messages, m => Assert.Equal(1, Assert.IsType<ProvideSupplement>(m.Message).Round));
        Assert.Equal(ItemLifecycle.Reviewing, play[TaxOffice].Lifecycle);
        Assert.Null(play[TaxOffice].Decision);
        Assert.Equal(ItemLifecycle.ReviewPassed, play[Registrar].Lifecycle);
        Assert.Equal("""{"second":true}""", play.State.Submission.ToString());
    }

    [Fact]
    public void Rounds_count_up_and_the_case_goes_on_after_the_last()
    {
        var play = new CaseInPlay().Passed(Registrar, SignOffice, SealOffice);
        foreach (var round in (int[])[1, 2])
        {
            play.Answered(TaxOffice, ReviewOutcome.Supplement);
            play.Give(SupplementForAll(play.State));
            Assert.Equal(round, Assert.Single(play.LastTo<ProvideSupplement>(TaxOffice)).Round);
            Assert.Equal(round, play[TaxOffice].Round);
        }

        play.Passed(TaxOffice);
        Assert.Equal(CaseLifecycle.Issuing, play.State.Lifecycle);
    }

    [Fact]
    public void Nobody_is_asked_twice_for_the_same_answer()
    {
        var play = new CaseInPlay().Answered(TaxOffice, ReviewOutcome.Supplement);
        play.Give(SupplementForAll(play.State));

        Assert.Equal("no-supplement-requested", play.Give(SupplementForAll(play.State)).Refusal!.Code);
        Assert.Equal(409, play.Last.Refusal!.Status);
    }

    [Fact]
    public void A_request_of_an_earlier_round_that_comes_late_asks_for_nothing()
    {
        var play = new CaseInPlay();
        var first = play.Answer(TaxOffice, ReviewOutcome.Supplement, sequence: 1);
        play.Give(first);
        play.Give(SupplementForAll(play.State));

        Assert.Same(play.State, play.Give(first).State);
        Assert.Equal(ItemLifecycle.Reviewing, play[TaxOffice].Lifecycle);
    }

    [Fact]
    public void A_branch_that_waits_for_the_applicant_says_so_whoever_keeps_the_file()
    {
        var play = new CaseInPlay().Answered(TaxOffice, ReviewOutcome.Supplement).Held(TaxOffice, ItemLifecycle.SupplementRequested, "wang");

        Assert.Equal("applicant", play[TaxOffice].Holder);
    }

    [Fact]
    public void The_notice_is_shown_only_once_it_is_known_what_is_asked()
    {
        var play = new CaseInPlay();
        play.Give(new TaskHeld { CaseId = Id, TaskId = TaskOf(TaxOffice), Holder = "wang", Lifecycle = ItemLifecycle.SupplementRequested, Sequence = 2 });
        Assert.Null(CaseView.Of(play.State, 1).Supplement);
        Assert.Equal("no-supplement-requested", play.Give(SupplementForAll(play.State)).Refusal!.Code);

        play.Give(play.Answer(TaxOffice, ReviewOutcome.Supplement, sequence: 1));
        Assert.Equal(ItemOf(TaxOffice), Assert.Single(CaseView.Of(play.State, 2).Supplement!.Requests).Item);
        Assert.Null(play.Give(SupplementForAll(play.State)).Refusal);
    }

    [Fact]
    public void An_optional_item_may_be_supplemented_while_the_others_are_issued()
    {
        var play = new CaseInPlay(optional: [SignOffice]).Answered(SignOffice, ReviewOutcome.Supplement).Passed(Registrar, TaxOffice, SealOffice).Issued(Registrar);

        play.Give(SupplementForAll(play.State));
        Assert.Single(play.LastTo<ProvideSupplement>(SignOffice));
        Assert.Equal(CaseLifecycle.Issuing, play.State.Lifecycle);
    }

    [Fact]
    public void A_supplement_to_a_submission_that_has_changed_meanwhile_is_refused_so_that_nothing_is_lost()
    {
        var play = new CaseInPlay().Answered(TaxOffice, ReviewOutcome.Supplement);
        var late = SupplementForAll(play.State) with { Submission = new Utf8Json("""{"late":true}""") };
        play.Give(SupplementForAll(play.State));
        play.Answered(SealOffice, ReviewOutcome.Supplement);

        Assert.Equal("supplement-overtaken", play.Give(late).Refusal!.Code);
        Assert.Equal("""{"second":true}""", play.State.Submission.ToString());
        Assert.True(play[SealOffice].AsksForSupplement);
    }
}
