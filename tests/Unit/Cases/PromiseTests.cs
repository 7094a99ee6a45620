using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>
/// A case that was accepted without a paper (容缺受理). Ten working days from 24 November end on 8 December: on the 9th it has not come.
/// </summary>
public sealed class PromiseTests : TimedCase
{
    private const string Paper = "health-certificates";
    private static readonly Text Name = new("健康证明", "health certificates");
    private static readonly DayLimit TenDays = new(10, DayUnit.WorkingDay);

    private CaseInPlay Without(string department, string[]? optional = null, DayLimit? limit = null, string[]? also = null) => Play(
        optional: optional,
        change: s => s with { Promises = [new Promise(Paper, Name, limit ?? TenDays, [ItemOf(department)], also is null ? null : [.. also.Select(ItemOf)])], Submission = ContentOf() });

    [Fact]
    public void The_applicant_is_told_at_once_what_to_bring_and_by_when()
    {
        var play = Without(TaxOffice);

        var told = Assert.Single(play.Notices);
        Assert.Equal(("materials-promised", new Audience(Role.Applicant, "zhang")), (told.Kind, told.To));
        Assert.Contains("health certificates by 2026-12-08", told.Text.En, StringComparison.Ordinal);
        Assert.Equal(["submitted", "accepted", "material-promised"], play.JournalKinds.Take(3));
    }

    [Fact]
    public void The_departments_that_declare_the_paper_are_told_that_it_comes_later_and_no_other()
    {
        var play = Without(TaxOffice, also: [SealOffice]);

        var promised = new PromisedMaterial(Paper, new DateOnly(2026, 12, 8));
        Assert.All([TaxOffice, SealOffice], d => Assert.Equal(promised, Assert.Single(Assert.Single(play.LastTo<RequestReview>(d)).Promised!)));
        Assert.All([Registrar, SignOffice], d => Assert.Null(Assert.Single(play.LastTo<RequestReview>(d)).Promised));
    }

    [Fact]
    public void Every_review_goes_on_and_nothing_is_issued_while_a_required_item_waits_for_its_paper()
    {
        var play = Without(TaxOffice).Passed(All);

        Assert.Equal(CaseLifecycle.Reviewing, play.State.Lifecycle);
        Assert.DoesNotContain(play.Sent, m => m.Message is RequestIssue);
        Assert.Equal([Registrar, SignOffice, ItemState.Applicant, SealOffice], All.Select(d => play[d].Holder));
        Assert.Null(play[TaxOffice].Step);
    }

    [Fact]
    public void With_the_paper_issuing_begins_and_the_department_has_it_before_it_is_asked_to_issue()
    {
        var play = Without(TaxOffice).Passed(All);
        play.Now = DayAt(2026, 12, 1);

        play.Give(DeliveryOf(play.State, Paper));

        Assert.Equal(CaseLifecycle.Issuing, play.State.Lifecycle);
        Assert.Equal(Paper, Assert.Single(Assert.Single(play.LastTo<ProvideMaterials>(TaxOffice)).Materials).Material);
        Assert.Equal((TaxOffice, play.Now), (play[TaxOffice].Holder, play.State.Promises![0].ProvidedAt));
        Assert.Equal(["materials-provided", "issuing-begun"], play.Last.Journal.Select(e => e.Kind).Take(2));
        Assert.IsType<ProvideMaterials>(play.Last.Messages[0].Message);
        play.Issued(Registrar, SignOffice, TaxOffice, SealOffice);
        Assert.Equal(CaseOutcome.Granted, play.State.Outcome);
    }

    [Fact]
    public void An_optional_item_that_waits_for_its_paper_holds_nobody_else_up()
    {
        var play = Without(SignOffice, optional: [SignOffice]).Passed(All).Issued(Registrar).Issued(TaxOffice, SealOffice);

        Assert.Equal((CaseLifecycle.Issuing, ItemLifecycle.ReviewPassed), (play.State.Lifecycle, play[SignOffice].Lifecycle));
        Assert.DoesNotContain(play.Sent, m => m is { To: SignOffice, Message: RequestIssue });

        play.Give(DeliveryOf(play.State, Paper));
        Assert.Equal(1, Assert.Single(play.LastTo<RequestIssue>(SignOffice)).Attempt);
        Assert.Equal(new StepClock(ClockKind.Issuing, play.Now, Terms.Issuing!), play[SignOffice].Step);
    }

    [Fact]
    public void A_paper_that_does_not_come_withdraws_a_required_item_with_the_case_before_anything_was_issued()
    {
        var play = Without(TaxOffice).Passed(All);
        play.Now = DayAt(2026, 12, 9).AddMilliseconds(-1);
        play.Give(new Wake(Id));
        Assert.False(play.State.HasEnded);

        play.Now = DayAt(2026, 12, 9);
        play.Give(new Wake(Id));

        Assert.Equal((CaseLifecycle.Withdrawn, CaseOutcome.Withdrawn), (play.State.Lifecycle, play.State.Outcome));
        Assert.Equal(4, play.Last.Messages.Count(m => m.Message is CancelTask { Cause: StopCause.CaseWithdrawn }));
        Assert.Equal(["promise-lapsed", "withdrawn"], play.Last.Journal.Select(e => e.Kind));
        Assert.Equal([("promise-lapsed", new Audience(Role.Applicant, "zhang")), ("withdrawn", new Audience(Role.Applicant, "zhang"))], play.Last.Notices.Where(n => n.Kind != "task-stopped").Select(n => (n.Kind, n.To)));
        Assert.DoesNotContain(play.Sent, m => m.Message is RequestIssue);
        Assert.Null(play.WakesAt);
    }

    [Fact]
    public void A_paper_that_does_not_come_withdraws_an_optional_item_alone_also_while_it_is_under_review()
    {
        var play = Without(SignOffice, optional: [SignOffice]).Held(SignOffice).Passed(Registrar, TaxOffice, SealOffice).Issued(Registrar).Issued(TaxOffice, SealOffice);
        play.Now = DayAt(2026, 12, 9);
        play.Give(new Wake(Id));

        Assert.Equal((ItemLifecycle.Withdrawn, ""), (play[SignOffice].Lifecycle, play[SignOffice].Holder));
        Assert.Single(play.LastTo<CancelTask>(SignOffice));
        Assert.Equal((CaseLifecycle.Completed, CaseOutcome.PartlyGranted), (play.State.Lifecycle, play.State.Outcome));
        Assert.Null(play.WakesAt);
    }

    [Fact]
    public void The_applicant_is_warned_before_the_day_whoever_has_the_item()
    {
        var play = Without(TaxOffice).Held(TaxOffice).Passed(Registrar, SignOffice, SealOffice);
        play.Answered(TaxOffice, ReviewOutcome.Inspect);
        play.Now = DayAt(2026, 12, 7);
        play.Give(new Wake(Id));

        var warned = play.Last.Notices.Single(n => n.Text.En.StartsWith("health certificates", StringComparison.Ordinal));
        Assert.Equal(new Audience(Role.Applicant, "zhang"), warned.To);
        Assert.Equal(["yellow"], play.State.Promises![0].Warned);
        Assert.Contains(Paper, JsonSerializer.Serialize(warned.Data), StringComparison.Ordinal);
        play.Give(new Wake(Id));
        Assert.Empty(play.Last.Journal);
    }

    [Fact]
    public void An_earlier_day_that_the_applicant_named_is_the_last()
    {
        // Three calendar days from Tuesday the 24th: Friday the 27th.
        var play = Without(TaxOffice, limit: new DayLimit(3, DayUnit.NaturalDay));
        Assert.Equal(new DateOnly(2026, 11, 27), Assert.Single(Assert.Single(play.LastTo<RequestReview>(TaxOffice)).Promised!).By);

        play.Now = DayAt(2026, 11, 28);
        play.Give(new Wake(Id));
        Assert.Equal(CaseLifecycle.Withdrawn, play.State.Lifecycle);
    }

    [Fact]
    public void A_supplement_that_brings_the_paper_keeps_the_promise_for_every_item_that_declares_it()
    {
        var play = Without(TaxOffice, also: [SealOffice]).Passed(Registrar, SignOffice).Held(SealOffice).Answered(TaxOffice, ReviewOutcome.Supplement);

        play.Give(new AnswerSupplement(
            Id, "zhang", [.. All.Select(d => new SupplementedItem(ItemOf(d), default, d is TaxOffice or SealOffice ? [PaperOf(Paper)] : []))], play.State.Submission, ContentOf(Paper)));

        Assert.Single(play.LastTo<ProvideSupplement>(TaxOffice));
        Assert.Empty(play.LastTo<ProvideMaterials>(TaxOffice));
        Assert.Single(play.LastTo<ProvideMaterials>(SealOffice));
        Assert.NotNull(play.State.Promises![0].ProvidedAt);
        play.Passed(TaxOffice, SealOffice);
        Assert.Equal(CaseLifecycle.Issuing, play.State.Lifecycle);
    }

    [Fact]
    public void A_supplement_without_the_paper_leaves_the_promise_open()
    {
        var play = Without(TaxOffice).Passed(Registrar, SignOffice, SealOffice).Answered(TaxOffice, ReviewOutcome.Supplement);

        play.Give(new AnswerSupplement(Id, "zhang", [.. All.Select(d => new SupplementedItem(ItemOf(d), default, []))], play.State.Submission, ContentOf("lease")));
        play.Passed(TaxOffice);

        Assert.Equal((CaseLifecycle.Reviewing, ItemState.Applicant), (play.State.Lifecycle, play[TaxOffice].Holder));
    }

    [Fact]
    public void What_was_brought_before_a_department_was_heard_of_is_sent_once_more_when_it_is()
    {
        var play = Without(TaxOffice);
        play.Give(DeliveryOf(play.State, Paper));
        Assert.Single(play.LastTo<ProvideMaterials>(TaxOffice));

        play.Held(TaxOffice);
        Assert.Equal(Paper, Assert.Single(Assert.Single(play.LastTo<ProvideMaterials>(TaxOffice)).Materials).Material);
        play.Held(TaxOffice, ItemLifecycle.Claimed, "li");
        Assert.Empty(play.Last.Messages);
        play.Held(SealOffice);
        Assert.Empty(play.Last.Messages);
    }

    [Fact]
    public void A_department_heard_of_for_the_first_time_with_the_last_pass_gets_the_paper_before_the_request_to_issue()
    {
        var play = Without(Registrar).Passed(SignOffice, TaxOffice, SealOffice);
        play.Give(DeliveryOf(play.State, Paper));

        play.Passed(Registrar);

        Assert.Equal([typeof(ProvideMaterials), typeof(RequestIssue)], play.Last.Messages.Where(m => m.To == Registrar).Select(m => m.Message.GetType()));
    }

    [Fact]
    public void What_was_refused_waits_for_no_paper()
    {
        var play = Without(SignOffice, optional: [SignOffice]).Answered(SignOffice, ReviewOutcome.Refuse).Passed(Registrar, TaxOffice, SealOffice).Issued(Registrar).Issued(TaxOffice, SealOffice);

        Assert.Equal(CaseOutcome.PartlyGranted, play.State.Outcome);
        Assert.Null(play.WakesAt);
        Assert.Equal("case-has-ended", play.Give(DeliveryOf(play.State, Paper)).Refusal!.Code);
    }

    [Fact]
    public void Only_what_is_awaited_can_be_brought_and_only_on_what_was_read()
    {
        var play = Without(TaxOffice);
        Assert.Equal("not-promised", play.Give(DeliveryOf(play.State, Paper, "horoscope")).Refusal!.Code);
        Assert.Equal("delivery-overtaken", play.Give(DeliveryOf(play.State with { Submission = ContentOf("older") }, Paper)).Refusal!.Code);
        Assert.Equal(422, play.Give(DeliveryOf(play.State, Paper) with { Faults = [] }).Refusal!.Status);

        play.Give(DeliveryOf(play.State, Paper));
        Assert.Equal("not-promised", play.Give(DeliveryOf(play.State, Paper)).Refusal!.Code);
    }

    [Fact]
    public void A_corrected_calendar_moves_the_day_and_says_so()
    {
        var play = Without(TaxOffice).Passed(All);
        Edition = "second";
        play.Give(new RecountCase(Id));

        var moved = Assert.Single(play.Last.Notices);
        Assert.Equal(("date-moved", new Audience(Role.Applicant, "zhang")), (moved.Kind, moved.To));
        Assert.Contains("2026-12-10", moved.Text.En, StringComparison.Ordinal);
        play.Now = DayAt(2026, 12, 9);
        play.Give(new Wake(Id));
        Assert.False(play.State.HasEnded);
    }

    [Fact]
    public void What_a_window_accepts_later_is_waited_for_from_the_acceptance_on()
    {
        var play = new CaseInPlay(receipt: new ReceiptTerms(new DayLimit(5, DayUnit.WorkingDay), "the law, art 32"), change: s => s with { Promises = [new Promise(Paper, Name, TenDays, [ItemOf(TaxOffice)])] });
        Assert.Empty(play.Notices);
        play.Now = DayAt(2026, 11, 26);

        play.Give(new AnswerReceipt(Id, "wang", Accepted: true, new Text("受理", "accepted"), ""));

        // Ten working days from the 26th.
        Assert.Equal(new DateOnly(2026, 12, 10), Assert.Single(Assert.Single(play.LastTo<RequestReview>(TaxOffice)).Promised!).By);
        Assert.Equal("materials-promised", Assert.Single(play.Notices).Kind);
    }

    [Fact]
    public void A_paper_brought_before_the_acceptance_goes_to_the_departments_with_the_rest()
    {
        var play = new CaseInPlay(receipt: new ReceiptTerms(new DayLimit(5, DayUnit.WorkingDay), "the law, art 32"), change: s => s with { Promises = [new Promise(Paper, Name, TenDays, [ItemOf(TaxOffice)])] });
        var content = play.State.Submission.Read(CaseJson.Default.SubmissionContent);
        var parts = content.Parts!.Select(part => part.Item == ItemOf(TaxOffice) ? part with { Materials = [PaperOf(Paper)] } : part).ToList();

        play.Give(new DeliverMaterials(Id, "zhang", [PaperOf(Paper)], play.State.Submission, Kit.Utf8Json.Of(content with { Materials = [PaperOf(Paper)], Parts = parts }, CaseJson.Default.SubmissionContent)));
        Assert.Empty(play.Last.Messages);

        play.Give(new AnswerReceipt(Id, "wang", Accepted: true, new Text("受理", "accepted"), ""));
        var request = Assert.Single(play.LastTo<RequestReview>(TaxOffice));
        Assert.Equal((Paper, null), (Assert.Single(request.Materials).Material, request.Promised));
        Assert.Empty(play.Notices);
    }
}
