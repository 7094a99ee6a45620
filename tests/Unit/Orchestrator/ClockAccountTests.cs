using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Orchestrator.Api;
using OneVisit.Unit.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Orchestrator;

/// <summary>Every date of a case explains itself, in words for its applicant.</summary>
public sealed class ClockAccountTests
{
    private static readonly CityCalendars Calendars = CityCalendars.Load();
    private static readonly ClockWords Words = new(Calendars.NationalHolidays);
    private static readonly CaseClocks Clocks = new(new Deadlines(Calendars.National, new CityTime(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"))));
    private static readonly ClockAccount Account = new(CityCatalogue.Load(), Clocks, Words);

    [Fact]
    public void The_whole_comes_first_then_each_item_the_promise_before_the_law()
    {
        var account = Account.Of(new CaseInPlay().State, Start);

        Assert.Equal(
            ["/committed", "/statutory", .. All.SelectMany(d => new[] { $"{ItemOf(d)}/committed", $"{ItemOf(d)}/statutory" })],
            account.Clocks.Select(c => $"{c.Item}/{c.Limit}"));
        Assert.Equal("Business start-up", account.Clocks[0].Name.En);
        Assert.Equal(account.Clocks.Where(c => c.Item is not null && c.Limit == "statutory").Max(c => c.Due), account.Clocks[1].Due);
    }

    [Fact]
    public void Where_joint_handling_is_the_sooner_its_law_is_named_and_what_may_be_granted_on_top()
    {
        var play = new CaseInPlay();
        var slow = play.State with { Items = [.. play.State.Items.Select(i => i with { Clock = i.Clock! with { Statutory = new DayLimit(60, DayUnit.WorkingDay) } })] };

        var law = Account.Of(slow, play.Now).Clocks[1];

        Assert.Contains("第四十二条", law.Basis, StringComparison.Ordinal);
        Assert.Contains("15 working days", law.Summary.En, StringComparison.Ordinal);
    }

    [Fact]
    public void The_whole_runs_on_though_the_item_it_follows_has_been_decided()
    {
        var play = new CaseInPlay();
        var last = play.State with { Items = [.. play.State.Items.Select(i => i.Department == TaxOffice ? i with { Clock = i.Clock! with { Committed = new DayLimit(4, DayUnit.WorkingDay) } } : i)] };
        var decided = last with { Items = [.. last.Items.Select(i => i.Department == TaxOffice ? i with { Lifecycle = ItemLifecycle.ReviewPassed } : i)] };

        var whole = Account.Of(decided, play.Now).Clocks[0];

        Assert.Equal((ItemOf(TaxOffice), "running"), (whole.Follows, whole.State));
    }

    [Fact]
    public void Every_date_is_the_one_the_case_shows()
    {
        var play = new CaseInPlay().Answered(TaxOffice, ReviewOutcome.SpecialProcedure);
        play.Now = Start.AddDays(2);
        play.Answered(TaxOffice, ReviewOutcome.Inspect).Passed(SealOffice);

        var view = CaseView.Of(play.State, 1, Clocks.Of(play.State, play.Now));
        var clocks = Account.Of(play.State, play.Now).Clocks;
        Assert.Equal((view.Due!.Committed, view.Due.Statutory), (clocks[0].Due, clocks[1].Due));
        Assert.Equal(ItemOf(TaxOffice), clocks[0].Follows);
        foreach (var item in view.Items)
        {
            var (committed, statutory) = (clocks.Single(c => c.Item == item.Item && c.Limit == "committed"), clocks.Single(c => c.Item == item.Item && c.Limit == "statutory"));
            Assert.Equal((item.Due!.Committed, item.Due.Statutory, item.Due.State), (committed.Due, statutory.Due, committed.State));
            Assert.Equal(committed.Budget.Days, committed.Days.Count(d => d.Counted));
        }
    }

    [Fact]
    public void An_item_that_stands_says_since_when_and_for_what_and_the_whole_follows_it()
    {
        var play = new CaseInPlay();
        play.Now = Start.AddDays(1);
        play.Answered(TaxOffice, ReviewOutcome.Supplement);
        play.Now = Start.AddDays(9);

        var clocks = Account.Of(play.State, play.Now).Clocks;
        var tax = clocks.Single(c => c.Item == ItemOf(TaxOffice) && c.Limit == "committed");
        Assert.Equal(("paused", null, 0, 2), (tax.State, tax.Due, tax.Consumed, tax.Remaining));
        Assert.Equal("2026年11月24日受理,自次日起计2个工作日。因等待申请人补正材料,自2026年11月25日起暂停计算;已计0天,剩余2天。", tax.Summary.Zh);
        Assert.Equal(
            "Accepted on 24 November 2026; 2 working days from the day after. Since 25 November 2026 nothing is counted: waiting for what the applicant was asked to add. 0 counted so far, 2 left.",
            tax.Summary.En);
        Assert.Equal((ItemOf(TaxOffice), null), (clocks[0].Follows, clocks[0].Due));
    }

    [Fact]
    public void A_clock_that_has_stopped_counts_no_day_after_the_decision()
    {
        var play = new CaseInPlay();
        play.Now = Start.AddDays(1);
        play.Passed(SealOffice);

        var seals = Account.Of(play.State, Start.AddDays(30)).Clocks.Single(c => c.Item == ItemOf(SealOffice) && c.Limit == "statutory");
        Assert.Equal(("stopped", 1, 4), (seals.State, seals.Consumed, seals.Remaining));
        Assert.Equal("Accepted on 24 November 2026; 5 working days from the day after. It was due on 1 December 2026; the result is there, and nothing is counted any more.", seals.Summary.En);
    }

    [Fact]
    public void A_case_of_before_limits_were_kept_has_nothing_to_explain() =>
        Assert.Empty(Account.Of(new CaseInPlay().State with { Limits = null }, Start).Clocks);

    [Fact]
    public void Each_day_says_which_it_was_or_why_it_was_none()
    {
        Assert.Equal(
            [
                "13 计第1天 | day 1", "14 调休上班,计第2天 | day 2, a make-up working day", "15 春节放假,不计 | not counted: Spring Festival",
                "24 特别程序(听证、检验、专家评审等),不计 | not counted: a special procedure (hearing, testing, expert review)",
                "25 等待申请人补正材料,不计 | not counted: waiting for what the applicant was asked to add", "26 计第3天 | day 3",
            ],
            Texts(Clock.Sample.Period("2026-02-12", 3, pauses: "2026-02-24..2026-02-24 2026-02-25..2026-02-25"), d => d.Date.Day is < 16 or > 23, supplementFrom: "2026-02-25"));
        Assert.Equal(
            ["6 计第4天 | day 4", "7 周末,不计 | not counted: a weekend", "8 周末,不计 | not counted: a weekend", "9 计第5天 | day 5"],
            Texts(Clock.Sample.Period("2026-03-02", 5), d => d.Date.Day > 5));
        Assert.Equal(
            ["1 放假安排尚未公布,暂计第1天 | day 1, as long as no calendar has been published", "2 放假安排尚未公布,暂按周末不计 | not counted: taken as a weekend, as long as no calendar has been published"],
            Texts(Clock.Sample.Period("2026-12-31", 2), d => d.Date.Day < 3));
    }

    [Fact]
    public void An_end_that_moves_says_so() => Assert.Equal(
        ["26 计第2天 | day 2", "27 中秋节放假,期限顺延 | Mid-Autumn Festival; the end moves on", "28 期满日非工作日,期限顺延至本日 | the last day was no working day, so the limit ends here"],
        Texts(Clock.Sample.Period("2026-09-24", 2, Counting.NaturalDays), d => d.Date.Day > 25));

    [Theory]
    [InlineData("2026-03-02", 0, "2026-03-02", "2026年3月2日受理,当日办结。期限至2026年3月2日,剩余0天。", "Accepted on 2 March 2026, to be decided the same day. It is due on 2 March 2026; 0 left.")]
    [InlineData("2026-03-02", 3, "2026-03-09", "2026年3月2日受理,自次日起计3个工作日。期限至2026年3月5日,已超期。", "Accepted on 2 March 2026; 3 working days from the day after. It was due on 5 March 2026 and is late.")]
    [InlineData("2026-12-31", 1, "2026-12-31", "2026年12月31日受理,自次日起计1个工作日。期限至2027年1月1日,剩余1天。其间部分日期的放假安排尚未公布,公布后期限可能变动。",
        "Accepted on 31 December 2026; 1 working day from the day after. It is due on 1 January 2027; 1 left. For some of the days no calendar has been published yet; the date may move when it is.")]
    public void A_clock_is_told_in_a_few_sentences(string start, int days, string at, string zh, string en)
    {
        var period = Clock.Sample.Period(start, days);
        var projection = LegalClock.Project(Calendars.National, period, Clock.Sample.Date(at));

        Assert.Equal(new Text(zh, en), ClockWords.Summary(period, projection, KebabCase.Of(projection.State)));
    }

    private static IEnumerable<string> Texts(Period period, Func<ClockDay, bool> where, string supplementFrom = "9999-01-01")
    {
        var days = LegalClock.Explain(Calendars.National, period)
            .Select(d => d.Cause is null ? d : d with { Cause = d.Date < Clock.Sample.Date(supplementFrom) ? "special-procedure" : "supplement" });
        return Words.Days(period, [.. days]).Where(where).Select(d => $"{d.Date.Day} {d.Text.Zh} | {d.Text.En}");
    }
}
