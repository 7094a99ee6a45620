using CsCheck;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>The authority ends a case on a ground of the law, until issuing begins; one that is parked, by revoking what was issued.</summary>
public sealed class TerminationTests : TimedCase
{
    private static readonly Audience Zhang = new(Role.Applicant, "zhang");

    private static TerminateCase Termination(string ground = "applicant-died") => new(Id, "sun", ground, new Text("申请人死亡", "the applicant has died"), "the law, art 70");

    [Fact]
    public void Everybody_stops_with_a_cause_of_its_own_the_clocks_end_and_who_has_to_know_is_told()
    {
        var play = Play().Held(TaxOffice).Passed(Registrar);

        play.Give(Termination());

        Assert.Equal((CaseLifecycle.Terminated, CaseOutcome.Terminated, play.Now), (play.State.Lifecycle, play.State.Outcome, play.State.EndedAt));
        Assert.Equal(All.Order(), play.Last.Messages.Where(m => m.Message is CancelTask { Cause: StopCause.CaseTerminated }).Select(m => m.To).Order());
        Assert.All(play.State.Items, i => Assert.Equal((ItemLifecycle.Cancelled, null), (i.Lifecycle, i.Step)));
        Assert.Null(play.WakesAt);
        Assert.Equal(["terminated"], play.Last.Journal.Select(e => e.Kind));
        Assert.Equal([("task-stopped", "tax"), ("terminated", null)], play.Last.Notices.Select(n => (n.Kind, n.To.Department)));
        Assert.Contains("the applicant has died (the law, art 70)", play.Last.Notices[^1].Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_acceptance_no_department_has_to_stop()
    {
        var play = Received();
        play.Give(Termination());

        Assert.Equal(CaseOutcome.Terminated, play.State.Outcome);
        Assert.Empty(play.Last.Messages);
        Assert.Equal("terminated", Assert.Single(play.Last.Notices).Kind);
    }

    [Fact]
    public void Twice_is_harmless_on_another_ground_it_is_refused_and_so_it_is_after_any_other_end()
    {
        var play = Play();
        play.Give(Termination());
        Assert.Same(play.State, play.Give(Termination()).State);
        Assert.Null(play.Last.Refusal);
        Assert.Equal("terminated-already", play.Give(Termination("law-changed")).Refusal!.Code);
        Assert.Equal("case-has-ended", play.Give(new WithdrawCase(Id, "zhang", "too late")).Refusal!.Code);

        Assert.Equal("case-has-ended", Play().Answered(TaxOffice, ReviewOutcome.Refuse).Give(Termination()).Refusal!.Code);
        Assert.Equal("case-has-ended", Play().Passed(All).Issued(Registrar, SignOffice, TaxOffice, SealOffice).Give(Termination()).Refusal!.Code);
    }

    [Fact]
    public void An_answer_that_was_on_its_way_is_recorded_and_ignored()
    {
        var play = Play();
        play.Give(Termination());

        play.Answered(SealOffice, ReviewOutcome.Refuse);

        Assert.Equal(["late-answer"], play.Last.Journal.Select(e => e.Kind));
        Assert.Equal((CaseOutcome.Terminated, 1), (play.State.Outcome, play.Notices.Count(n => n.To == Zhang)));
    }

    [Fact]
    public void While_licences_are_being_issued_it_is_too_late()
    {
        var play = Play().Passed(All);
        Assert.Equal("issuing-has-begun", play.Give(Termination()).Refusal!.Code);
        Assert.Equal("issuing-has-begun", play.Issued(Registrar).Give(Termination()).Refusal!.Code);
    }

    [Fact]
    public void Of_a_parked_case_what_was_issued_is_revoked_on_that_ground()
    {
        var play = Play().Passed(All).Issued(Registrar, SignOffice).Failed(TaxOffice, final: true).Issued(SealOffice);
        play.Give(Termination());
        Assert.Equal(["termination-ordered", "compensation-begun", "revocation-requested"], play.Last.Journal.Select(e => e.Kind));
        Assert.Equal(StopCause.CaseTerminated, Assert.Single(play.LastTo<CancelTask>(TaxOffice)).Cause);
        Assert.Equal("the applicant has died", Assert.Single(play.LastTo<RevokeLicences>(SealOffice)).Reason.En);
        Assert.Same(play.State, play.Give(Termination()).State);
        Assert.Equal("case-not-parked", play.Resolved(ParkedResolution.Retry).Last.Refusal!.Code);

        play.Revoked(SealOffice).Revoked(SignOffice).Revoked(Registrar);

        Assert.Equal((CaseLifecycle.Terminated, CaseOutcome.Revoked), (play.State.Lifecycle, play.State.Outcome));
        Assert.Equal("compensated", Assert.Single(play.Notices, n => n.To == Zhang).Kind);
    }

    /// <summary>Answers, withdrawals and terminations in any order, each twice.</summary>
    [Fact]
    public void Whatever_comes_first_ends_the_case_and_nothing_after_it_changes_the_end() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 6]).List[0, 20].Sample(acts =>
    {
        var play = new CaseInPlay();
        (CaseOutcome?, DateTimeOffset?)? end = null;
        foreach (var (who, what) in acts.SelectMany(a => new[] { a, a }))
        {
            switch (what)
            {
                case 0 or 1 or 2:
                    play.Passed(All[who]);
                    break;
                case 3:
                    play.Answered(All[who], ReviewOutcome.Refuse);
                    break;
                case 4:
                    play.Give(Licences(All[who], play[All[who]].Attempt));
                    break;
                case 5:
                    play.Give(new WithdrawCase(Id, "zhang", "no"));
                    break;
                default:
                    play.Give(Termination());
                    break;
            }
            if (play.State.HasEnded)
                Assert.Equal(end ??= (play.State.Outcome, play.State.EndedAt), (play.State.Outcome, play.State.EndedAt));
            Assert.Equal(play.State.Termination is not null, play.State.Outcome == CaseOutcome.Terminated);
            Assert.False(play.State.Outcome == CaseOutcome.Terminated && play.State.Items.Any(i => i.Licences.Count > 0));
            play.Now = play.Now.AddMinutes(1);
        }
    });
}
