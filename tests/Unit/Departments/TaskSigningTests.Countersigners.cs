using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

/// <content>Who is named to sign, by whom, and done without.</content>
public sealed partial class TaskSigningTests
{
    [Theory]
    [InlineData("li", Role.Officer, null)]
    [InlineData("head", Role.Head, null)]
    [InlineData("wang", Role.Officer, "not-the-holder")]
    [InlineData("parks-system", Role.System, "not-the-holder")]
    public void A_countersigner_is_named_by_the_holder_or_the_head(string by, Role role, string? refused) =>
        Assert.Equal(refused, Requested("doubtful").Give(new ClaimTask(TaskId, "li")).Give(new NameCountersigner(TaskId, by, "chen") { Role = role }).Last.Refusal?.Code);

    [Fact]
    public void Who_was_named_by_the_head_is_not_done_without_by_the_holder()
    {
        var play = Requested("doubtful").Give(new ClaimTask(TaskId, "li")).Give(new NameCountersigner(TaskId, "head", "chen") { Role = Role.Head });

        play.IsUnchangedBy(new DropCountersigner(TaskId, "li", "chen"));
        Assert.Equal("named-by-another", play.Last.Refusal!.Code);
        play.Give(new DropCountersigner(TaskId, "head", "chen") { Role = Role.Head });
        Assert.Null(play.State!.Countersigners);
        play.IsUnchangedBy(new DropCountersigner(TaskId, "head", "chen") { Role = Role.Head });
        Assert.Null(play.Last.Refusal);
        Assert.NotNull(play.Give(Decide("li", ReviewOutcome.Pass)).Sent<ReviewDecided>());
    }

    [Fact]
    public void Where_the_last_one_who_was_waited_for_is_done_without_the_proposal_holds()
    {
        var play = Countersigned("wang", "chen").Give(Decide("li", ReviewOutcome.Pass)).Give(Agree("wang")).Give(new DropCountersigner(TaskId, "li", "chen"));

        Assert.Equal(["wang"], play.Sent<ReviewDecided>().Decision.Signatures!.Select(s => s.By));
    }

    [Fact]
    public void With_four_eyes_somebody_has_to_sign_also_when_nobody_is_named_any_more()
    {
        var play = FourEyes().Give(new NameCountersigner(TaskId, "li", "chen")).Give(Decide("li", ReviewOutcome.Pass)).Give(new DropCountersigner(TaskId, "li", "chen"));

        Assert.True(play.State!.IsOpen);
        Assert.NotNull(play.Give(Agree("wang")).Sent<ReviewDecided>());
    }

    [Fact]
    public void A_countersigner_who_takes_the_task_over_does_not_decide_alone()
    {
        var play = Countersigned("wang").Give(new TakeOverTask(TaskId, "wang", "li is ill")).Give(Decide("wang", ReviewOutcome.Pass));
        Assert.NotNull(play.State!.Proposal);

        Assert.Equal("own-proposal", play.Give(Agree("wang")).Last.Refusal!.Code);
        Assert.Equal(["zhao"], play.Give(Agree("zhao")).Sent<ReviewDecided>().Decision.Signatures!.Select(s => s.By));
    }

    [Fact]
    public void A_countersigner_named_while_the_proposal_waits_is_waited_for_too()
    {
        var play = Countersigned("wang").Give(Decide("li", ReviewOutcome.Pass)).Give(new NameCountersigner(TaskId, "li", "chen"));
        Assert.Equal(("signature-asked", "chen"), (Assert.Single(play.Last.Notices).Kind, play.Last.Notices[0].To.Subject));

        Assert.True(play.Give(Agree("wang")).State!.IsOpen);
        Assert.NotNull(play.Give(Agree("chen")).Sent<ReviewDecided>());
    }

    [Fact]
    public void The_holder_is_no_countersigner_and_there_are_not_endlessly_many()
    {
        Assert.Equal(["/subject own-countersigner"], FourEyes().Give(new NameCountersigner(TaskId, "li", "li")).Last.Refusal!.Faults!.Select(f => $"{f.Pointer} {f.Code}"));
        var play = Countersigned([.. Enumerable.Range(0, 20).Select(i => $"officer-{i}")]);
        Assert.Equal("too-many-countersigners", play.Give(new NameCountersigner(TaskId, "li", "chen")).Last.Refusal!.Code);
        play.IsUnchangedBy(new NameCountersigner(TaskId, "li", "officer-7"));
        Assert.Null(play.Last.Refusal);
    }

    [Fact]
    public void Those_whose_signature_is_asked_are_told()
    {
        Assert.Equal(["wang", "chen"], Countersigned("wang", "chen").Give(Decide("li", ReviewOutcome.Pass)).Last.Notices.Select(n => n.To.Subject));
        Assert.Equal([new Audience(Role.Officer, Department: "parks", Region: "430602")], FourEyes().Give(Decide("li", ReviewOutcome.Pass)).Last.Notices.Select(n => n.To));
    }
}
