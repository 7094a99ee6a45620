using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>When somebody is warned of a limit, who, and that it is once.</summary>
public sealed class WarningTests : TimedCase
{
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
    public void The_joint_limit_is_warned_of_where_the_law_grants_an_item_longer()
    {
        var play = Play(change: Longer);

        // 45 working days from 24 November: 90 % is the 41st, before any of the items' own dates.
        play.Woken();

        Assert.All(play.Last.Journal, e => Assert.Contains("\"Item\":null", JsonSerializer.Serialize(e.Data), StringComparison.Ordinal));
        Assert.Equal(4, play.Last.Notices.Count);
    }

    [Fact]
    public void Issuing_has_a_limit_of_its_own_from_the_decision_on()
    {
        var play = Play().Passed(All);

        Assert.All(play.State.Items, i => Assert.Equal(new StepClock(ClockKind.Issuing, Start, Terms.Issuing!), i.Step));
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
}
