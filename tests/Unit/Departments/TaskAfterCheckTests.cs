using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Departments;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

/// <summary>A task that is looked at after its issue: because it was granted on a promise, or because it was decided by rule and drawn.</summary>
public sealed class TaskAfterCheckTests
{
    private static readonly DayLimit TwentyDays = new(20, DayUnit.WorkingDay);
    private static readonly ItemTerms Everything = new() { Sample = new SampleTerms(1, TwentyDays), RevokedBy = "the law, art 69" };
    private static readonly Text Untrue = new("不符", "it is not so");

    private static TaskInPlay Issued(ItemTerms terms, string word = "clean")
    {
        var play = new TaskInPlay().Give(Request(word) with { Terms = terms });
        if (play.State!.IsOpen)
            play.Give(Decide("li", ReviewOutcome.Pass));
        return play.Give(Issue(1));
    }

    [Fact]
    public void What_was_granted_on_a_promise_is_always_checked()
    {
        var play = Issued(new ItemTerms { AfterCheck = TwentyDays }, "doubtful");

        Assert.Equal(new CheckDue(Now, TwentyDays, CheckReason.Commitment), play.State!.CheckDue);
        Assert.Equal(["licences-issued"], play.Last.Journal.Select(e => e.Kind));
    }

    [Fact]
    public void What_was_decided_by_rule_and_is_drawn_is_checked()
    {
        var play = Issued(Everything);

        Assert.Equal(new CheckDue(Now, TwentyDays, CheckReason.Sample), play.State!.CheckDue);
        Assert.Equal(["licences-issued", "drawn"], play.Last.Journal.Select(e => e.Kind));
        var view = TaskView.Of("parks", play.State, 1, whole: true, checkBy: new DateOnly(2026, 12, 22)).AfterCheck!;
        Assert.Equal((CheckReason.Sample, new DateOnly(2026, 12, 22), null), (view.Reason, view.Due, view.Result));
    }

    [Fact]
    public void What_people_decided_is_not_drawn()
    {
        Assert.Null(Issued(Everything, "doubtful").State!.CheckDue);
        Assert.Equal("no-after-check", Issued(Everything, "doubtful").Give(Check(passed: false)).Last.Refusal!.Code);
    }

    [Fact]
    public void What_is_not_drawn_is_not_checked()
    {
        var play = Issued(new ItemTerms { Sample = new SampleTerms(0.000001m, TwentyDays) });

        Assert.Null(play.State!.CheckDue);
        Assert.Equal(["licences-issued"], play.Last.Journal.Select(e => e.Kind));
    }

    [Fact]
    public void A_finding_goes_to_the_orchestrator_with_its_law_and_revoking_follows_when_that_asks_for_it()
    {
        var play = Issued(Everything).Give(Check(passed: false, basis: "the law of parks, art 7"));

        var told = play.Sent<AfterChecked>();
        Assert.Equal((false, "li", "the law of parks, art 7"), (told.Passed, told.By, told.LegalBasis));
        Assert.Equal(ItemLifecycle.Issued, play.State!.Lifecycle);
        play.IsUnchangedBy(Check(passed: false, basis: "the law of parks, art 7"));

        play.Give(Revoke);
        Assert.Equal(["bench-1"], play.Sent<LicencesRevoked>().Numbers);
        Assert.True(play.Last.ReleasesRegister);
        Assert.Equal("checked-already", play.Give(Check(passed: true)).Last.Refusal!.Code);
    }

    private static CheckAfterIssue Check(bool passed, string? basis = null) => new(TaskId, "li", passed, Untrue, basis);
}
