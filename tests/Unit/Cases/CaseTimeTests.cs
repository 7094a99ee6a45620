using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>
/// What time alone does to a case. It is submitted on Tuesday, 24 November 2026, 9 o'clock in the city; each item is promised for two working
/// days, Thursday the 26th, and due by law after five, Tuesday, 1 December.
/// </summary>
public sealed class CaseTimeTests
{
    private static readonly CityTime Time = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
    private static readonly CountingCalendar National = CityCalendars.Load().National;

    /// <summary>Friday the 27th and Monday the 30th turn out to be days off.</summary>
    private static readonly CountingCalendar Corrected = National.Over("cn", null, null, null, [new(2026, 11, 27), new(2026, 11, 30)], []);

    private static readonly Dictionary<string, CountingCalendar> Editions = new() { ["first"] = National, ["second"] = Corrected, ["third"] = National.Over("cn", null, null, null, [new(2026, 11, 25), new(2026, 11, 26)], []) };

    private static readonly Warning[] Rungs =
    [
        new("yellow", WarningColour.Yellow, new Rung(90, 1, null), [WarningTo.Holder]),
        new("red", WarningColour.Red, new Rung(null, null, 0), [WarningTo.Holder, WarningTo.Head, WarningTo.Supervisor]),
    ];

    private static readonly ItemTerms Terms = new() { Issuing = new DayLimit(10, DayUnit.WorkingDay), Supplement = new DayLimit(10, DayUnit.WorkingDay) };
    private static readonly ReceiptTerms Receipt = new(new DayLimit(5, DayUnit.WorkingDay), "the law, art 32");

    private string _edition = "first";

    [Fact]
    public void A_case_wakes_on_the_working_day_before_its_promise_and_tells_the_pool()
    {
        var play = Play().Held(TaxOffice);
        Assert.Equal(DayAt(2026, 11, 25), play.WakesAt);

        play.Woken();

        Assert.Equal(["warned", "warned", "warned", "warned"], play.Last.Journal.Select(e => e.Kind));
        var told = play.Last.Notices.Single(n => n.To.Department == TaxOffice);
        Assert.Equal(new Audience(Role.Officer, null, TaxOffice, "430602"), told.To);
        Assert.Contains("2026-11-26", told.Text.En, StringComparison.Ordinal);
        Assert.Equal(DayAt(2026, 11, 27), play.WakesAt);
    }

    [Fact]
    public void On_the_day_after_the_promise_the_holder_the_head_and_the_supervisor_are_told()
    {
        var play = Play().Held(TaxOffice, ItemLifecycle.Claimed, "li").Woken().Woken();

        Assert.Equal(
            [new Audience(Role.Officer, "li", TaxOffice), new Audience(Role.Head, null, TaxOffice, "430602"), new Audience(Role.Supervisor, Region: "430602")],
            play.Last.Notices.Where(n => n.Text.En.StartsWith("tax", StringComparison.Ordinal)).Select(n => n.To));
    }

    [Fact]
    public void After_weeks_of_downtime_each_warning_is_given_once_and_then_nothing_is_waited_for()
    {
        var play = Play();
        play.Now = DayAt(2027, 3, 1);
        play.Give(new Wake(Id));
        // Two colours of two clocks of four items; the whole is due by law with the last of them.
        Assert.Equal(16, play.Last.Journal.Count);
        Assert.Null(play.WakesAt);

        play.Give(new Wake(Id));
        Assert.Empty(play.Last.Journal);
    }

    [Fact]
    public void Woken_a_moment_too_early_nothing_is_told()
    {
        var play = Play();
        play.Now = DayAt(2026, 11, 25).AddMilliseconds(-1);
        var before = play.State;

        Assert.Same(before, play.Give(new Wake(Id)).State);
    }

    [Fact]
    public void A_branch_that_waits_for_the_applicant_is_not_warned_of_and_the_others_are()
    {
        var play = Play().Answered(TaxOffice, ReviewOutcome.Supplement).Woken();

        Assert.DoesNotContain(play.Last.Journal, e => Told(e, TaxOffice));
        Assert.Contains(play.Last.Journal, e => Told(e, SignOffice));
    }

    [Fact]
    public void The_applicant_is_warned_before_the_time_for_a_supplement_is_up()
    {
        var play = Play().Passed(Registrar, SignOffice, SealOffice).Answered(TaxOffice, ReviewOutcome.Supplement);
        // Ten working days from 24 November end on 8 December.
        Assert.Equal(DayAt(2026, 12, 7), play.WakesAt);

        Assert.Equal(new Audience(Role.Applicant, "zhang"), Assert.Single(play.Woken().Last.Notices).To);
    }

    [Fact]
    public void An_unanswered_supplement_lets_the_department_decide_on_what_is_there()
    {
        var play = Play().Passed(Registrar, SignOffice, SealOffice).Answered(TaxOffice, ReviewOutcome.Supplement).Woken().Woken();

        Assert.Equal(DayAt(2026, 12, 9), play.Now);
        Assert.Equal(1, Assert.Single(play.LastTo<SupplementLapsed>(TaxOffice)).Round);
        Assert.Equal((ItemLifecycle.Reviewing, 1, TaxOffice), (play[TaxOffice].Lifecycle, play[TaxOffice].Round, play[TaxOffice].Holder));
        Assert.NotNull(Assert.Single(play[TaxOffice].Clock!.Suspensions!).To);
        Assert.Equal("no-supplement-requested", play.Give(SupplementForAll(play.State)).Refusal!.Code);
    }

    [Fact]
    public void An_unanswered_supplement_withdraws_the_case_where_the_item_says_so()
    {
        var play = Play(Terms with { WithdrawnUnanswered = true }).Answered(TaxOffice, ReviewOutcome.Supplement);
        play.Now = DayAt(2026, 12, 9);
        play.Give(new Wake(Id));

        Assert.Equal((CaseLifecycle.Withdrawn, CaseOutcome.Withdrawn), (play.State.Lifecycle, play.State.Outcome));
        Assert.Equal(4, play.Last.Messages.Count(m => m.Message is CancelTask { Cause: StopCause.CaseWithdrawn }));
        Assert.Contains(play.Last.Notices, n => n is { Kind: "supplement-lapsed", To: { Role: Role.Applicant } });
        Assert.Null(play.WakesAt);
    }

    [Fact]
    public void An_unanswered_supplement_of_an_optional_item_withdraws_that_item_alone()
    {
        var play = Play(Terms with { WithdrawnUnanswered = true }, optional: [SignOffice]).Answered(SignOffice, ReviewOutcome.Supplement).Passed(Registrar, TaxOffice, SealOffice);
        play.Issued(Registrar).Issued(TaxOffice, SealOffice);
        play.Now = DayAt(2026, 12, 9);
        play.Give(new Wake(Id));

        Assert.Equal(ItemLifecycle.Withdrawn, play[SignOffice].Lifecycle);
        Assert.Equal((CaseLifecycle.Completed, CaseOutcome.PartlyGranted), (play.State.Lifecycle, play.State.Outcome));
    }

    [Fact]
    public void An_item_that_was_withdrawn_unanswered_does_not_hold_up_the_clock_of_the_whole()
    {
        var play = Play(Terms with { WithdrawnUnanswered = true }, optional: [SignOffice], change: Longer).Answered(SignOffice, ReviewOutcome.Supplement);
        play.Now = DayAt(2026, 12, 9);
        play.Give(new Wake(Id));
        Assert.Equal(ItemLifecycle.Withdrawn, play[SignOffice].Lifecycle);

        play.Now = DayAt(2027, 6, 1);
        play.Give(new Wake(Id));

        Assert.Contains("statutory/red", play.State.Warned!);
    }

    [Fact]
    public void After_a_lapse_a_change_of_hands_from_before_it_lets_nobody_answer_any_more()
    {
        var play = Play().Passed(Registrar, SignOffice, SealOffice).Answered(TaxOffice, ReviewOutcome.Supplement).Woken().Woken();

        play.Held(TaxOffice, ItemLifecycle.SupplementRequested, "li");

        Assert.Equal("no-supplement-requested", play.Give(SupplementForAll(play.State)).Refusal!.Code);
        play.Held(TaxOffice, ItemLifecycle.Reviewing, "li");
        Assert.Equal((ItemLifecycle.Reviewing, 1, "li"), (play[TaxOffice].Lifecycle, play[TaxOffice].Round, play[TaxOffice].Holder));
    }

    [Fact]
    public void Issuing_has_a_limit_of_its_own_from_the_decision_on()
    {
        var play = Play().Passed(All);

        Assert.All(play.State.Items, i => Assert.Equal(new StepClock(Step.Issuing, Start, Terms.Issuing!), i.Step));
        play.Issued(Registrar, TaxOffice, SealOffice);
        Assert.Equal(DayAt(2026, 12, 7), play.WakesAt);
        Assert.All(play.Woken().Last.Journal, e => Assert.True(Told(e, SignOffice)));
        play.Issued(SignOffice);
        Assert.Null(play.WakesAt);
    }

    [Fact]
    public void What_was_granted_on_a_promise_is_checked_though_the_case_has_ended()
    {
        var play = Play(Terms with { AfterCheck = new DayLimit(20, DayUnit.WorkingDay) }).Passed(All).Issued(Registrar, SignOffice, TaxOffice, SealOffice);
        Assert.True(play.State.HasEnded);
        Assert.Equal(DayAt(2026, 12, 18), play.WakesAt);

        play.Woken();
        Assert.Equal(4, play.Last.Notices.Count);
        foreach (var department in All)
            play.Give(new AfterChecked { CaseId = Id, TaskId = TaskOf(department), Passed = true, By = "li", At = play.Now, Reason = new Text("属实", "as promised") });
        Assert.Null(play.WakesAt);
    }

    [Fact]
    public void A_received_application_asks_no_department_before_it_is_accepted()
    {
        var play = Received();
        Assert.Empty(play.Sent);
        Assert.Equal(CaseLifecycle.Submitted, play.State.Lifecycle);

        play.Now = Start.AddHours(30);
        play.Give(new AnswerReceipt(Id, "wu", Accepted: true, new Text("受理", "accepted"), ""));

        Assert.Equal(CaseLifecycle.Reviewing, play.State.Lifecycle);
        Assert.All(play.Last.Messages.Select(m => Assert.IsType<RequestReview>(m.Message)), r => Assert.Equal(play.Now, r.Clock!.Start));
        Assert.Null(play.State.Submission.Read(CaseJson.Default.SubmissionContent).Parts);
        Assert.Same(play.State, play.Give(new AnswerReceipt(Id, "wu", Accepted: true, new Text("受理", "accepted"), "")).State);
        Assert.Equal("answered-already", play.Give(new AnswerReceipt(Id, "wu", Accepted: false, new Text("不", "no"), "the law")).Refusal!.Code);
    }

    [Fact]
    public void Unanswered_after_five_working_days_it_is_accepted_by_law_from_the_day_of_receipt()
    {
        var play = Received().Woken().Woken();

        // Received on Tuesday the 24th: the fifth working day is Tuesday, 1 December.
        Assert.Equal(DayAt(2026, 12, 2), play.Now);
        Assert.Equal(Start, play.State.AcceptedAt);
        Assert.All(play.Last.Messages.Select(m => Assert.IsType<RequestReview>(m.Message)), r => Assert.Equal(Start, r.Clock!.Start));
        Assert.Contains(play.Last.Notices, n => n.Kind == "deemed-accepted");
        Assert.Contains(play.Last.Journal, e => e.Kind == "accepted" && JsonSerializer.Serialize(e.Data).Contains("the law, art 32", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_accepted_by_law_is_not_refused_any_more_though_nobody_was_woken()
    {
        var play = Received();
        AnswerReceipt By(bool accepted) => new(Id, "wu", accepted, new Text("不属于本机关职权", "not ours to decide"), "the law, art 32");
        play.Now = DayAt(2026, 12, 2);

        Assert.Equal("deemed-accepted", play.Give(By(false)).Refusal!.Code);
        play.Give(By(true));

        Assert.Equal((CaseLifecycle.Reviewing, Start), (play.State.Lifecycle, play.State.AcceptedAt));
        play.Give(new Wake(Id));
        Assert.Empty(play.Last.Messages);

        var inTime = Received();
        inTime.Now = DayAt(2026, 12, 2).AddMilliseconds(-1);
        Assert.Null(inTime.Give(By(false)).Refusal);
    }

    [Fact]
    public void What_is_not_accepted_ends_and_no_department_hears_of_it()
    {
        var play = Received();
        play.Give(new AnswerReceipt(Id, "wu", Accepted: false, new Text("不属于本机关职权", "not ours to decide"), "the law, art 32"));

        Assert.Equal(CaseLifecycle.NotAccepted, play.State.Lifecycle);
        Assert.Empty(play.Sent);
        Assert.Null(play.WakesAt);
    }

    [Fact]
    public void A_granted_extension_moves_the_dates_and_the_applicant_is_told_why()
    {
        var play = Play().Woken();
        var extended = new LimitExtended
        {
            CaseId = Id,
            TaskId = TaskOf(TaxOffice),
            Extension = new LimitExtension(10, play.Now, OfPromise: true),
            By = "wang",
            Reason = new Text("需进一步核实", "it has to be looked into"),
            LegalBasis = "the law, art 42",
        };

        play.Give(extended);

        var told = Assert.Single(play.Last.Notices);
        Assert.Equal(new Audience(Role.Applicant, "zhang"), told.To);
        Assert.Contains("looked into", told.Text.En, StringComparison.Ordinal);
        Assert.Empty(play[TaxOffice].Warned!);
        Assert.Same(play.State, play.Give(extended).State);
        // Red for the three others; tax, promised for 10 December now, is warned of again on the 9th.
        play.Woken();
        Assert.DoesNotContain(play.Last.Journal, e => Told(e, TaxOffice));
        play.Passed(Registrar, SignOffice, SealOffice);
        Assert.Equal(DayAt(2026, 12, 9), play.WakesAt);
    }

    [Fact]
    public void The_joint_limit_is_extended_once_and_before_it_is_up()
    {
        var play = Play();
        ExtendCase By(int days) => new(Id, "mayor", days, 15, new Text("案情复杂", "it is complex"), "the law, art 42");

        Assert.Equal("extension-too-long", play.Give(By(16)).Refusal!.Code);
        play.Give(By(15));
        Assert.Equal(15, play.State.Extension!.Days);
        Assert.Equal("extended-already", play.Give(By(5)).Refusal!.Code);

        var late = Play();
        late.Now = DayAt(2027, 3, 1);
        late.Answered(TaxOffice, ReviewOutcome.Supplement);
        Assert.Equal("time-is-up", late.Give(By(15)).Refusal!.Code);

        var paused = Play().Answered(TaxOffice, ReviewOutcome.Supplement);
        paused.Now = DayAt(2027, 3, 1);
        Assert.Null(paused.Give(By(15)).Refusal);
    }

    [Fact]
    public void The_joint_limit_is_warned_of_where_the_law_grants_an_item_longer()
    {
        var play = Play(change: Longer);

        // 45 working days from 24 November: 90 % is the 41st, before any of the items' own dates.
        play.Woken();

        Assert.All(play.Last.Journal, e => Assert.Contains("\"Item\":null", JsonSerializer.Serialize(e.Data), StringComparison.Ordinal));
        Assert.Equal(4, play.Last.Notices.Count);
    }

    [Fact]
    public void A_case_is_counted_anew_by_its_own_message_and_not_by_whoever_happens_to_wake_it()
    {
        var play = Play();
        _edition = "third";

        play.Woken();

        Assert.Equal("first", play.State.Calendar);
    }

    [Fact]
    public void A_corrected_calendar_moves_the_dates_with_its_reason_and_warns_again()
    {
        var play = Play().Woken().Woken();
        Assert.Equal(["committed/yellow", "committed/red"], play[TaxOffice].Warned);

        _edition = "second";
        play.Give(new RecountCase(Id));

        // The promise of Thursday has passed by either calendar; the law's date moves from 1 to 3 December.
        var moved = play.Last.Journal.Where(e => Told(e, TaxOffice)).Select(e => JsonSerializer.Serialize(e.Data)).ToList();
        Assert.Contains("\"Before\":\"2026-12-01\",\"After\":\"2026-12-03\"", Assert.Single(moved), StringComparison.Ordinal);
        Assert.Contains("2026-11-27", moved[0], StringComparison.Ordinal);
        Assert.Equal("second", play.State.Calendar);
        Assert.Same(play.State, play.Give(new RecountCase(Id)).State);
    }

    [Fact]
    public void A_warning_about_a_date_that_lies_further_away_now_is_given_again()
    {
        var play = Play().Woken();
        Assert.Equal(["committed/yellow"], play[TaxOffice].Warned);

        _edition = "third";
        play.Give(new RecountCase(Id));

        Assert.Contains(play.Last.Notices, n => n is { Kind: "date-moved", To.Role: Role.Applicant } && n.Text.En.Contains("from 2026-11-26 to 2026-11-30", StringComparison.Ordinal));
        Assert.Empty(play[TaxOffice].Warned!);
        Assert.Equal(DayAt(2026, 11, 27), play.WakesAt);
    }

    private CaseInPlay Play(ItemTerms? terms = null, string[]? optional = null, Func<SubmitCase, SubmitCase>? change = null) => new(optional, clockOf: Clock, terms: terms ?? Terms, change: change);

    /// <summary>The law grants each item longer than the joint limit.</summary>
    private static SubmitCase Longer(SubmitCase submit) => submit with
    {
        Items = [.. submit.Items.Select(i => i with { Budgets = new ItemBudgets(new DayLimit(60, DayUnit.WorkingDay), new DayLimit(90, DayUnit.WorkingDay)) })],
    };

    private CaseInPlay Received() => new(clockOf: Clock, terms: Terms, receipt: Receipt);

    private CityClock Clock() => new(new Deadlines(Editions[_edition], Time), _edition, Rungs, item => new Text(item, item), Editions.GetValueOrDefault);

    private static bool Told(JournalEntry entry, string department) => JsonSerializer.Serialize(entry.Data).Contains($"\"Item\":\"{ItemOf(department)}\"", StringComparison.Ordinal);

    private static DateTimeOffset DayAt(int year, int month, int day) => Time.StartOf(new DateOnly(year, month, day));
}
