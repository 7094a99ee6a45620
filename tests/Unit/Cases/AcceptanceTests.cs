using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>What is received at a window, until it is accepted.</summary>
public sealed class AcceptanceTests : TimedCase
{
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
}
