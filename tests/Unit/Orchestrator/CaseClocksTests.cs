using CsCheck;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Orchestrator.Api;
using OneVisit.Orchestrator.Cases;
using OneVisit.Unit.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Orchestrator;

/// <summary>
/// When a case is due. It was accepted on Tuesday, 24 November 2026, 9:00 in the city; each item is promised within two working days (Thursday the
/// 26th) and granted five by law (1 December).
/// </summary>
public sealed class CaseClocksTests
{
    private static readonly CityTime Shanghai = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
    private static readonly Deadlines Deadlines = new(CityCalendars.Load().National, Shanghai);
    private static readonly CaseClocks Clocks = new(Deadlines);

    [Fact]
    public void Every_item_runs_from_the_acceptance_and_the_whole_is_promised_with_the_last_of_them()
    {
        var play = new CaseInPlay();

        Assert.All(play.State.Items, i => Assert.Equal(new ItemDue(Date("2026-11-26"), Date("2026-12-01"), "running", null), DueOf(play, i.Department)));
        Assert.Equal(new DueView(Date("2026-11-26"), Date("2026-12-01"), "running", false), WholeOf(play));
    }

    [Fact]
    public void Joint_handling_limits_what_the_items_alone_would_leave_longer()
    {
        var play = new CaseInPlay();
        var slow = play.State with { Items = [.. play.State.Items.Select(i => i with { Clock = i.Clock! with { Statutory = new DayLimit(60, DayUnit.WorkingDay) } })] };

        // 4 working days left in November, 23 in December, and 18 in a January about which nothing has been published.
        Assert.Equal(new DueView(Date("2026-11-26"), Date("2027-01-26"), "running", true), Clocks.Of(slow, play.Now)!.Whole);
    }

    [Fact]
    public void A_branch_that_waits_for_the_applicant_stands_and_the_others_run_on()
    {
        var play = new CaseInPlay();
        At(play, "2026-11-25T08:30:00+08:00").Answered(TaxOffice, ReviewOutcome.Supplement);
        Assert.Equal(new ItemDue(null, null, "paused", "supplement"), DueOf(play, TaxOffice));
        Assert.Equal(new ItemDue(Date("2026-11-26"), Date("2026-12-01"), "running", null), DueOf(play, SealOffice));
        Assert.Equal(new DueView(null, null, "paused", false), WholeOf(play));

        // 25th, 26th, 27th are not counted; Monday and Tuesday are.
        At(play, "2026-11-27T17:00:00+08:00").Give(SupplementForAll(play.State));
        Assert.Equal(new ItemDue(Date("2026-12-01"), Date("2026-12-04"), "running", null), DueOf(play, TaxOffice));
        Assert.Equal(("2026-12-01", "2026-12-04"), ($"{WholeOf(play)!.Committed:yyyy-MM-dd}", $"{WholeOf(play)!.Statutory:yyyy-MM-dd}"));
    }

    [Theory]
    // Half an hour before midnight in the city, and after it, when it is still the 24th in Europe.
    [InlineData("2026-11-24T15:30:00Z", "2026-11-26")]
    [InlineData("2026-11-24T16:30:00Z", "2026-11-27")]
    public void A_suspension_of_one_day_is_one_of_the_city_s_days(string moment, string due)
    {
        var play = At(new CaseInPlay(), moment).Answered(TaxOffice, ReviewOutcome.Supplement);
        play.Give(SupplementForAll(play.State));

        Assert.Equal(Date(due), DueOf(play, TaxOffice).Committed);
    }

    [Theory]
    [InlineData("2026-11-26T23:59:59+08:00", "running")]
    [InlineData("2026-11-27T00:00:00+08:00", "overdue")]
    public void An_item_is_overdue_from_the_day_after_its_promised_date(string now, string state)
    {
        var play = At(new CaseInPlay(), now);

        Assert.Equal(state, DueOf(play, TaxOffice).State);
        Assert.Equal(state, WholeOf(play)!.State);
    }

    [Fact]
    public void The_decision_stops_an_item_s_clock_and_the_last_one_that_of_the_whole()
    {
        var play = new CaseInPlay().Passed(Registrar, TaxOffice, SealOffice);
        At(play, "2026-12-10T09:00:00+08:00");
        Assert.Equal(new ItemDue(Date("2026-11-26"), Date("2026-12-01"), "stopped", null), DueOf(play, TaxOffice));
        Assert.Equal(("overdue", "overdue"), (DueOf(play, SignOffice).State, WholeOf(play)!.State));

        play.Passed(SignOffice);
        Assert.Equal(("stopped", "stopped"), (DueOf(play, SignOffice).State, WholeOf(play)!.State));
        Assert.Equal(new DueView(Date("2026-11-26"), Date("2026-12-01"), "stopped", false), WholeOf(play));
    }

    [Fact]
    public void What_ends_while_it_stands_has_no_date_any_more()
    {
        var play = new CaseInPlay().Answered(TaxOffice, ReviewOutcome.Supplement);
        play.Give(new WithdrawCase(Id, "zhang", "x"));

        Assert.Equal(new ItemDue(null, null, "stopped", null), DueOf(play, TaxOffice));
        Assert.Equal(new ItemDue(Date("2026-11-26"), Date("2026-12-01"), "stopped", null), DueOf(play, SealOffice));
        Assert.Equal(new DueView(null, null, "stopped", false), WholeOf(play));
    }

    [Fact]
    public void A_bundle_s_own_limits_go_before_those_of_joint_handling()
    {
        var play = new CaseInPlay();
        var own = play.State with { Limits = new CaseLimits(new DayLimit(1, DayUnit.WorkingDay), new DayLimit(3, DayUnit.WorkingDay)) };

        Assert.Equal(new DueView(Date("2026-11-25"), Date("2026-11-27"), "running", false), Clocks.Of(own, play.Now)!.Whole);
    }

    [Fact]
    public void A_case_of_before_limits_were_kept_has_no_dates()
    {
        var play = new CaseInPlay();
        var old = play.State with { Limits = null, Items = [.. play.State.Items.Select(i => i with { Clock = null })] };

        var view = CaseView.Of(old, 1, Clocks.Of(old, play.Now));
        Assert.Null(view.Due);
        Assert.All(view.Items, i => Assert.Null(i.Due));
    }

    /// <summary>Whatever several items' ledgers hold, at whatever hours, the dates that do not count are those that a suspension touches.</summary>
    [Fact]
    public void Suspensions_of_several_items_are_one_set_of_dates() => Gen.Select(Gen.Int[0, 400], Gen.Int[0, 300], Gen.Bool).List[0, 6].Sample(drawn =>
    {
        var suspensions = drawn.Select((d, i) => new Suspension(
            Start.AddHours(d.Item1), i == 0 && d.Item3 ? null : Start.AddHours(d.Item1 + d.Item2), d.Item3 ? SuspensionCause.Supplement : SuspensionCause.SpecialProcedure)).ToList();

        var period = Deadlines.PeriodOf(Start, new DayLimit(2, DayUnit.WorkingDay), Deadlines.PausesOf(suspensions));

        for (var day = Date("2026-11-20"); day < Date("2027-01-20"); day = day.AddDays(1))
        {
            var touched = suspensions.Any(s => Shanghai.DateOf(s.From) <= day && (s.To is null || day <= Shanghai.DateOf(s.To.Value)));
            Assert.Equal(touched, period.Pauses.Any(p => p.From <= day && (p.To is null || day <= p.To)));
        }
    });

    private static CaseInPlay At(CaseInPlay play, string moment)
    {
        play.Now = DateTimeOffset.Parse(moment);
        return play;
    }

    private static ItemDue DueOf(CaseInPlay play, string department) => CaseView.Of(play.State, 1, Clocks.Of(play.State, play.Now)).Items.Single(i => i.Department == department).Due!;

    private static DueView? WholeOf(CaseInPlay play) => CaseView.Of(play.State, 1, Clocks.Of(play.State, play.Now)).Due;

    private static DateOnly Date(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd");
}
