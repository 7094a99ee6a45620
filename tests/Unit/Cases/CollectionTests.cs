using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Api;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>What departments ask for within the window is told in one notice.</summary>
public sealed class CollectionTests : CollectingCase
{
    [Fact]
    public void The_first_request_opens_the_window_and_nobody_is_told_yet()
    {
        var play = Play().Asked(TaxOffice, ["domicile-proof"]);

        Assert.Equal(0, Notices(play));
        Assert.Equal(new CollectionWindow(Start, Window), play.State.Collecting);
        Assert.Equal((null, null), (play[TaxOffice].ToldAt, play[TaxOffice].Step));
        Assert.Equal(DayAt(11, 27), play.WakesAt);
        Assert.NotNull(Assert.Single(play[TaxOffice].Clock!.Suspensions!));
    }

    [Fact]
    public void The_applicant_s_time_begins_with_the_notice_and_the_branch_stands_from_the_request_on()
    {
        var play = Play().Asked(TaxOffice).Woken();

        Assert.Equal(DayAt(11, 27), play.Now);
        Assert.Equal((play.Now, new StepClock(ClockKind.Supplement, play.Now, Terms.Supplement!)), (play[TaxOffice].ToldAt, play[TaxOffice].Step));
        Assert.Equal(Start, Assert.Single(play[TaxOffice].Clock!.Suspensions!).From);
        Assert.Equal(DayAt(12, 12), play.WakesAt);
        Assert.Null(play.State.Collecting);
    }

    [Fact]
    public void Every_request_within_the_window_stands_in_one_notice_to_the_applicant()
    {
        var play = Play().Asked(TaxOffice);
        play.Now = DayAt(11, 26).AddHours(23);
        play.Asked(SealOffice);
        Assert.Equal(0, Notices(play));

        play.Woken();

        Assert.Equal((Role.Applicant, "zhang"), (TheNotice(play).To.Role, TheNotice(play).To.Subject));
        Assert.Equal([ItemOf(TaxOffice), ItemOf(SealOffice)], ItemsOf(TheNotice(play).Data));
        Assert.Equal([ItemOf(TaxOffice), ItemOf(SealOffice)], ItemsOf(Assert.Single(play.Journal, e => e.Kind == "supplement-told").Data));
        Assert.Equal(play[TaxOffice].Step, play[SealOffice].Step);
    }

    [Fact]
    public void As_soon_as_nobody_is_left_who_may_ask_the_notice_is_given()
    {
        var play = Play().Asked(TaxOffice).Passed(Registrar).Asked(SealOffice);
        Assert.Equal(0, Notices(play));

        play.Passed(SignOffice);

        Assert.Equal([ItemOf(TaxOffice), ItemOf(SealOffice)], ItemsOf(TheNotice(play).Data));
        Assert.Null(play.State.Collecting);
        Assert.Equal(Start, play[TaxOffice].ToldAt);
    }

    [Fact]
    public void Who_is_the_last_to_answer_and_asks_is_told_at_once()
    {
        var play = Play().Passed(Registrar, SignOffice, SealOffice).Asked(TaxOffice);

        Assert.Equal([ItemOf(TaxOffice)], ItemsOf(TheNotice(play).Data));
        Assert.Equal(["review-decided", "supplement-told"], play.Last.Journal.Select(e => e.Kind));
    }

    [Theory]
    [InlineData(ReviewOutcome.Inspect)]
    [InlineData(ReviewOutcome.SpecialProcedure)]
    public void A_branch_that_waits_for_a_visit_or_a_hearing_does_not_hold_the_notice_up(ReviewOutcome waits)
    {
        var play = Play().Asked(TaxOffice).Passed(Registrar, SealOffice).Answered(SignOffice, waits);

        Assert.Equal([ItemOf(TaxOffice)], ItemsOf(TheNotice(play).Data));
    }

    [Fact]
    public void A_branch_of_which_only_the_request_s_change_of_hands_has_come_holds_the_notice_up()
    {
        var play = Play().Passed(Registrar, SignOffice).Asked(TaxOffice);
        var asked = play.Answer(SealOffice, ReviewOutcome.Supplement, sequence: 1);
        play.Give(new TaskHeld { CaseId = Id, TaskId = TaskOf(SealOffice), Holder = "li", Lifecycle = ItemLifecycle.SupplementRequested, Sequence = 2 });
        Assert.Equal(0, Notices(play));

        play.Give(asked);

        Assert.Equal([ItemOf(TaxOffice), ItemOf(SealOffice)], ItemsOf(TheNotice(play).Data));
    }

    [Fact]
    public void A_request_that_comes_after_the_window_s_end_and_before_anybody_was_woken_is_told_in_the_same_notice()
    {
        var play = Play().Asked(TaxOffice);
        play.Now = DayAt(11, 27).AddHours(9);

        play.Asked(SealOffice);

        Assert.Equal([ItemOf(TaxOffice), ItemOf(SealOffice)], ItemsOf(TheNotice(play).Data));
        play.Give(new Wake(Id));
        Assert.Equal(1, Notices(play));
    }

    [Fact]
    public void A_request_after_the_notice_opens_a_window_of_its_own_and_is_told_in_a_notice_of_its_own()
    {
        var play = Play().Asked(TaxOffice).Woken().Asked(SealOffice);
        Assert.Equal(new CollectionWindow(DayAt(11, 27), Window), play.State.Collecting);

        play.Woken();

        Assert.Equal(2, Notices(play));
        Assert.Equal([ItemOf(SealOffice)], ItemsOf(play.Notices[^1].Data));
        Assert.Equal((DayAt(11, 27), DayAt(12, 2)), (play[TaxOffice].ToldAt, play[SealOffice].ToldAt));
    }

    [Fact]
    public void Two_windows_that_close_in_the_same_instant_are_two_notices_of_different_requests()
    {
        var play = Play(optional: [SealOffice]).Passed(Registrar, SignOffice).Answered(SealOffice, ReviewOutcome.Inspect).Asked(TaxOffice).Asked(SealOffice);

        Assert.Equal([[ItemOf(TaxOffice)], [ItemOf(SealOffice)]], play.Notices.Where(n => n.Kind == "supplement-notice").Select(n => ItemsOf(n.Data)));
    }

    [Fact]
    public void Nothing_is_gathered_for_longer_than_the_law_lets_the_applicant_wait()
    {
        // Five working days from the receipt on Tuesday, 24 November are over on Tuesday, 1 December.
        var play = Play();
        play.Now = DayAt(11, 30).AddHours(15);
        play.Asked(TaxOffice);

        Assert.Equal(DayAt(12, 2), play.WakesAt);
    }

    [Fact]
    public void Later_than_that_a_request_is_told_with_whatever_else_is_asked_on_the_same_day()
    {
        var play = Play();
        play.Now = DayAt(12, 8).AddHours(10);
        play.Asked(TaxOffice);
        play.Now = DayAt(12, 8).AddHours(15);
        play.Asked(SealOffice);

        Assert.Equal(DayAt(12, 9), play.WakesAt);
        play.Woken();
        Assert.Equal([ItemOf(TaxOffice), ItemOf(SealOffice)], ItemsOf(TheNotice(play).Data));
    }

    [Fact]
    public void A_refusal_by_another_department_ends_the_case_and_nobody_is_told()
    {
        var play = Play().Asked(TaxOffice).Answered(SealOffice, ReviewOutcome.Refuse);

        Assert.Equal((CaseLifecycle.Refused, 0), (play.State.Lifecycle, Notices(play)));
        Assert.Equal((null, null), (play.State.Collecting, play.WakesAt));
    }

    [Fact]
    public void A_withdrawal_ends_the_gathering_too()
    {
        var play = Play().Asked(TaxOffice);
        play.Give(new WithdrawCase(Id, "zhang", "changed my mind"));

        Assert.Equal((null, null, 0), (play.State.Collecting, play.WakesAt, Notices(play)));
    }

    [Fact]
    public void An_optional_item_s_refusal_lets_the_others_be_told()
    {
        var play = Play(optional: [SignOffice]).Passed(Registrar, SealOffice).Asked(TaxOffice).Answered(SignOffice, ReviewOutcome.Refuse);

        Assert.Equal([ItemOf(TaxOffice)], ItemsOf(TheNotice(play).Data));
    }

    [Fact]
    public void Compensation_elsewhere_ends_the_gathering()
    {
        var play = Play(optional: [SignOffice, SealOffice], policy: Compensates).Passed(Registrar, TaxOffice).Asked(SignOffice);
        Assert.NotNull(play.State.Collecting);

        play.Issued(Registrar).Failed(TaxOffice, final: true);

        Assert.Equal((ItemLifecycle.Cancelled, null, 0), (play[SignOffice].Lifecycle, play.State.Collecting, Notices(play)));
    }

    [Fact]
    public void An_answer_before_the_notice_is_taken_and_nothing_is_left_to_tell()
    {
        var play = Play().Asked(TaxOffice);
        play.Give(SupplementForAll(play.State));

        Assert.Equal(1, Assert.Single(play.LastTo<ProvideSupplement>(TaxOffice)).Round);
        Assert.Equal((null, null, 0), (play.State.Collecting, play.WakesAt, Notices(play)));
    }

    [Fact]
    public void An_answer_to_one_request_leaves_the_other_to_be_told_when_its_time_comes()
    {
        var play = Play().Asked(TaxOffice, ["a"]).Asked(SealOffice, ["b"]);
        play.Give(play.AnswerOf(["a"]));
        Assert.Equal(0, Notices(play));

        play.Woken();

        Assert.Equal([ItemOf(SealOffice)], ItemsOf(TheNotice(play).Data));
    }

    [Fact]
    public void A_repeat_of_the_request_opens_nothing_and_tells_nothing_again()
    {
        var play = Play();
        var asked = play.Answer(TaxOffice, ReviewOutcome.Supplement, sequence: 1);
        play.Give(asked);
        Assert.Same(play.State, play.Give(asked).State);
        play.Woken();
        Assert.Same(play.State, play.Give(asked).State);
        Assert.Equal(1, Notices(play));
    }

    [Fact]
    public void Only_what_was_told_lapses()
    {
        var play = Play().Asked(TaxOffice);
        play.Now = DayAt(12, 24);
        play.Give(new Wake(Id));

        // Nobody had looked for a month: the applicant's time begins now, and is whole.
        Assert.Equal((ItemLifecycle.SupplementRequested, 1), (play[TaxOffice].Lifecycle, Notices(play)));
        Assert.Equal(DayAt(12, 24), play[TaxOffice].Step!.Start);
    }

    [Fact]
    public void After_a_lapse_a_request_on_another_ground_is_told_anew_and_counted()
    {
        var play = Play().Passed(Registrar, SignOffice, SealOffice).Asked(TaxOffice, ["a"]).Woken();
        Assert.Equal((ItemLifecycle.Reviewing, null), (play[TaxOffice].Lifecycle, play[TaxOffice].ToldAt));

        play.Asked(TaxOffice, ["b"]);

        Assert.Equal(2, Notices(play));
        Assert.Equal(2, System.Text.Json.JsonSerializer.SerializeToElement(play.Last.Journal[0].Data).GetProperty("Round").GetInt32());
    }

    [Fact]
    public void A_request_from_before_requests_were_gathered_has_been_told_and_its_time_runs_on()
    {
        var play = new CaseInPlay(clockOf: () => City, terms: Terms, change: submit => submit).Passed(Registrar, SignOffice, SealOffice).Asked(TaxOffice);
        var old = play[TaxOffice] with { ToldAt = null };

        Assert.False(old.IsUntold);
        Assert.Equal(Start, AskedOfApplicant.Of(play.State, old, City).ToldAt);
    }

    [Fact]
    public void The_case_says_what_is_gathered_until_when_and_what_was_told()
    {
        var play = Play().Asked(SignOffice, ["sign-rendering", "unheard-of"], ["/sign/widthMetres"]).Asked(TaxOffice);
        var gathered = CaseView.Of(play.State, 1, null, City).Supplement!;
        Assert.Equal((null, new DateOnly(2026, 11, 26)), (gathered.ToldAt, gathered.CollectingUntil));
        Assert.All(gathered.Requests, r => Assert.Equal((null, null, 1), (r.ToldAt, r.AnswerBy, r.Round)));
        Assert.Equal([("sign-rendering", "Rendering of the sign"), ("unheard-of", "unheard-of")], gathered.Requests[0].Materials.Select(m => (m.Material, m.Name.En)));
        Assert.Equal([("/sign/widthMetres", "Sign: Width, m")], gathered.Requests[0].Fields.Select(f => (f.Pointer, f.Name.En)));

        play.Woken();

        var told = CaseView.Of(play.State, 2, null, City).Supplement!;
        Assert.Equal((DayAt(11, 27), null), (told.ToldAt, told.CollectingUntil));
        Assert.All(told.Requests, r => Assert.Equal((DayAt(11, 27), new DateOnly(2026, 12, 11)), (r.ToldAt, r.AnswerBy)));
    }

    [Fact]
    public void The_notice_reads_well_in_both_languages()
    {
        var play = Play(Terms with { WithdrawnUnanswered = true }).Passed(Registrar, TaxOffice, SealOffice).Asked(SignOffice, ["sign-rendering"], ["/sign/widthMetres", "/sign/text"]);

        var text = TheNotice(play).Text;

        Assert.Equal(
            "请一次补正以下内容。“《signage.item》”:signage的意见(依据:the law of signage, art 1)。材料:门头效果图。填报内容:招牌·宽(米)、招牌·招牌文字。请于2026年12月8日前补正,逾期视为撤回申请。", text.Zh);
        Assert.Equal(
            "Please add the following; this is everything that is asked at present. The signage.item: what signage found (the law of signage, art 1). Papers: Rendering of the sign. "
            + "Fields: Sign: Width, m; Sign: Text. Please answer by 8 December 2026; without an answer the application counts as withdrawn.", text.En);
    }
}
