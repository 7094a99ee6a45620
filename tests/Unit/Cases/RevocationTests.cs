using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>What becomes of a licence whose check afterwards fails, and of what rests on it.</summary>
public sealed class RevocationTests : TimedCase
{
    private static readonly Text Untrue = new("场地不符", "the premises are not as promised");

    private static readonly ItemTerms Checked = Terms with { AfterCheck = new DayLimit(20, DayUnit.WorkingDay), RevokedBy = "the law, art 69" };

    private static AfterChecked Check(string department, bool passed = false, string? basis = null) =>
        new() { CaseId = Id, TaskId = TaskOf(department), Passed = passed, By = "li", At = Start, Reason = Untrue, LegalBasis = basis };

    private CaseInPlay Completed() => Play(Checked).Passed(All).Issued(Registrar, SignOffice, TaxOffice, SealOffice);

    [Fact]
    public void A_check_that_fails_asks_the_department_to_revoke_with_the_reason_of_the_finding()
    {
        var play = Completed();
        Assert.True(play.State.HasEnded);

        play.Give(Check(TaxOffice));

        Assert.Equal(Untrue, Assert.Single(play.LastTo<RevokeLicences>(TaxOffice)).Reason);
        Assert.Equal(["after-checked", "revocation-requested"], play.Last.Journal.Select(e => e.Kind));
        Assert.Equal(("after-check-failed", new Audience(Role.Applicant, "zhang")), (Assert.Single(play.Last.Notices).Kind, play.Last.Notices[0].To));
        Assert.Equal((ItemLifecycle.Issued, true), (play[TaxOffice].Lifecycle, play[TaxOffice].Revoking));
        Assert.Empty(play.Last.ReleasedKeys);
    }

    [Fact]
    public void What_was_revoked_alone_no_longer_verifies_and_the_case_goes_on_telling_what_was_granted()
    {
        var play = Completed();
        play.Give(Check(TaxOffice));
        var before = play.State;

        play.Revoked(TaxOffice);

        Assert.Equal([LicenceIndex.KeyOf("tax-1", "tax-licence")], play.Last.ReleasedKeys);
        Assert.False(play.Last.ReleasesRegister);
        Assert.Equal(ItemLifecycle.Revoked, play[TaxOffice].Lifecycle);
        Assert.Equal((CaseLifecycle.Completed, CaseOutcome.Granted, before.EndedAt), (play.State.Lifecycle, play.State.Outcome, play.State.EndedAt));
        Assert.All([Registrar, SignOffice, SealOffice], d => Assert.Equal(ItemLifecycle.Issued, play[d].Lifecycle));
        Assert.Same(play.State, play.Revoked(TaxOffice).State);
    }

    [Fact]
    public void The_applicant_and_the_departments_whose_licences_rest_on_it_are_told_why_and_by_which_law()
    {
        var play = Completed();
        play.Give(Check(Registrar));
        play.Revoked(Registrar);

        Assert.Equal(
            [new Audience(Role.Applicant, "zhang"), new Audience(Role.Officer, Department: TaxOffice, Region: "430602"), new Audience(Role.Officer, Department: SealOffice, Region: "430602")],
            play.Last.Notices.Select(n => n.To));
        Assert.All(play.Last.Notices, n =>
        {
            Assert.Equal("licences-revoked", n.Kind);
            Assert.Contains("the premises are not as promised (the law, art 69)", n.Text.En, StringComparison.Ordinal);
            Assert.Contains("the law, art 69", JsonSerializer.Serialize(n.Data), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_law_that_the_officer_names_goes_before_the_item_s()
    {
        var play = Completed();
        play.Give(Check(TaxOffice, basis: "the law of tax, art 3"));

        Assert.Equal("the law of tax, art 3", play[TaxOffice].Checked!.LegalBasis);
    }

    [Fact]
    public void A_check_that_passes_revokes_nothing()
    {
        var play = Completed();
        play.Give(Check(TaxOffice, passed: true));

        Assert.Empty(play.Last.Messages);
        Assert.Null(play[TaxOffice].Step);
        Assert.Same(play.State, play.Revoked(TaxOffice).State);
        Assert.Same(play.State, play.Give(Check(TaxOffice)).State);
    }

    [Fact]
    public void A_check_that_overtakes_the_issue_it_is_of_is_kept_until_that_is_known()
    {
        var play = Play(Checked).Passed(All).Issued(Registrar);

        play.Give(Check(TaxOffice));
        Assert.Empty(play.Last.Messages);
        Assert.Empty(play.Last.Journal);

        play.Issued(TaxOffice);
        Assert.Single(play.LastTo<RevokeLicences>(TaxOffice));
        Assert.Equal(["licences-issued", "after-checked", "revocation-requested"], play.Last.Journal.Select(e => e.Kind));
        play.Revoked(TaxOffice).Issued(SignOffice, SealOffice);
        Assert.Equal((CaseLifecycle.Completed, CaseOutcome.Granted), (play.State.Lifecycle, play.State.Outcome));
    }

    [Fact]
    public void Nothing_is_asked_to_be_issued_on_what_is_known_to_have_failed_with_the_issue_itself()
    {
        var play = Play(Checked).Passed(All);
        play.Give(Check(Registrar));

        play.Issued(Registrar);

        Assert.DoesNotContain(play.Last.Messages, m => m.Message is RequestIssue);
        Assert.Single(play.LastTo<RevokeLicences>(Registrar));
        Assert.NotNull(play.State.Compensation);
        play.Revoked(Registrar).Issued(SignOffice).Revoked(SignOffice);
        Assert.Equal(CaseOutcome.Revoked, play.State.Outcome);
    }

    [Fact]
    public void What_is_checked_by_nobody_cannot_fail()
    {
        var play = Play(Terms).Passed(All).Issued(Registrar);

        Assert.Same(play.State, play.Give(Check(TaxOffice)).State);
        play.Issued(TaxOffice);
        Assert.Same(play.State, play.Give(Check(TaxOffice)).State);
    }

    [Fact]
    public void Nothing_is_issued_on_what_was_taken_back_and_a_required_item_that_needs_it_ends_the_whole()
    {
        var play = Play(Checked).Passed(All).Issued(Registrar, SignOffice).Failed(TaxOffice).Failed(SealOffice);

        play.Give(Check(Registrar));

        Assert.Contains(play.Last.Journal, e => e.Kind == "compensation-begun");
        Assert.Equal([Registrar], play.Last.Messages.Where(m => m.Message is RevokeLicences).Select(m => m.To));
        Assert.All([TaxOffice, SealOffice], d => Assert.Equal(ItemLifecycle.Cancelled, play[d].Lifecycle));
        play.Revoked(Registrar);
        Assert.Equal([SignOffice], play.Last.Messages.Select(m => m.To));
        play.Revoked(SignOffice);
        Assert.Equal((CaseLifecycle.Terminated, CaseOutcome.Revoked), (play.State.Lifecycle, play.State.Outcome));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_optional_item_that_needs_what_was_taken_back_is_cancelled_and_the_rest_stays(bool waits)
    {
        var play = Play(Checked, optional: [TaxOffice, SealOffice]).Passed(Registrar, SignOffice, TaxOffice).Held(SealOffice).Issued(Registrar, SignOffice);
        if (waits)
            play.Failed(TaxOffice);
        play.Give(Check(Registrar));
        if (!waits)
            play.Failed(TaxOffice);

        Assert.Equal(waits ? ItemLifecycle.Cancelled : ItemLifecycle.IssueFailed, play[TaxOffice].Lifecycle);
        play.Revoked(Registrar).Passed(SealOffice);
        Assert.Equal(ItemLifecycle.Cancelled, play[SealOffice].Lifecycle);
        Assert.Equal((CaseLifecycle.Completed, CaseOutcome.PartlyGranted), (play.State.Lifecycle, play.State.Outcome));
        Assert.Equal((ItemLifecycle.Issued, ItemLifecycle.Revoked), (play[SignOffice].Lifecycle, play[Registrar].Lifecycle));
    }

    [Fact]
    public void A_parked_item_whose_ground_is_gone_is_not_left_to_the_operator()
    {
        var play = Play(Checked).Passed(All).Issued(Registrar, SignOffice, SealOffice).Failed(TaxOffice, final: true);
        Assert.Equal("operator", play[TaxOffice].Holder);

        play.Give(Check(Registrar));

        Assert.NotNull(play.State.Compensation);
        Assert.Equal("case-not-parked", play.Resolved(ParkedResolution.Retry).Last.Refusal!.Code);
        Assert.Equal(CaseOutcome.Revoked, play.Revoked(Registrar).Revoked(SealOffice).Revoked(SignOffice).State.Outcome);
    }

    [Fact]
    public void An_issue_under_way_on_what_was_taken_back_comes_to_its_end_and_its_department_is_told()
    {
        var play = Play(Checked).Passed(All).Issued(Registrar, SignOffice);
        play.Give(Check(Registrar));
        play.Revoked(Registrar);
        Assert.Equal([TaxOffice, SealOffice], play.Last.Notices.Skip(1).Select(n => n.To.Department));

        play.Issued(TaxOffice, SealOffice);

        Assert.Equal(CaseLifecycle.Completed, play.State.Lifecycle);
    }

    [Fact]
    public void A_check_that_fails_during_a_compensation_revokes_nothing_twice()
    {
        var play = new CaseInPlay(policy: Compensates, terms: Checked).Passed(All).Issued(Registrar, SignOffice, TaxOffice).Failed(SealOffice, final: true);
        Assert.Single(play.LastTo<RevokeLicences>(TaxOffice));

        play.Give(Check(SignOffice));
        Assert.Empty(play.Last.Messages);
        play.Revoked(TaxOffice);
        Assert.Equal([SignOffice], play.Last.Messages.Select(m => m.To));
        play.Revoked(SignOffice).Revoked(Registrar);
        Assert.Equal(CaseOutcome.Revoked, play.State.Outcome);
    }

    [Fact]
    public void A_compensation_that_begins_while_one_is_being_revoked_waits_for_that_answer()
    {
        var play = new CaseInPlay(policy: Compensates, terms: Checked).Passed(All).Issued(Registrar, SignOffice, TaxOffice);
        play.Give(Check(SignOffice));
        play.Failed(SealOffice, final: true);
        Assert.DoesNotContain(play.Last.Messages, m => m.Message is RevokeLicences);

        play.Revoked(SignOffice);
        Assert.True(play.Last.ReleasesRegister);
        Assert.Equal([TaxOffice], play.Last.Messages.Select(m => m.To));
        play.Revoked(TaxOffice).Revoked(Registrar);
        Assert.Equal(CaseOutcome.Revoked, play.State.Outcome);
    }

    [Fact]
    public void What_was_decided_by_rule_and_is_drawn_is_checked_and_the_department_is_told()
    {
        var play = Play(Terms with { Sample = new SampleTerms(1, new DayLimit(15, DayUnit.WorkingDay)), RevokedBy = "the law, art 69" }).Passed(All).Issued(Registrar);

        Assert.Contains(play.Last.Journal, e => e.Kind == "drawn");
        Assert.Equal(new StepClock(ClockKind.AfterCheck, play.Now, new DayLimit(15, DayUnit.WorkingDay)), play[Registrar].Step);
        // Fifteen working days from 24 November.
        var told = Assert.Single(play.Last.Notices);
        Assert.Equal(("after-check-due", new Audience(Role.Officer, Department: Registrar, Region: "430602")), (told.Kind, told.To));
        Assert.Contains("2026-12-15", told.Text.En, StringComparison.Ordinal);
        play.Give(Check(Registrar));
        Assert.Single(play.LastTo<RevokeLicences>(Registrar));
    }

    [Theory]
    [InlineData(0.0, "rule:tax/1")]
    [InlineData(1.0, "officer:li")]
    public void Neither_what_is_not_drawn_nor_what_people_decided_is_checked(double share, string by)
    {
        var play = Play(Terms with { Sample = new SampleTerms((decimal)share, new DayLimit(15, DayUnit.WorkingDay)) });
        foreach (var department in All)
            play.Give(play.Answer(department, ReviewOutcome.Pass, 1) is var answer ? answer with { Decision = answer.Decision with { By = by } } : null!);
        play.Issued(Registrar);

        Assert.Null(play[Registrar].Step);
        Assert.Equal(["licences-issued", "issue-requested", "issue-requested"], play.Last.Journal.Select(e => e.Kind));
        Assert.Empty(play.Last.Notices);
    }
}
