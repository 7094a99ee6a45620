using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

/// <summary>What time does to a task, and what people do to its time. Requested on Tuesday, 24 November 2026; promised for the 26th, due by law on 1 December.</summary>
public sealed class TaskTimeTests
{
    private static readonly CityTime Time = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
    private static readonly Deadlines Deadlines = new(CityCalendars.Load().National, Time);
    private static readonly TaskRules Counting = new(_ => null, Time, _ => Deadlines);
    private static readonly ItemTerms Terms = new()
    {
        Extension = 10,
        DeemedApproved = "the reform of approvals, art 9",
        AfterCheck = new DayLimit(20, DayUnit.WorkingDay),
        Procedures = [new ProcedureTerms("hearing", new DayLimit(20, DayUnit.WorkingDay), Counts: false), new ProcedureTerms("counted", new DayLimit(5, DayUnit.WorkingDay), Counts: true)],
    };

    private TaskState? _state;

    [Fact]
    public void Where_silence_is_consent_the_review_passes_by_itself_with_the_law_quoted()
    {
        var end = Time.StartOf(new DateOnly(2026, 11, 27));
        Give(Request(Terms), Now);
        Assert.Equal(end, Counting.WakesAt(_state!));
        Assert.Same(_state, Give(new Wake(TaskId), end.AddMilliseconds(-1)).State);

        var decided = Give(new Wake(TaskId), end);

        Assert.Equal(ItemLifecycle.ReviewPassed, _state!.Lifecycle);
        var decision = Assert.IsType<ReviewDecided>(Assert.Single(decided.Messages).Message).Decision;
        Assert.Equal((ReviewOutcome.Pass, "rule:deemed-approved/1", Terms.DeemedApproved), (decision.Outcome, decision.By, decision.LegalBasis));
        Assert.Null(Counting.WakesAt(_state));
        Assert.Same(_state, Give(new Wake(TaskId), end).State);
        Assert.Equal("deemed-approved", Give(Decide("li", ReviewOutcome.Refuse), end).Refusal!.Code);
    }

    [Fact]
    public void A_decision_that_comes_after_silence_became_consent_is_too_late()
    {
        Give(Request(Terms), Now);

        Assert.Equal("deemed-approved", Give(Decide("li", ReviewOutcome.Refuse), Time.StartOf(new DateOnly(2026, 11, 27))).Refusal!.Code);
        Assert.Null(Give(Decide("li", ReviewOutcome.Refuse), Time.StartOf(new DateOnly(2026, 11, 27)).AddSeconds(-1)).Refusal);
    }

    [Fact]
    public void Silence_is_not_consent_while_the_applicant_is_waited_for()
    {
        Give(Request(Terms), Now);
        Give(Decide("li", ReviewOutcome.Supplement), Now.AddHours(1));

        Assert.Null(Counting.WakesAt(_state!));
        Assert.Same(_state, Give(new Wake(TaskId), Now.AddDays(60)).State);
    }

    [Fact]
    public void Where_nothing_else_is_said_time_decides_nothing()
    {
        Give(Request(Terms with { DeemedApproved = null }), Now);

        Assert.Null(Counting.WakesAt(_state!));
    }

    [Fact]
    public void A_limit_that_cannot_be_armed_fails_the_task_s_start()
    {
        var blind = new TaskRules(_ => null, Time);

        Assert.Contains("cannot be armed", Assert.Throws<InvalidOperationException>(() => blind.Decide(null, Request(Terms), Facts.None, Now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_head_extends_the_limit_once_and_the_orchestrator_is_told()
    {
        Give(Request(Terms), Now);
        Assert.Equal(("extension-too-long", "/days"), ToldAt(Give(Extend(11), Now.AddDays(1)).Refusal!));

        var told = Assert.IsType<LimitExtended>(Assert.Single(Give(Extend(10), Now.AddDays(1)).Messages).Message);

        Assert.Equal(new LimitExtension(10, Now.AddDays(1), OfPromise: true), told.Extension);
        Assert.Equal(new DateOnly(2026, 12, 10), Deadlines.Of(_state!.Clock!, stopped: false, Now).Committed.Due);
        Assert.Same(_state, Give(Extend(10), Now.AddDays(1)).State);
        Assert.Equal("extended-already", Give(Extend(3), Now.AddDays(1)).Refusal!.Code);
    }

    [Fact]
    public void An_extension_granted_after_the_promise_has_passed_moves_the_law_s_date_alone()
    {
        Give(Request(Terms with { DeemedApproved = null }), Now);
        Give(Extend(5), Now.AddDays(6));

        var standing = Deadlines.Of(_state!.Clock!, stopped: false, Now.AddDays(6));
        Assert.Equal((new DateOnly(2026, 11, 26), new DateOnly(2026, 12, 8)), (standing.Committed.Due, standing.Statutory.Due));
        Assert.Equal(Standing.Overdue, standing.State);
    }

    [Fact]
    public void Once_the_law_s_limit_has_passed_nothing_is_extended()
    {
        Give(Request(Terms with { DeemedApproved = null }), Now);

        Assert.Equal("time-is-up", Give(Extend(5), Time.StartOf(new DateOnly(2026, 12, 2))).Refusal!.Code);
        Assert.Null(Give(Extend(5), Time.StartOf(new DateOnly(2026, 12, 2)).AddSeconds(-1)).Refusal);
    }

    [Fact]
    public void A_pause_that_begins_after_a_limit_has_passed_opens_no_way_to_extend_it()
    {
        Give(Request(Terms with { DeemedApproved = null }), Now);
        Give(Decide("li", ReviewOutcome.Supplement), Time.StartOf(new DateOnly(2026, 12, 2)));

        Assert.Equal("time-is-up", Give(Extend(5), Time.StartOf(new DateOnly(2026, 12, 3))).Refusal!.Code);
    }

    [Theory]
    [InlineData("2026-11-26", true)]
    [InlineData("2026-11-27", false)]
    public void While_a_pause_is_open_the_promise_is_extended_only_if_it_had_not_passed_before(string paused, bool promise)
    {
        Give(Request(Terms with { DeemedApproved = null }), Now);
        Give(Decide("li", ReviewOutcome.Supplement), Time.StartOf(DateOnly.Parse(paused, System.Globalization.CultureInfo.InvariantCulture)));
        Give(Extend(5), Now.AddDays(30));

        Assert.Equal(promise, _state!.Clock!.Extension!.OfPromise);
    }

    [Fact]
    public void One_special_procedure_may_follow_another_by_the_same_officer()
    {
        Give(Request(Terms), Now);
        Give(Decide("li", ReviewOutcome.SpecialProcedure) with { Procedure = "hearing" }, Now);
        Assert.Same(_state, Give(Decide("li", ReviewOutcome.SpecialProcedure) with { Procedure = "hearing" }, Now.AddHours(1)).State);

        Give(Decide("li", ReviewOutcome.SpecialProcedure) with { Procedure = "counted" }, Now.AddHours(2));

        Assert.Equal("counted", _state!.Decision!.Procedure);
        Assert.Equal(Now.AddHours(2), Assert.Single(_state.Clock!.Suspensions!).To);
    }

    [Fact]
    public void After_a_lapse_the_same_officer_may_ask_once_more_on_another_ground()
    {
        Give(Request(Terms), Now);
        Give(Decide("li", ReviewOutcome.Supplement), Now);
        Give(new SupplementLapsed { CaseId = Case, TaskId = TaskId, Round = 1, LapsedAt = Now.AddDays(14) }, Now.AddDays(14));

        Assert.Equal("told-once", Give(Decide("li", ReviewOutcome.Supplement), Now.AddDays(14).AddHours(1)).Refusal!.Code);
        var asked = Give(Decide("li", ReviewOutcome.Supplement) with { LegalBasis = "the law, art 9" }, Now.AddDays(14).AddHours(1));

        Assert.Equal(1, Assert.IsType<ReviewDecided>(Assert.Single(asked.Messages).Message).Round);
        Assert.Equal(ItemLifecycle.SupplementRequested, _state!.Lifecycle);
    }

    [Theory]
    [InlineData("hearing", true)]
    [InlineData("counted", false)]
    public void A_special_procedure_pauses_the_clock_unless_a_law_counts_it(string procedure, bool pauses)
    {
        Give(Request(Terms), Now);
        var notice = new WrittenNotice("2026-17", new DateOnly(2026, 11, 24));
        var decided = Give(Decide("li", ReviewOutcome.SpecialProcedure) with { Procedure = procedure, Notice = notice }, Now.AddHours(1));

        var decision = Assert.IsType<ReviewDecided>(Assert.Single(decided.Messages).Message).Decision;
        Assert.Equal((procedure, notice), (decision.Procedure, decision.Notice));
        Assert.Equal(pauses, _state!.Clock!.Suspensions is [{ To: null }]);
    }

    [Fact]
    public void A_special_procedure_that_the_item_does_not_have_is_refused()
    {
        Give(Request(Terms), Now);

        Assert.Equal(("unknown-procedure", "/procedure"), ToldAt(Give(Decide("li", ReviewOutcome.SpecialProcedure) with { Procedure = "auction" }, Now).Refusal!));
    }

    [Fact]
    public void The_only_special_procedure_of_an_item_need_not_be_named()
    {
        Give(Request(Terms with { Procedures = [Terms.Procedures![0]] }), Now);
        Give(Decide("li", ReviewOutcome.SpecialProcedure), Now);

        Assert.Equal("hearing", _state!.Decision!.Procedure);
    }

    [Fact]
    public void A_lapsed_supplement_brings_the_task_back_and_its_clock_counts_again()
    {
        Give(Request(Terms), Now);
        Give(Decide("li", ReviewOutcome.Supplement), Now);
        var lapsed = new SupplementLapsed { CaseId = Case, TaskId = TaskId, Round = 1, LapsedAt = Now.AddDays(14) };

        Assert.IsType<TaskHeld>(Assert.Single(Give(lapsed, Now.AddDays(14)).Messages).Message);
        Assert.Equal((ItemLifecycle.Reviewing, "li", 1), (_state!.Lifecycle, _state.Holder, _state.Round));
        Assert.Equal(Now.AddDays(14), Assert.Single(_state.Clock!.Suspensions!).To);
        Assert.Same(_state, Give(lapsed, Now.AddDays(15)).State);
        Assert.Null(Give(Decide("li", ReviewOutcome.Refuse), Now.AddDays(14)).Refusal);
    }

    [Fact]
    public void What_an_after_check_came_to_is_entered_once_and_only_after_the_issue()
    {
        var check = new CheckAfterIssue(TaskId, "li", Passed: true, new Text("属实", "as promised"));
        Give(Request(Terms), Now);
        Assert.Equal("no-after-check", Give(check, Now).Refusal!.Code);
        _state = _state! with { Lifecycle = ItemLifecycle.Issued };

        Assert.True(Assert.IsType<AfterChecked>(Assert.Single(Give(check, Now).Messages).Message).Passed);
        Assert.Same(_state, Give(check, Now).State);
        Assert.Equal("checked-already", Give(check with { Passed = false }, Now).Refusal!.Code);
    }

    private static RequestReview Request(ItemTerms terms) => TaskInPlay.Request("clean") with
    {
        Clock = new TaskClock { Start = Now, Committed = new DayLimit(2, DayUnit.WorkingDay), Statutory = new DayLimit(5, DayUnit.WorkingDay) },
        Terms = terms,
    };

    private static ExtendLimit Extend(int days) => new(TaskId, "wang", days, new Text("需进一步核实", "it has to be looked into"), "the law, art 42");

    private Decision<TaskState> Give(object message, DateTimeOffset now)
    {
        var decision = Counting.Decide(_state, message, Facts.None, now);
        _state = decision.State;
        return decision;
    }

    private static (string Code, string Pointer) ToldAt(Refusal refusal) => (refusal.Code, Assert.Single(refusal.Faults!).Pointer);
}
