using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

/// <summary>What a department's own system is told of: everything that happens to a task in its hands, and nothing that it did itself.</summary>
public sealed class TaskEventTests
{
    private const string System = SystemInPlay.System;

    [Fact]
    public void A_task_that_waits_for_somebody_is_told_of_and_one_that_a_rule_decides_is_not()
    {
        Assert.Equal([TaskEvents.Requested], Requested("doubtful").Last.Events);
        foreach (var word in new[] { "clean", "bad" })
        {
            var byRule = Requested(word);
            Assert.Empty(byRule.Last.Events);
            Assert.Empty(byRule.Give(Issue(1)).Last.Events);
            Assert.Empty(byRule.Give(TaskInPlay.Cancel).Last.Events);
            // Except that what it issued is taken back: whoever relies on it has to know.
            Assert.Equal(word == "clean" ? [TaskEvents.RevocationRequested] : [], byRule.Give(TaskInPlay.Revoke).Last.Events);
        }
    }

    [Fact]
    public void Each_thing_is_told_once_and_a_repeat_is_told_to_nobody()
    {
        var play = new SystemInPlay();
        foreach (var (message, events) in new (object, string[])[]
        {
            (SystemInPlay.Request, [TaskEvents.Requested]), (SystemInPlay.Request, []),
            (SystemInPlay.Receive(), []),
            (Decide(System, ReviewOutcome.Supplement), []), (Supplement(1), [TaskEvents.Supplemented]), (Supplement(1), []),
            (TaskInPlay.Ask(System, ["another"]), []), (new SupplementLapsed { CaseId = Case, TaskId = TaskId, Round = 2, LapsedAt = Now }, [TaskEvents.Lapsed]),
            (Decide(System, ReviewOutcome.Pass), []),
            (SystemInPlay.Order(1), [TaskEvents.IssueRequested]), (SystemInPlay.Order(1), []),
            (SystemInPlay.Failure(final: false), []), (SystemInPlay.Order(2), [TaskEvents.IssueRequested]),
            (SystemInPlay.Licences(), []),
            (TaskInPlay.Cancel, []), (TaskInPlay.Revoke, [TaskEvents.RevocationRequested]), (TaskInPlay.Revoke, []),
        })
            Assert.Equal(events, play.Give(message).Last.Events);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cancellation_is_told_in_whosever_hands_the_task_is(bool passed)
    {
        var play = new SystemInPlay().Give(SystemInPlay.Request);
        if (passed)
            play.Give(Decide("li", ReviewOutcome.Pass));

        Assert.Equal([TaskEvents.Cancelled], play.Give(TaskInPlay.Cancel).Last.Events);
        Assert.Empty(play.Give(TaskInPlay.Cancel).Last.Events);
    }

    [Fact]
    public void What_is_cancelled_before_anybody_has_heard_of_it_is_told_to_nobody()
    {
        Assert.Empty(new SystemInPlay().Give(TaskInPlay.Cancel).Last.Events);
        Assert.Empty(new SystemInPlay().Give(TaskInPlay.Cancel).Give(SystemInPlay.Request).Last.Events);
        Assert.Empty(new SystemInPlay().Give(TaskInPlay.Revoke).Last.Events);
    }

    [Fact]
    public void Silence_that_becomes_consent_is_told()
    {
        var days = new DayLimit(1, DayUnit.WorkingDay);
        var rules = new TaskRules([], new CityTime(TimeZoneInfo.Utc), _ => new Deadlines(OneVisit.Catalogue.CityCalendars.Load().National, new CityTime(TimeZoneInfo.Utc)));
        var request = SystemInPlay.Request with { Clock = new TaskClock { Start = Now, Committed = days, Statutory = days }, Terms = new ItemTerms { DeemedApproved = "the law" } };
        var open = rules.Decide(null, request, Facts.None, Now).State!;

        var consent = rules.Decide(open, new Wake(TaskId), Facts.None, rules.WakesAt(open)!.Value);

        Assert.Equal([TaskEvents.DeemedApproved], consent.Events);
        Assert.Equal([TaskEvents.Cancelled], rules.Decide(consent.State, TaskInPlay.Cancel, Facts.None, Now.AddDays(5)).Events);
    }

    [Fact]
    public void An_event_says_which_task_and_where_it_stands_and_nothing_about_people()
    {
        var about = TaskEventData.Of(new SystemInPlay().Give(SystemInPlay.Request).State!, 7);

        Assert.Equal((TaskId, Case, "parks", "430602"), (about.Owner, about.Case, about.Department, about.Region));
        Assert.Equal(
            """{"task":"019ab000-0000-7000-8000-000000000001","case":"019ab000-0000-7000-8000-0000000000aa","item":"parks.tree","department":"parks","authority":"430602.parks","region":"430602","lifecycle":"reviewing","version":7}""",
            JsonSerializer.Serialize(about.Data, JsonText.Options));
    }

    [Fact]
    public void Every_kind_is_listed_once_and_begins_with_what_it_is_about()
    {
        Assert.Equal(TaskEvents.Kinds.Distinct(), TaskEvents.Kinds);
        Assert.All(TaskEvents.Kinds, kind => Assert.Matches("^task\\.[a-z]+(-[a-z]+)*$", kind));
    }

    [Fact]
    public void An_outage_is_told_once_and_its_end_once()
    {
        var (since, play) = (Now.AddHours(-1), new SystemInPlay().Give(SystemInPlay.Request));
        var (begun, over) = (new ReportOutage(TaskId, "tax", since, null, 12), new ReportOutage(TaskId, "tax", since, Now, 13));

        play.IsUnchangedBy(over);
        Assert.Equal((since, null, 12L), play.Give(begun).Sent<SystemOutage>() is var told ? (told.Since, told.Until, told.Waiting) : default);
        play.IsUnchangedBy(begun);
        Assert.Equal((since, Now, 13L), play.Give(over).Sent<SystemOutage>() is var end ? (end.Since, end.Until, end.Waiting) : default);
        play.IsUnchangedBy(over);
        play.IsUnchangedBy(begun);
        // The next one, also when the task is done with.
        play.Give(TaskInPlay.Cancel);
        Assert.Equal(Now, play.Give(begun with { Since = Now }).Sent<SystemOutage>().Since);
        play.IsUnchangedBy(over);
        Assert.Equal(["review-requested", "system-unreachable", "system-back", "cancelled", "system-unreachable"], play.Journal.Select(e => e.Kind));
    }
}
