using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Departments;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

/// <summary>A clerical error in a bench permit: of its data <c>word</c>, <c>lit</c> and <c>code</c> may be corrected, and <c>park</c>, which others carry.</summary>
public sealed class TaskCorrectionTests
{
    private static readonly Text Slip = new("笔误", "a slip of the pen");

    private static CorrectLicence Correct(string data, bool tellOthers = false, string? basis = null, string by = "officer:li", string type = "bench-permit") =>
        new(TaskId, by, type, JsonElement.Parse(data).EnumerateObject().ToDictionary(m => m.Name, m => m.Value), Slip, basis, tellOthers);

    private static Licence Permit(TaskInPlay play) => Assert.Single(play.State!.Licences);

    [Fact]
    public void A_correction_is_the_next_version_under_the_same_number_and_the_one_before_is_kept()
    {
        var play = TaskInPlay.Issued();
        var before = Permit(play);

        play.Give(Correct("""{"word":"neat"}"""));

        var now = Permit(play);
        Assert.Equal((before.Number, 2, before.ValidUntil, "neat"), (now.Number, now.Version, now.ValidUntil, now.Data.GetProperty("word").GetString()));
        Assert.Equal("the long park", now.Data.GetProperty("park").GetString());
        var kept = Assert.Single(play.State!.Corrections!);
        Assert.Same(before, kept.Superseded);
        Assert.Equal(["word"], kept.Fields);
        Assert.Equal(("officer:li", "the law, art 8", false), (kept.By, kept.LegalBasis, kept.Shared));
        Assert.Equal(["licence-corrected"], play.Last.Journal.Select(e => e.Kind));
        var told = play.Sent<LicenceCorrected>();
        Assert.Equal((1, 2, 1), (told.Attempt, told.Licences[0].Version!.Value, told.Corrections.Count));
        Assert.Empty(play.Last.Claims);
    }

    [Fact]
    public void The_same_content_again_changes_nothing_and_another_is_the_version_after()
    {
        var play = TaskInPlay.Issued().Give(Correct("""{"word":"neat"}"""));
        play.IsUnchangedBy(Correct("""{"word":"neat"}""", by: "officer:wang"));
        Assert.Null(play.Last.Refusal);

        play.Give(Correct("""{"word":"tidy","lit":false}"""));

        Assert.Equal(3, Permit(play).Version);
        Assert.Equal([1, 2], play.State!.Corrections!.Select(c => LicenceCorrection.VersionOf(c.Superseded)));
        Assert.Equal(2, play.Sent<LicenceCorrected>().Corrections.Count);
        // What an earlier one had said is a correction anew.
        Assert.Equal(4, Permit(play.Give(Correct("""{"word":"neat"}"""))).Version);
    }

    [Fact]
    public void What_was_never_wrong_is_not_corrected()
    {
        var play = TaskInPlay.Issued();

        play.IsUnchangedBy(Correct("""{"word":"clean"}"""));

        Assert.Equal((422, "/data/word", FaultCodes.Unchanged), play.Last.Refusal is { } refusal && refusal.Faults![0] is var fault ? (refusal.Status, fault.Pointer, fault.Code) : default);
    }

    [Fact]
    public void Of_several_fields_those_alone_that_differ_are_corrected() =>
        Assert.Equal(["lit"], TaskInPlay.Issued().Give(Correct("""{"word":"clean","lit":false}""")).State!.Corrections![0].Fields);

    [Fact]
    public void Every_field_that_may_not_be_corrected_is_named_at_once()
    {
        var play = TaskInPlay.Issued();

        play.IsUnchangedBy(Correct("""{"word":7,"lit":"yes","number":2,"park":"the short park","code":"bench-9","gone":"x","owner":"li"}"""));

        Assert.Equal(
            [
                ("/data/word", FaultCodes.WrongType), ("/data/lit", FaultCodes.WrongType), ("/data/number", FaultCodes.NotCorrectable), ("/data/park", FaultCodes.SharedField),
                ("/data/code", FaultCodes.NotCorrectable), ("/data/gone", FaultCodes.NotCorrectable), ("/data/owner", FaultCodes.NotCorrectable),
            ],
            play.Last.Refusal!.Faults!.Select(f => (f.Pointer, f.Code)));
        play.IsUnchangedBy(Correct("""{"word":"  "}"""));
        Assert.Equal(FaultCodes.WrongFormat, play.Last.Refusal!.Faults![0].Code);
        play.IsUnchangedBy(Correct("""{"word":"neat"}""", type: "deed"));
        Assert.Equal(("/type", FaultCodes.UnknownLicence), (play.Last.Refusal!.Faults![0].Pointer, play.Last.Refusal.Faults[0].Code));
    }

    [Fact]
    public void What_others_carry_is_corrected_by_who_says_that_they_are_to_be_told()
    {
        var play = TaskInPlay.Issued().Give(Correct("""{"park":"the short park"}""", tellOthers: true, basis: "the law of parks, art 3"));

        Assert.Equal((true, "the law of parks, art 3"), play.State!.Corrections![0] is var c ? (c.Shared, c.LegalBasis) : default);
        Assert.False(play.Give(Correct("""{"word":"neat"}""", tellOthers: true)).State!.Corrections![1].Shared);
    }

    [Fact]
    public void What_is_not_issued_or_holds_no_more_is_not_corrected()
    {
        var code = (TaskInPlay play) => play.Give(Correct("""{"word":"neat"}""")).Last.Refusal is { Status: 409 } refusal ? refusal.Code : null;
        Assert.Equal("not-issued", code(TaskInPlay.Requested("clean")));
        Assert.Equal("not-issued", code(TaskInPlay.Requested("doubtful")));
        Assert.Equal("not-issued", code(TaskInPlay.Requested("clean").Give(Cancel)));
        Assert.Equal("licence-revoked", code(TaskInPlay.Issued().Give(Revoke)));
        var failed = new TaskInPlay().Give(Request("clean") with { Terms = new ItemTerms { AfterCheck = new DayLimit(20, DayUnit.WorkingDay) } }).Give(Issue(1))
            .Give(new CheckAfterIssue(TaskId, "li", Passed: false, Slip));
        Assert.Equal("licence-revoked", code(failed));
    }

    [Fact]
    public void Who_asks_for_the_issue_once_more_hears_what_was_issued_then()
    {
        var play = TaskInPlay.Issued().Give(Correct("""{"word":"neat"}"""));

        play.Give(Issue(1));

        Assert.Null(Assert.Single(play.Sent<LicencesIssued>().Licences).Version);
        Assert.Equal(["bench-1"], play.Give(Revoke).Sent<LicencesRevoked>().Numbers);
    }

    [Fact]
    public void Every_fault_of_a_body_is_told_at_once()
    {
        var state = TaskInPlay.Issued().State!;
        var faults = new List<Fault>();

        Assert.Null(CorrectionBody.Read(
            JsonElement.Parse("""{"type":"bench-permit","data":{"word":7,"park":"x"},"tellOthers":"yes","note":1}"""), state, "officer:li", t => Rules.CorrectionTermsFor(state, t), faults));

        Assert.Equal(["/data/park", "/data/word", "/note", "/reason", "/tellOthers"], faults.Select(f => f.Pointer).Order(StringComparer.Ordinal));
        faults.Clear();
        Assert.Null(CorrectionBody.Read(JsonElement.Parse("""{"type":"deed","data":{},"reason":"x"}"""), state, "officer:li", t => Rules.CorrectionTermsFor(state, t), faults));
        Assert.Equal(["/data", "/type"], faults.Select(f => f.Pointer).Order(StringComparer.Ordinal));
    }
}
