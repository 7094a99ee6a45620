using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>What becomes of an item whose supplement does not come.</summary>
public sealed class LapseTests : TimedCase
{
    [Fact]
    public void An_unanswered_supplement_lets_the_department_decide_on_what_is_there()
    {
        var play = Play().Passed(Registrar, SignOffice, SealOffice).Answered(TaxOffice, ReviewOutcome.Supplement).Woken().Woken();

        Assert.Equal(DayAt(2026, 12, 9), play.Now);
        Assert.Equal(1, Assert.Single(play.LastTo<SupplementLapsed>(TaxOffice)).Round);
        Assert.Equal((ItemLifecycle.Reviewing, 1, TaxOffice), (play[TaxOffice].Lifecycle, play[TaxOffice].Round, play[TaxOffice].Holder));
        Assert.NotNull(Assert.Single(play[TaxOffice].Clock!.Suspensions!).To);
        Assert.Equal("no-supplement-requested", play.Give(SupplementForAll(play.State)).Refusal!.Code);
    }

    [Fact]
    public void An_unanswered_supplement_withdraws_the_case_where_the_item_says_so()
    {
        var play = Play(Terms with { WithdrawnUnanswered = true }).Answered(TaxOffice, ReviewOutcome.Supplement);
        play.Now = DayAt(2026, 12, 9);
        play.Give(new Wake(Id));

        Assert.Equal((CaseLifecycle.Withdrawn, CaseOutcome.Withdrawn), (play.State.Lifecycle, play.State.Outcome));
        Assert.Equal(4, play.Last.Messages.Count(m => m.Message is CancelTask { Cause: StopCause.CaseWithdrawn }));
        Assert.Contains(play.Last.Notices, n => n is { Kind: "supplement-lapsed", To: { Role: Role.Applicant } });
        Assert.Null(play.WakesAt);
    }

    [Fact]
    public void An_unanswered_supplement_of_an_optional_item_withdraws_that_item_alone()
    {
        var play = Play(Terms with { WithdrawnUnanswered = true }, optional: [SignOffice]).Answered(SignOffice, ReviewOutcome.Supplement).Passed(Registrar, TaxOffice, SealOffice);
        play.Issued(Registrar).Issued(TaxOffice, SealOffice);
        play.Now = DayAt(2026, 12, 9);
        play.Give(new Wake(Id));

        Assert.Equal(ItemLifecycle.Withdrawn, play[SignOffice].Lifecycle);
        Assert.Equal((CaseLifecycle.Completed, CaseOutcome.PartlyGranted), (play.State.Lifecycle, play.State.Outcome));
    }

    [Fact]
    public void An_item_that_was_withdrawn_unanswered_does_not_hold_up_the_clock_of_the_whole()
    {
        var play = Play(Terms with { WithdrawnUnanswered = true }, optional: [SignOffice], change: Longer).Answered(SignOffice, ReviewOutcome.Supplement);
        play.Now = DayAt(2026, 12, 9);
        play.Give(new Wake(Id));
        Assert.Equal(ItemLifecycle.Withdrawn, play[SignOffice].Lifecycle);

        play.Now = DayAt(2027, 6, 1);
        play.Give(new Wake(Id));

        Assert.Contains(new GivenWarning(ClockKind.Statutory, "red"), play.State.Warned!);
    }

    [Fact]
    public void After_a_lapse_a_change_of_hands_from_before_it_lets_nobody_answer_any_more()
    {
        var play = Play().Passed(Registrar, SignOffice, SealOffice).Answered(TaxOffice, ReviewOutcome.Supplement).Woken().Woken();

        play.Held(TaxOffice, ItemLifecycle.SupplementRequested, "li");

        Assert.Equal("no-supplement-requested", play.Give(SupplementForAll(play.State)).Refusal!.Code);
        play.Held(TaxOffice, ItemLifecycle.Reviewing, "li");
        Assert.Equal((ItemLifecycle.Reviewing, 1, "li"), (play[TaxOffice].Lifecycle, play[TaxOffice].Round, play[TaxOffice].Holder));
    }
}
