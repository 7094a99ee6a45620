using System.Text.Json;
using CsCheck;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>What a case makes of the corrections that its departments tell of.</summary>
public sealed class CorrectionTests : TimedCase
{
    private static readonly Text Slip = new("笔误", "a slip of the pen");

    private static CaseInPlay Completed(CaseInPlay play) => play.Passed(All).Issued(Registrar, SignOffice, TaxOffice, SealOffice);

    /// <summary>The department tells of its n-th correction, and of those before it.</summary>
    private static LicenceCorrected Correction(string department, int n, bool shared = false)
    {
        var first = Licences(department, 1).Licences[0];
        Licence Version(int version) => version == 1 ? first : first with { Version = version, Data = JsonSerializer.SerializeToElement(new { name = $"name {version}" }) };
        return new LicenceCorrected
        {
            CaseId = Id,
            TaskId = TaskOf(department),
            Attempt = 1,
            Licences = [Version(n + 1)],
            Corrections = [.. Enumerable.Range(1, n).Select(v => new LicenceCorrection { Superseded = Version(v), Fields = ["name"], By = "officer:li", At = Start, Reason = Slip, LegalBasis = "the law, art 8", Shared = shared })],
        };
    }

    private static List<Notice> Told(CaseInPlay play) => [.. play.Notices.Where(n => n.Kind == "licence-corrected")];

    [Fact]
    public void A_correction_after_the_end_is_the_licence_s_next_version_and_the_case_has_ended_as_it_had()
    {
        var play = Completed(Play());
        var before = play.State;

        play.Give(Correction(TaxOffice, 1));

        Assert.Equal((2, 1), (play[TaxOffice].Licences[0].Version!.Value, play[TaxOffice].Corrections!.Count));
        Assert.Equal((before.Lifecycle, before.Outcome, before.EndedAt), (play.State.Lifecycle, play.State.Outcome, play.State.EndedAt));
        Assert.Equal(["licence-corrected"], play.Last.Journal.Select(e => e.Kind));
        Assert.Empty(play.Last.Messages);
        Assert.Empty(play.Last.Claims);
        Assert.Equal(new Audience(Role.Applicant, "zhang"), Assert.Single(play.Last.Notices).To);
        Assert.Contains("a slip of the pen (the law, art 8)", play.Last.Notices[0].Text.En, StringComparison.Ordinal);
        Assert.Same(play.State, play.Give(Correction(TaxOffice, 1)).State);
    }

    [Fact]
    public void What_others_carry_is_told_to_those_whose_licences_rest_on_it()
    {
        var play = Completed(Play());

        play.Give(Correction(Registrar, 1, shared: true));
        Assert.Equal([null, TaxOffice, SealOffice], play.Last.Notices.Select(n => n.To.Department));

        play.Give(Correction(SignOffice, 1, shared: true));
        Assert.Single(play.Last.Notices);
    }

    /// <summary>The issue and three corrections of it, each twice, in whatever order they are brought.</summary>
    [Fact]
    public void In_whatever_order_and_how_often_corrections_come_each_is_told_once_and_the_last_one_holds() => Gen.Shuffle(
            new object[] { 0, 1, 2, 3, 0, 1, 2, 3 })
        .Sample(order =>
        {
            var play = new CaseInPlay().Passed(All);
            foreach (var n in order.Cast<int>())
                play.Give(n == 0 ? Licences(Registrar, 1) : Correction(Registrar, n));
            Assert.Equal((ItemLifecycle.Issued, 4, 3), (play[Registrar].Lifecycle, play[Registrar].Licences[0].Version!.Value, play[Registrar].Corrections!.Count));
            Assert.Equal(3, play.JournalKinds.Count(k => k == "licence-corrected"));
            Assert.Equal(1, play.JournalKinds.Count(k => k == "licences-issued"));
            Assert.Equal([2, 3, 4], Told(play).Select(n => JsonSerializer.SerializeToElement(n.Data).GetProperty("Version").GetInt32()));
            Assert.Equal([TaxOffice, SealOffice], play.Sent.Where(m => m.Message is RequestIssue).Select(m => m.To).Except([Registrar, SignOffice]));
        });

    [Fact]
    public void What_is_issued_afterwards_rests_on_the_version_of_then()
    {
        var play = Play().Passed(Registrar, TaxOffice, SealOffice, SignOffice);
        play.Give(Correction(Registrar, 1));

        Assert.All([TaxOffice, SealOffice], d => Assert.Null(play.Sent.Where(m => m.To == d).Select(m => m.Message).OfType<RequestIssue>().Single().Inputs[0].Version));
        play.Failed(TaxOffice).Woken();
        Assert.Equal(2, Assert.Single(play.LastTo<RequestIssue>(TaxOffice)).Inputs[0].Version);
    }

    [Fact]
    public void A_correction_that_a_revocation_has_overtaken_is_kept_and_told_to_nobody()
    {
        var play = Play().Passed(All).Issued(Registrar, SignOffice).Failed(TaxOffice, final: true).Issued(SealOffice).Resolved(ParkedResolution.Compensate);
        play.Revoked(SealOffice);

        play.Give(Correction(SealOffice, 1));

        Assert.Equal((ItemLifecycle.Revoked, 2), (play[SealOffice].Lifecycle, play[SealOffice].Licences[0].Version!.Value));
        Assert.Empty(Told(play));
        Assert.Contains("licence-corrected", play.JournalKinds);
    }

    [Fact]
    public void A_correction_of_what_was_never_to_be_issued_changes_nothing()
    {
        var play = Play();
        Assert.Same(play.State, play.Give(Correction(TaxOffice, 1)).State);
        play.Answered(SealOffice, ReviewOutcome.Refuse);
        Assert.Same(play.State, play.Give(Correction(TaxOffice, 1)).State);
    }

    [Fact]
    public void Each_version_is_found_and_points_to_the_one_that_took_its_place()
    {
        var play = Completed(Play());
        play.Give(Correction(TaxOffice, 2));
        var versions = LicenceVersions.Of(play.State, Licences(TaxOffice, 1).Licences[0])!;

        Assert.Equal(
            [(3, (int?)null), (1, 2), (2, 3), (3, null)],
            new int?[] { null, 1, 2, 3 }.Select(n => versions.Find(n)!.Value is var (licence, by) ? (LicenceCorrection.VersionOf(licence), by?.Version) : default));
        Assert.Null(versions.Find(4));
        Assert.Null(versions.Find(0));
        Assert.Null(LicenceVersions.Of(play.State, Licences(TaxOffice, 1).Licences[0] with { Type = "another" }));
    }
}
