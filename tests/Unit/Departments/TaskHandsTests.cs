using CsCheck;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

/// <summary>In whose hands a task is, and who may change that.</summary>
public sealed class TaskHandsTests
{
    private static readonly string[] People = ["li", "wang", "chen", "head"];

    [Theory]
    [InlineData("wang", Role.Officer, false)]
    [InlineData("li", Role.Officer, true)]
    [InlineData("head", Role.Head, true)]
    [InlineData("parks-system", Role.System, true)]
    public void A_task_that_is_held_is_handed_on_by_its_holder_the_head_or_the_department_s_system(string by, Role role, bool may)
    {
        var play = Claimed().Give(new AssignTask(TaskId, by, "chen") { Role = role });

        Assert.Equal(may ? null : "held-by-another", play.Last.Refusal?.Code);
        Assert.Equal(may ? "chen" : "li", play.State!.Holder);
    }

    [Theory]
    [InlineData("wang", Role.Officer, false)]
    [InlineData("parks-system", Role.System, false)]
    [InlineData("li", Role.Officer, true)]
    [InlineData("head", Role.Head, true)]
    public void A_task_is_given_back_by_its_holder_or_the_head(string by, Role role, bool may)
    {
        var play = Claimed().Give(new ReleaseTask(TaskId, by) { Role = role });

        Assert.Equal(may ? null : "not-the-holder", play.Last.Refusal?.Code);
        Assert.Equal(may ? Pool : "li", play.State!.Holder);
    }

    [Fact]
    public void What_is_in_the_pool_can_be_given_back_again() => Requested("doubtful").IsUnchangedBy(new ReleaseTask(TaskId, "li"));

    [Fact]
    public void A_delegate_handles_the_task_and_the_one_who_delegated_decides_it()
    {
        var play = Claimed().Give(new DelegateTask(TaskId, "li", "wang", "look at the site plan"));
        Assert.Equal(("wang", 3), (play.Sent<TaskHeld>().Holder, play.Sent<TaskHeld>().Sequence));
        Assert.Equal(new Delegation("li", "wang", Now, "look at the site plan"), play.State!.Delegation);

        play.IsUnchangedBy(Decide("wang", ReviewOutcome.Pass));
        Assert.Equal("delegated", play.Last.Refusal!.Code);
        play.IsUnchangedBy(Decide("li", ReviewOutcome.Pass));
        Assert.Equal("held-by-another", play.Last.Refusal!.Code);

        play.Give(new ReturnTask(TaskId, "wang", "the plan is right"));
        Assert.Equal("li", play.Sent<TaskHeld>().Holder);
        Assert.Equal(new TaskComment("wang", Now, CommentKind.Opinion, "the plan is right"), Assert.Single(play.State!.Comments!));
        play.IsUnchangedBy(new ReturnTask(TaskId, "wang", "the plan is right"));
        Assert.Null(play.Last.Refusal);
        Assert.Equal("officer:li", play.Give(Decide("li", ReviewOutcome.Pass)).Sent<ReviewDecided>().Decision.By);
    }

    [Fact]
    public void A_delegate_passes_the_task_to_nobody()
    {
        var play = Claimed().Give(new DelegateTask(TaskId, "li", "wang", null));
        foreach (TaskCommand command in (TaskCommand[])[new DelegateTask(TaskId, "wang", "chen", null), new AssignTask(TaskId, "wang", "chen"), new ReleaseTask(TaskId, "wang"), Decide("wang", ReviewOutcome.Inspect)])
        {
            play.IsUnchangedBy(command);
            Assert.Equal("delegated", play.Last.Refusal!.Code);
        }
        play.IsUnchangedBy(new NameCountersigner(TaskId, "wang", "chen"));
        Assert.Equal("not-the-holder", play.Last.Refusal!.Code);
    }

    [Theory]
    [InlineData("li", Role.Officer, null)]
    [InlineData("head", Role.Head, null)]
    [InlineData("chen", Role.Officer, "held-by-another")]
    public void A_delegated_task_is_called_back_by_who_delegated_it_or_the_head(string by, Role role, string? refused)
    {
        var play = Claimed().Give(new DelegateTask(TaskId, "li", "wang", null)).Give(new ReturnTask(TaskId, by, null) { Role = role });

        Assert.Equal(refused, play.Last.Refusal?.Code);
        Assert.Equal(refused is null ? "li" : "wang", play.State!.Holder);
    }

    [Fact]
    public void Only_the_holder_delegates_and_to_another_person()
    {
        Assert.Equal("not-the-holder", Requested("doubtful").Give(new DelegateTask(TaskId, "li", "wang", null)).Last.Refusal!.Code);
        Assert.Equal("not-the-holder", Claimed().Give(new DelegateTask(TaskId, "wang", "chen", null)).Last.Refusal!.Code);
        Assert.Equal(["/to own-delegate"], Claimed().Give(new DelegateTask(TaskId, "li", "li", null)).Last.Refusal!.Faults!.Select(f => $"{f.Pointer} {f.Code}"));
        Assert.Equal("not-delegated", Claimed().Give(new ReturnTask(TaskId, "li", null)).Last.Refusal!.Code);
        Claimed().Give(new DelegateTask(TaskId, "li", "wang", null)).IsUnchangedBy(new DelegateTask(TaskId, "li", "wang", null));
    }

    [Fact]
    public void The_head_hands_a_delegated_task_to_the_delegate_for_good()
    {
        var play = Claimed().Give(new DelegateTask(TaskId, "li", "wang", null)).Give(new AssignTask(TaskId, "head", "wang") { Role = Role.Head });

        Assert.Null(play.State!.Delegation);
        Assert.Equal("officer:wang", play.Give(Decide("wang", ReviewOutcome.Pass)).Sent<ReviewDecided>().Decision.By);
    }

    [Fact]
    public void A_colleague_takes_over_from_who_is_away_and_decides_and_they_and_the_head_are_told_why()
    {
        var play = Claimed().Give(new TakeOverTask(TaskId, "wang", "on leave"));

        Assert.Equal(("wang", ItemLifecycle.Claimed), (play.Sent<TaskHeld>().Holder, play.Sent<TaskHeld>().Lifecycle));
        Assert.Equal(
            [new Audience(Role.Officer, "li", "parks"), new Audience(Role.Head, Department: "parks", Region: "430602")],
            play.Last.Notices.Select(n => n.To));
        Assert.All(play.Last.Notices, n => Assert.Contains("on leave", n.Text.En, StringComparison.Ordinal));
        Assert.Equal("taken-over", play.Last.Journal[^1].Kind);
        play.IsUnchangedBy(new TakeOverTask(TaskId, "wang", "on leave"));
        Assert.Empty(play.Last.Notices);
        Assert.Equal("held-by-another", play.Give(Decide("li", ReviewOutcome.Pass)).Last.Refusal!.Code);
        Assert.Equal("officer:wang", play.Give(Decide("wang", ReviewOutcome.Pass)).Sent<ReviewDecided>().Decision.By);
    }

    [Fact]
    public void Nobody_takes_over_what_is_in_the_pool() =>
        Assert.Equal("in-the-pool", Requested("doubtful").Give(new TakeOverTask(TaskId, "wang", "on leave")).Last.Refusal!.Code);

    [Fact]
    public void A_delegate_whose_principal_is_away_takes_the_task_over_and_decides()
    {
        var play = Claimed().Give(new DelegateTask(TaskId, "li", "wang", null)).Give(new TakeOverTask(TaskId, "wang", "li is ill"));

        Assert.Null(play.State!.Delegation);
        Assert.Contains(play.Last.Notices, n => n.To.Subject == "li");
        Assert.Null(play.Give(Decide("wang", ReviewOutcome.Pass)).Last.Refusal);
    }

    [Theory]
    [InlineData(ReviewOutcome.Supplement, ItemLifecycle.SupplementRequested)]
    [InlineData(ReviewOutcome.Inspect, ItemLifecycle.InspectionRequested)]
    public void A_change_of_hands_changes_nothing_of_what_the_branch_waits_for(ReviewOutcome outcome, ItemLifecycle lifecycle)
    {
        foreach (TaskCommand command in (TaskCommand[])[new TakeOverTask(TaskId, "wang", "ill"), new DelegateTask(TaskId, "li", "wang", null), new AssignTask(TaskId, "li", "wang")])
        {
            var play = Claimed().Give(Decide("li", outcome)).Give(command);
            Assert.Equal(("wang", lifecycle), (play.State!.Holder, play.State.Lifecycle));
            Assert.Equal(outcome, play.State.Decision!.Outcome);
        }
    }

    [Fact]
    public void A_supplement_that_comes_while_a_task_is_delegated_leaves_it_with_the_delegate()
    {
        var play = Claimed().Give(Decide("li", ReviewOutcome.Supplement)).Give(new DelegateTask(TaskId, "li", "wang", null)).Give(Supplement(1));

        Assert.True(play.State!.IsDelegated);
        Assert.Equal(("wang", ItemLifecycle.Reviewing), (play.State.Holder, play.State.Lifecycle));
        Assert.Equal("li", play.Give(new ReturnTask(TaskId, "wang", "it is there now")).State!.Holder);
    }

    [Fact]
    public void Who_is_given_a_task_or_loses_it_by_another_s_hand_is_told_and_nobody_of_their_own_doings()
    {
        static (string, string?)[] Told(TaskInPlay play) => [.. play.Last.Notices.Select(n => (n.Kind, n.To.Subject))];

        Assert.Equal([("assigned", "wang")], Told(Claimed().Give(new AssignTask(TaskId, "li", "wang"))));
        Assert.Equal([("reassigned", "li"), ("assigned", "wang")], Told(Claimed().Give(new AssignTask(TaskId, "head", "wang") { Role = Role.Head })));
        Assert.Equal([("released", "li")], Told(Claimed().Give(new ReleaseTask(TaskId, "head") { Role = Role.Head })));
        Assert.Empty(Told(Claimed().Give(new ReleaseTask(TaskId, "li"))));
        Assert.Empty(Told(Requested("doubtful").Give(new AssignTask(TaskId, "li", "li"))));
        var delegated = Claimed().Give(new DelegateTask(TaskId, "li", "wang", null));
        Assert.Equal([("delegated", "wang")], Told(delegated));
        Assert.Equal([("returned", "li")], Told(delegated.Give(new ReturnTask(TaskId, "wang", null))));
        Assert.Equal([("called-back", "wang")], Told(Claimed().Give(new DelegateTask(TaskId, "li", "wang", null)).Give(new ReturnTask(TaskId, "li", null))));
    }

    [Fact]
    public void Comments_stay_in_the_department_and_are_bounded()
    {
        var play = Claimed();
        for (var i = 0; i < 200; i++)
        {
            play.Give(new CommentOnTask(TaskId, "wang", $"note {i}"));
            Assert.Empty(play.Last.Messages);
            Assert.DoesNotContain("note", System.Text.Json.JsonSerializer.Serialize(play.Last.Journal[0].Data), StringComparison.Ordinal);
        }
        play.IsUnchangedBy(new CommentOnTask(TaskId, "wang", "note 199"));
        Assert.Null(play.Last.Refusal);
        play.IsUnchangedBy(new CommentOnTask(TaskId, "wang", "note 200"));
        Assert.Equal("too-many-comments", play.Last.Refusal!.Code);
        // What belongs to an act is kept all the same.
        play.Give(new DelegateTask(TaskId, "li", "wang", null)).Give(new ReturnTask(TaskId, "wang", "as before"));
        Assert.Equal(CommentKind.Opinion, play.State!.Comments![^1].Kind);
    }

    [Fact]
    public void A_decision_tells_nothing_of_what_people_wrote_for_each_other()
    {
        var play = Claimed().Give(new CommentOnTask(TaskId, "wang", "the applicant is my neighbour")).Give(new DelegateTask(TaskId, "li", "wang", "be quick"))
            .Give(new ReturnTask(TaskId, "wang", "an opinion of wang's")).Give(Decide("li", ReviewOutcome.Pass));

        var told = System.Text.Json.JsonSerializer.Serialize(play.Last.Messages.Select(m => m.Message), Kit.JsonText.Options);
        Assert.All(["neighbour", "quick", "wang"], word => Assert.DoesNotContain(word, told, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_changes_hands_once_the_task_is_closed()
    {
        var play = Claimed().Give(Decide("li", ReviewOutcome.Pass));
        foreach (var command in Each("wang"))
        {
            play.IsUnchangedBy(command);
            Assert.Equal("task-not-open", play.Last.Refusal!.Code);
        }
        Assert.Null(play.State!.Delegation);
    }

    [Fact]
    public void What_a_holder_passed_on_ends_with_the_task()
    {
        Assert.Null(Claimed().Give(new DelegateTask(TaskId, "li", "wang", null)).Give(Cancel).State!.Delegation);
        Assert.Null(Claimed().Give(new DelegateTask(TaskId, "li", "wang", null)).Give(Revoke).State!.Delegation);
    }

    [Fact]
    public void Whatever_people_do_one_person_or_the_pool_has_an_open_task_and_the_last_message_says_who() => Gen.Select(Gen.Int[0, 8], Gen.Int[0, 3], Gen.Int[0, 3]).Array[1, 25].Sample(acts =>
        {
            var play = Requested("doubtful");
            var told = play.Sent<TaskHeld>();
            foreach (var (act, by, to) in acts)
            {
                play.Give(Each(People[by], People[to])[act] with { Role = by == 3 ? Role.Head : Role.Officer });
                foreach (var message in play.Last.Messages)
                    told = Assert.IsType<TaskHeld>(message.Message);
                var state = play.State!;
                Assert.Equal((state.Holder, state.Lifecycle, state.Sequence), (told.Holder, told.Lifecycle, told.Sequence));
                Assert.True(state.Holder == Pool || People.Contains(state.Holder));
                if (state.IsDelegated)
                    Assert.Equal(state.Delegation!.To, state.Holder);
            }
        }, iter: 2000);

    private static TaskInPlay Claimed() => Requested("doubtful").Give(new ClaimTask(TaskId, "li"));

    private static TaskCommand[] Each(string by, string to = "chen") =>
    [
        new ClaimTask(TaskId, by), new ReleaseTask(TaskId, by), new AssignTask(TaskId, by, to), new DelegateTask(TaskId, by, to, "note"), new ReturnTask(TaskId, by, "opinion"),
        new TakeOverTask(TaskId, by, "away"), new CommentOnTask(TaskId, by, "text"), new NameCountersigner(TaskId, by, to), new SignTask(TaskId, by, true, null),
    ];
}
