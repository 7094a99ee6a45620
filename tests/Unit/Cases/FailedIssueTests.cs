using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

public sealed class FailedIssueTests
{
    [Fact]
    public void A_passing_failure_is_tried_again_each_time_after_twice_the_delay()
    {
        var play = new CaseInPlay().Passed(All).Failed(Registrar);
        Assert.Equal(Start.AddSeconds(2), play.WakesAt);
        Assert.Equal(ItemLifecycle.Issuing, play[Registrar].Lifecycle);

        play.Woken();
        Assert.Equal(2, Assert.Single(play.LastTo<RequestIssue>(Registrar)).Attempt);
        Assert.Null(play[Registrar].RetryAt);

        play.Failed(Registrar);
        Assert.Equal(play.Now.AddSeconds(4), play.WakesAt);
    }

    [Fact]
    public void The_delay_never_exceeds_the_policy_s_bound()
    {
        var play = new CaseInPlay(policy: Parks with { Attempts = 100, MaxDelaySeconds = 5 }).Passed(All);
        for (var attempt = 1; attempt < 40; attempt++)
        {
            play.Failed(Registrar);
            Assert.InRange(play.WakesAt!.Value, play.Now.AddSeconds(2), play.Now.AddSeconds(5));
            play.Woken();
        }
    }

    [Fact]
    public void A_failure_reported_twice_counts_once()
    {
        var play = new CaseInPlay().Passed(All).Failed(Registrar);
        var waiting = play.State;

        Assert.Same(waiting, play.Failed(Registrar).State);
    }

    [Fact]
    public void Woken_again_or_too_early_nothing_is_asked_for()
    {
        var play = new CaseInPlay().Passed(All).Failed(Registrar);
        var waiting = play.State;
        Assert.Same(waiting, play.Give(new Wake(Id)).State);

        var asked = play.Woken().State;
        Assert.NotSame(waiting, asked);
        Assert.Same(asked, play.Woken().State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_final_failure_and_the_last_attempt_park_the_case_for_an_operator(bool final)
    {
        var play = new CaseInPlay(policy: Parks with { Attempts = final ? 3 : 1 }).Passed(All).Failed(Registrar, final);

        Assert.Equal(ItemLifecycle.IssueFailed, play[Registrar].Lifecycle);
        Assert.Equal("operator", play[Registrar].Holder);
        Assert.Equal("the printer is broken", play[Registrar].Failure!.En);
        Assert.Equal(CaseLifecycle.Issuing, play.State.Lifecycle);
        Assert.Empty(play.Last.Messages);
        Assert.Null(play.WakesAt);
        Assert.Equal(["issue-failed", "parked"], play.Last.Journal.Select(e => e.Kind));

        // The others go on, and the case stays open.
        play.Issued(SignOffice);
        Assert.Null(play.State.EndedAt);
    }

    [Fact]
    public void An_operator_s_retry_asks_once_more_and_its_success_completes_the_case()
    {
        var play = new CaseInPlay().Passed(All).Issued(SignOffice).Failed(Registrar, final: true).Resolved(ParkedResolution.Retry);

        Assert.Equal(2, Assert.Single(play.LastTo<RequestIssue>(Registrar)).Attempt);
        Assert.Equal((ItemLifecycle.Issuing, Registrar), (play[Registrar].Lifecycle, play[Registrar].Holder));
        Assert.Null(play[Registrar].Failure);

        play.Issued(Registrar, TaxOffice, SealOffice);
        Assert.Equal(CaseOutcome.Granted, play.State.Outcome);
    }

    [Fact]
    public void A_case_that_is_not_parked_cannot_be_resolved()
    {
        var play = new CaseInPlay().Passed(All).Failed(Registrar);

        Assert.Equal("case-not-parked", play.Resolved(ParkedResolution.Compensate).Last.Refusal!.Code);
    }

    [Fact]
    public void Compensation_revokes_one_by_one_in_the_reverse_order_of_issuing()
    {
        var play = new CaseInPlay(policy: Compensates).Passed(All).Issued(Registrar, SignOffice, TaxOffice).Failed(SealOffice, final: true);
        Assert.Equal([SealOffice, TaxOffice], play.Last.Messages.Select(m => m.To));
        Assert.IsType<CancelTask>(play.Last.Messages[0].Message);
        Assert.IsType<RevokeLicences>(play.Last.Messages[1].Message);

        foreach (var (revoked, next) in new[] { (TaxOffice, SignOffice), (SignOffice, Registrar) })
        {
            play.Revoked(revoked);
            Assert.Equal(ItemLifecycle.Revoked, play[revoked].Lifecycle);
            Assert.Equal(next, Assert.Single(play.Last.Messages).To);
            Assert.Null(play.State.EndedAt);
        }
        play.Revoked(Registrar);
        Assert.Equal(CaseLifecycle.Terminated, play.State.Lifecycle);
        Assert.Equal(CaseOutcome.Revoked, play.State.Outcome);
        Assert.True(play.Last.ReleasesRegister);
        Assert.Empty(play.Last.Messages);
    }

    [Fact]
    public void Compensation_waits_for_what_is_being_issued_and_revokes_it_too()
    {
        var play = new CaseInPlay(policy: Compensates).Passed(All).Issued(Registrar).Failed(TaxOffice, final: true);
        // Signage and seals are being issued: nothing is revoked before it is known what came of them.
        Assert.DoesNotContain(play.Last.Messages, m => m.Message is RevokeLicences);

        play.Issued(SealOffice);
        Assert.Equal(ItemLifecycle.Issued, play[SealOffice].Lifecycle);
        Assert.Empty(play.Last.Messages);
        play.Failed(SignOffice);
        Assert.Equal(ItemLifecycle.IssueFailed, play[SignOffice].Lifecycle);
        Assert.Null(play.WakesAt);
        Assert.Single(play.LastTo<CancelTask>(SignOffice));
        Assert.Single(play.LastTo<RevokeLicences>(SealOffice));

        play.Revoked(SealOffice).Revoked(Registrar);
        Assert.Equal(CaseLifecycle.Terminated, play.State.Lifecycle);
    }

    [Fact]
    public void Compensation_stops_reviews_and_waiting_attempts()
    {
        var play = new CaseInPlay(optional: [SignOffice], policy: Compensates).Passed(Registrar, TaxOffice, SealOffice).Issued(Registrar).Failed(SealOffice).Failed(TaxOffice, final: true);

        Assert.Equal([ItemLifecycle.Cancelled, ItemLifecycle.Cancelled], new[] { SignOffice, SealOffice }.Select(d => play[d].Lifecycle));
        Assert.Single(play.LastTo<CancelTask>(SignOffice));
        Assert.Single(play.LastTo<CancelTask>(SealOffice));
        Assert.Same(play.State, play.Woken().State);
    }

    [Fact]
    public void An_operator_s_compensation_stops_everything_that_was_parked()
    {
        var play = new CaseInPlay().Passed(All).Issued(Registrar, SignOffice).Failed(TaxOffice, final: true).Failed(SealOffice, final: true).Resolved(ParkedResolution.Compensate);

        Assert.Single(play.LastTo<CancelTask>(TaxOffice));
        Assert.Single(play.LastTo<CancelTask>(SealOffice));
        Assert.All(play.State.Items, i => Assert.NotEqual("operator", i.Holder));
        Assert.Equal(["resolved", "compensation-begun", "revocation-requested"], play.Last.Journal.Select(e => e.Kind));
        Assert.Equal("case-not-parked", play.Resolved(ParkedResolution.Retry).Last.Refusal!.Code);

        play.Revoked(SignOffice).Revoked(Registrar);
        Assert.Equal(CaseOutcome.Revoked, play.State.Outcome);
    }

    [Fact]
    public void No_licence_of_a_case_that_is_being_revoked_is_said_to_hold()
    {
        var play = new CaseInPlay(policy: Compensates).Passed(All).Issued(Registrar, SignOffice, TaxOffice).Failed(SealOffice, final: true);

        Assert.True(play.Revoked(TaxOffice).Last.ReleasesRegister);
    }

    [Fact]
    public void A_final_failure_of_an_optional_item_lets_the_rest_complete()
    {
        var play = new CaseInPlay(optional: [SignOffice]).Passed(All).Issued(Registrar, TaxOffice, SealOffice).Failed(SignOffice, final: true);

        Assert.Equal(CaseOutcome.PartlyGranted, play.State.Outcome);
        Assert.Single(play.LastTo<CancelTask>(SignOffice));
        Assert.Equal("", play[SignOffice].Holder);
    }
}
