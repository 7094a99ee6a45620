using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>What happens to a case is entered in its items' clocks: as moments and causes, never as a date.</summary>
public sealed class LedgerTests
{
    [Fact]
    public void A_suspension_keeps_what_the_department_said()
    {
        var play = new CaseInPlay().Answered(TaxOffice, ReviewOutcome.Supplement);

        Assert.Equal($"what {TaxOffice} found", Assert.Single(play[TaxOffice].Clock!.Suspensions!).Reason!.En);
    }

    [Fact]
    public void Each_item_starts_with_the_acceptance_and_its_department_is_told_the_same()
    {
        var play = new CaseInPlay();

        Assert.All(play.State.Items, i => Assert.Equal(new TaskClock { Start = Start, Committed = Budgets.Committed, Statutory = Budgets.Statutory }, i.Clock));
        Assert.All(play.Sent.Select(m => m.Message).OfType<RequestReview>(), r => Assert.Equal(play.State.Items.Single(i => i.Task == r.TaskId).Clock, r.Clock));
    }

    [Fact]
    public void A_supplement_suspends_the_clock_of_the_branch_that_asked_until_it_is_answered()
    {
        var play = new CaseInPlay();
        play.Now = Start.AddDays(1);
        play.Answered(TaxOffice, ReviewOutcome.Supplement);
        Assert.Equal([new Suspension(Start.AddDays(1), null, SuspensionCause.Supplement)], play[TaxOffice].Clock!.Suspensions!.Select(s => s with { Reason = null }));
        Assert.All([Registrar, SealOffice, SignOffice], d => Assert.Null(play[d].Clock!.Suspensions));

        play.Now = Start.AddDays(3);
        play.Give(SupplementForAll(play.State));
        Assert.Equal([new Suspension(Start.AddDays(1), Start.AddDays(3), SuspensionCause.Supplement)], play[TaxOffice].Clock!.Suspensions!.Select(s => s with { Reason = null }));
        Assert.Equal(Start.AddDays(3), Assert.Single(play.LastTo<ProvideSupplement>(TaxOffice)).AnsweredAt);
    }

    [Fact]
    public void A_special_procedure_suspends_until_the_next_decision_and_a_site_visit_does_not()
    {
        var play = new CaseInPlay().Answered(SignOffice, ReviewOutcome.SpecialProcedure);
        play.Now = Start.AddDays(4);
        play.Answered(SignOffice, ReviewOutcome.Inspect);
        play.Now = Start.AddDays(6);
        play.Answered(SignOffice, ReviewOutcome.Supplement);

        Assert.Equal(
            [new Suspension(Start, Start.AddDays(4), SuspensionCause.SpecialProcedure), new Suspension(Start.AddDays(6), null, SuspensionCause.Supplement)],
            play[SignOffice].Clock!.Suspensions!.Select(s => s with { Reason = null }));
    }

    [Fact]
    public void A_repeat_and_a_late_answer_enter_nothing()
    {
        var play = new CaseInPlay();
        var asked = play.Answer(TaxOffice, ReviewOutcome.Supplement, 1);
        play.Give(asked);
        var once = play[TaxOffice].Clock;
        play.Give(asked);
        Assert.Same(once, play[TaxOffice].Clock);

        play.Give(new WithdrawCase(Id, "zhang", "x"));
        play.Give(play.Answer(TaxOffice, ReviewOutcome.SpecialProcedure, 2));
        Assert.Same(once, play[TaxOffice].Clock);
    }

    [Fact]
    public void A_request_that_a_change_of_hands_has_overtaken_still_suspends()
    {
        var play = new CaseInPlay();
        play.Give(new TaskHeld { CaseId = Id, TaskId = TaskOf(TaxOffice), Holder = "wang", Lifecycle = ItemLifecycle.SupplementRequested, Sequence = 2 });
        play.Give(play.Answer(TaxOffice, ReviewOutcome.Supplement, 1));

        Assert.Equal([new Suspension(Start, null, SuspensionCause.Supplement)], play[TaxOffice].Clock!.Suspensions!.Select(s => s with { Reason = null }));
    }
}
