using System.Text.Json.Nodes;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Unit.Cases;

/// <summary>Whatever an applicant gives, the journal keeps its digest with it: what is changed behind its back is seen.</summary>
public class GivenDigestTests
{
    [Fact]
    public void A_submission_is_told_with_its_digest()
    {
        var play = new CaseInPlay();

        Assert.Equal(play.State.Submission.Digest, DigestIn(play.Last.Journal, "submitted"));
    }

    [Fact]
    public void A_supplement_is_told_with_the_digest_of_the_whole()
    {
        var play = new CaseInPlay().Asked(CaseInPlay.TaxOffice, ["domicile-proof"]);

        play.Give(CaseInPlay.SupplementForAll(play.State));

        Assert.Equal(new Utf8Json("""{"second":true}""").Digest, DigestIn(play.Last.Journal, "supplement-answered"));
    }

    [Fact]
    public void What_a_window_accepts_is_told_with_the_digest_of_what_is_kept_then()
    {
        var play = Received("a salt that nobody can guess");

        play.Give(new AnswerReceipt(CaseInPlay.Id, "wang", true, new Text("", ""), ""));

        Assert.Equal(play.State.Submission.Digest, DigestIn(play.Last.Journal, "accepted"));
    }

    /// <summary>From a digest without a salt, whoever may read the journal could try out the identity number.</summary>
    [Fact]
    public void Without_a_salt_an_acceptance_tells_no_digest()
    {
        var play = Received(null);

        play.Give(new AnswerReceipt(CaseInPlay.Id, "wang", true, new Text("", ""), ""));

        Assert.Null(DigestIn(play.Last.Journal, "accepted"));
    }

    private static CaseInPlay Received(string? salt) => new(receipt: new ReceiptTerms(new DayLimit(5, DayUnit.WorkingDay), "a law"), change: submit => submit with
    {
        Submission = Utf8Json.Of(submit.Submission.Read(CaseJson.Default.SubmissionContent) with { Salt = salt }, CaseJson.Default.SubmissionContent),
    });

    private static string? DigestIn(IReadOnlyList<JournalEntry> journal, string kind) =>
        JsonNode.Parse(Utf8Json.Of(Assert.Single(journal, e => e.Kind == kind).Data).ToString())!["digest"]?.GetValue<string>();
}
