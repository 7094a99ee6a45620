using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Orchestrator.Api;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>What a case's written documents say: they follow from its state, at any moment, and from nothing else.</summary>
public sealed class DocumentTests : TimedCase
{
    private static readonly CityTime Zone = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
    private static readonly CityCatalogue Catalogue = CityCatalogue.Load();

    [Fact]
    public void A_case_under_review_has_its_notice_of_acceptance_and_no_approval_yet()
    {
        var document = Assert.Single(Of(Play().Passed(TaxOffice, SealOffice, SignOffice)));

        Assert.Equal((DocumentKind.AcceptanceNotice, "受理通知书", new DateOnly(2026, 11, 24)), (document.Kind, document.Title.Zh, document.Date));
        Assert.Equal((null, null, "4306**********1235"), (document.Item, document.Authority, document.Applicant.IdNumber));
        Assert.Empty(document.Remedies);
    }

    [Fact]
    public void Each_item_is_approved_once_every_required_one_has_passed()
    {
        var play = Play().Passed(Registrar, TaxOffice, SealOffice, SignOffice);

        var approvals = Of(play).Where(d => d.Kind == DocumentKind.Approval).ToList();

        Assert.Equal(All.Select(ItemOf).Order(), approvals.Select(d => d.Item!).Order());
        var tax = approvals.Single(d => d.Item == ItemOf(TaxOffice));
        Assert.Equal(("430602.tax", "what tax found"), (tax.Authority, tax.Reason.En));
        Assert.StartsWith("the law of tax, art 1; ", tax.LegalBasis, StringComparison.Ordinal);
        Assert.Empty(tax.Remedies);
    }

    [Fact]
    public void A_refusal_names_what_the_applicant_may_do_against_it_and_the_items_that_end_with_it_are_no_approvals()
    {
        var play = Play().Passed(TaxOffice).Answered(SealOffice, ReviewOutcome.Refuse);

        var documents = Of(play);

        Assert.Equal([DocumentKind.AcceptanceNotice, DocumentKind.RefusalDecision], documents.Select(d => d.Kind));
        Assert.Equal(ItemOf(SealOffice), documents[1].Item);
        Assert.Equal(
            [("reconsideration", 60, (int?)null, "中华人民共和国行政复议法 第二十条第一款"), ("litigation", null, 6, "中华人民共和国行政诉讼法 第四十六条第一款")],
            documents[1].Remedies.Select(r => (r.Id, r.Days, r.Months, r.LegalBasis)));
    }

    [Fact]
    public void An_optional_item_s_refusal_is_a_decision_beside_the_approvals()
    {
        var play = Play(optional: [SignOffice]).Passed(Registrar, TaxOffice, SealOffice).Answered(SignOffice, ReviewOutcome.NotAccepted);

        var written = Assert.Single(Of(play), d => d.Item == ItemOf(SignOffice));

        Assert.Equal(DocumentKind.NonAcceptanceDecision, written.Kind);
        Assert.Equal(2, written.Remedies.Count);
        Assert.Equal(3, Of(play).Count(d => d.Kind == DocumentKind.Approval));
    }

    [Fact]
    public void What_a_window_does_not_accept_is_decided_in_writing_for_the_whole()
    {
        var play = Received();
        Assert.Empty(Of(play));
        play.Give(new AnswerReceipt(Id, "wu", Accepted: false, new Text("不属于本机关职权", "not ours to decide"), "the law, art 32 (1) 2"));

        var document = Assert.Single(Of(play));

        Assert.Equal((DocumentKind.NonAcceptanceDecision, "not ours to decide", null), (document.Kind, document.Reason.En, document.Item));
        Assert.StartsWith("the law, art 32 (1) 2; ", document.LegalBasis, StringComparison.Ordinal);
        Assert.Equal(2, document.Remedies.Count);
    }

    [Fact]
    public void Acceptance_by_law_quotes_the_law_and_the_day_of_receipt()
    {
        var document = Assert.Single(Of(Received().Woken().Woken()));

        Assert.Equal((DocumentKind.AcceptanceNotice, new DateOnly(2026, 11, 24)), (document.Kind, document.Date));
        Assert.StartsWith("the law, art 32; ", document.LegalBasis, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_asked_for_stays_written_after_it_was_answered()
    {
        var play = Play().Asked(TaxOffice, materials: ["lease"]);
        // Not told yet while others may still ask: nothing has been handed to the applicant.
        play.Held(Registrar).Held(SealOffice).Held(SignOffice);
        var told = play.Passed(Registrar, SealOffice, SignOffice);
        told.Give(SupplementForAll(told.State));
        told.Passed(TaxOffice);

        var notice = Assert.Single(Of(told), d => d.Kind == DocumentKind.SupplementNotice);

        Assert.Equal((ItemOf(TaxOffice), "what tax found", "lease"), (notice.Item, notice.Reason.En, notice.Requested!.Materials[0].Material));
        Assert.Empty(notice.Remedies);
    }

    [Fact]
    public void A_special_procedure_is_told_with_its_notice()
    {
        var play = Play();
        var answer = play.Answer(TaxOffice, ReviewOutcome.SpecialProcedure, 1);
        play.Give(answer with { Decision = answer.Decision with { Procedure = "hearing", Notice = new WrittenNotice("2026-17", new DateOnly(2026, 11, 24)) } });
        play.Give(play.Answer(TaxOffice, ReviewOutcome.Refuse, 2));

        var documents = Of(play).Where(d => d.Item is not null).ToList();

        Assert.Equal([DocumentKind.SpecialProcedureNotice, DocumentKind.RefusalDecision], documents.Select(d => d.Kind));
        Assert.Equal(("hearing", "2026-17"), (documents[0].Procedure, documents[0].Notice!.Number));
    }

    [Fact]
    public void An_extension_is_told_with_its_reason_of_an_item_and_of_the_whole()
    {
        var play = Play();
        play.Give(new LimitExtended
        {
            CaseId = Id, TaskId = TaskOf(TaxOffice), Extension = new LimitExtension(10, play.Now, OfPromise: true), By = "wang", Reason = new Text("复杂", "it is complex"), LegalBasis = "the law, art 42",
        });
        play.Give(new ExtendCase(Id, "mayor", 15, 15, new Text("重大", "it is grave"), "the law, art 42 (2)"));

        var notices = Of(play).Where(d => d.Kind == DocumentKind.ExtensionNotice).ToList();

        Assert.Equal([(ItemOf(TaxOffice), 10, "it is complex"), (null, 15, "it is grave")], notices.Select(d => (d.Item, d.Days!.Value, d.Reason.En)).OrderBy(d => d.Value));
        Assert.All(notices, n => Assert.StartsWith("the law, art 42", n.LegalBasis, StringComparison.Ordinal));
    }

    [Fact]
    public void A_department_reads_what_is_of_the_whole_and_of_its_own_item()
    {
        var play = Play().Passed(Registrar, TaxOffice, SealOffice, SignOffice);

        Assert.Equal([null, ItemOf(TaxOffice)], Of(play, TaxOffice).Select(d => d.Item));
    }

    [Fact]
    public void A_withdrawal_is_written_with_its_reason_and_takes_the_approvals_with_it()
    {
        var play = Play().Passed(TaxOffice);
        play.Give(new WithdrawCase(Id, "zhang", "改主意了"));

        Assert.Equal([DocumentKind.AcceptanceNotice, DocumentKind.WithdrawalNotice], Of(play).Select(d => d.Kind));
        Assert.Contains("改主意了", Of(play)[1].Reason.Zh, StringComparison.Ordinal);
        Assert.Empty(Of(play)[1].Remedies);
    }

    [Fact]
    public void A_termination_names_its_ground_and_what_the_applicant_may_do_against_it()
    {
        var play = Play().Passed(TaxOffice);
        play.Give(new TerminateCase(Id, "sun", "law-changed", new Text("法规已废止", "the regulation has been repealed"), "the law, art 8"));

        var document = Of(play)[^1];

        Assert.Equal((DocumentKind.TerminationDecision, null, "the regulation has been repealed"), (document.Kind, document.Item, document.Reason.En));
        Assert.StartsWith("the law, art 8; ", document.LegalBasis, StringComparison.Ordinal);
        Assert.Equal(2, document.Remedies.Count);
    }

    [Fact]
    public void The_same_state_gives_the_same_documents() => Assert.Equal(
        JsonSerializer.Serialize(Of(Play().Answered(SealOffice, ReviewOutcome.Refuse))), JsonSerializer.Serialize(Of(Play().Answered(SealOffice, ReviewOutcome.Refuse))));

    private static IReadOnlyList<DocumentView> Of(CaseInPlay play, string? department = null) => CaseDocuments.Of(play.State, Catalogue.Documents, Zone, department);
}
