using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

public sealed class WithdrawalTests
{
    private static readonly WithdrawCase Withdraw = new(Id, "zhang", "the lease fell through");

    [Fact]
    public void The_applicant_may_withdraw_until_issuing_begins_and_every_live_task_is_stopped()
    {
        var play = new CaseInPlay().Passed(Registrar).Answered(TaxOffice, ReviewOutcome.Supplement);
        play.Give(Withdraw);

        Assert.Equal(CaseLifecycle.Withdrawn, play.State.Lifecycle);
        Assert.Equal(CaseOutcome.Withdrawn, play.State.Outcome);
        Assert.Equal(Start, play.State.EndedAt);
        Assert.Equal(All, play.Last.Messages.Select(m => m.To));
        Assert.All(play.Last.Messages, m => Assert.Equal(StopCause.CaseWithdrawn, Assert.IsType<CancelTask>(m.Message).Cause));
        Assert.All(play.State.Items, i => Assert.Equal((ItemLifecycle.Withdrawn, ""), (i.Lifecycle, i.Holder)));
        Assert.Equal(["withdrawn"], play.Last.Journal.Select(e => e.Kind));
    }

    [Fact]
    public void A_repeated_withdrawal_is_harmless()
    {
        var play = new CaseInPlay();
        play.Give(Withdraw);
        var ended = play.State;

        var again = play.Give(Withdraw);
        Assert.Null(again.Refusal);
        Assert.Same(ended, again.State);
        Assert.Empty(again.Messages);
        Assert.Empty(again.Journal);
    }

    [Fact]
    public void A_withdrawal_after_issuing_has_begun_is_refused()
    {
        var play = new CaseInPlay().Passed(All);

        Assert.Equal("issuing-has-begun", play.Give(Withdraw).Refusal!.Code);
        Assert.Empty(play.Last.Messages);
        Assert.Equal(CaseLifecycle.Issuing, play.State.Lifecycle);
    }

    [Fact]
    public void A_pass_that_crosses_the_withdrawal_is_recorded_and_issues_nothing()
    {
        var play = new CaseInPlay().Passed(Registrar, TaxOffice, SealOffice);
        play.Give(Withdraw);

        play.Passed(SignOffice);
        Assert.Equal(["late-answer"], play.Last.Journal.Select(e => e.Kind));
        Assert.Empty(play.Last.Messages);
        Assert.Equal(CaseLifecycle.Withdrawn, play.State.Lifecycle);
    }
}
