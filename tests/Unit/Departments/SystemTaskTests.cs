using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.Departments.SystemInPlay;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

public sealed class SystemTaskTests
{
    private const string System = SystemInPlay.System;

    [Fact]
    public void A_receipt_is_a_change_of_hands_under_the_system_s_own_reference()
    {
        var play = new SystemInPlay().Give(SystemInPlay.Request).Give(Receive());

        Assert.Equal((System, ItemLifecycle.Claimed, 2), (play.Sent<TaskHeld>().Holder, play.Sent<TaskHeld>().Lifecycle, play.Sent<TaskHeld>().Sequence));
        Assert.Equal(new TaskReceipt("P-1", System, SystemInPlay.Now), play.State!.Receipt);
        Assert.Equal(["review-requested", "received"], play.Journal.Select(e => e.Kind));
        play.IsUnchangedBy(Receive());
        play.Give(Decide(System, ReviewOutcome.Pass) with { BySystem = true });
        Assert.Equal("system:parks-system", play.Sent<ReviewDecided>().Decision.By);
        play.IsUnchangedBy(Receive());
        play.IsUnchangedBy(Decide(System, ReviewOutcome.Pass) with { BySystem = true });
    }

    [Fact]
    public void Who_holds_a_task_keeps_its_reference_and_who_does_not_cannot_take_it()
    {
        var play = new SystemInPlay().Give(SystemInPlay.Request).Give(Receive());

        play.IsUnchangedBy(Receive("P-2"), "received-already");
        play.IsUnchangedBy(Receive("Q-1", by: "another-system"), "held-by-another");
        play.Give(new ReleaseTask(TaskId, System)).Give(Receive("P-2"));
        Assert.Equal(("P-2", System), (play.State!.Receipt!.Reference, play.State.Holder));
    }

    [Fact]
    public void What_was_given_back_under_a_reference_can_be_taken_over_again_under_the_same()
    {
        var play = new SystemInPlay().Give(SystemInPlay.Request).Give(Receive()).Give(new ReleaseTask(TaskId, System));

        Assert.Equal(System, play.Give(Receive()).Sent<TaskHeld>().Holder);
    }

    [Theory]
    [InlineData(ReviewOutcome.Supplement, ItemLifecycle.SupplementRequested)]
    [InlineData(ReviewOutcome.Inspect, ItemLifecycle.InspectionRequested)]
    public void A_receipt_changes_hands_and_not_what_the_task_waits_for(ReviewOutcome outcome, ItemLifecycle lifecycle)
    {
        var play = new SystemInPlay().Give(SystemInPlay.Request).Give(Decide(System, outcome)).Give(Receive());

        Assert.Equal((lifecycle, System), (play.State!.Lifecycle, play.State.Holder));
    }

    [Fact]
    public void A_receipt_after_the_end_is_refused_and_a_decision_needs_none()
    {
        var passed = Passed();
        passed.IsUnchangedBy(Receive(), "task-not-open");
        var cancelled = new SystemInPlay().Give(SystemInPlay.Request).Give(Receive()).Give(TaskInPlay.Cancel);
        cancelled.IsUnchangedBy(Receive("P-2"), "task-not-open");
        Assert.Equal("not-found", new SystemInPlay().Give(Receive()).Last.Refusal!.Code);
    }

    [Fact]
    public void An_issue_request_waits_for_the_department_s_system_with_what_it_needs()
    {
        var play = Asked();

        Assert.Equal((ItemLifecycle.Issuing, "parks"), (play.State!.Lifecycle, play.State.Holder));
        Assert.Equal((1, "land-deed"), (play.State.Order!.Attempt, Assert.Single(play.State.Order.Inputs).Type));
        Assert.Empty(play.Last.Messages);
        Assert.True(play.State is { IsInInbox: true, IsOpen: false });
        var view = TaskView.Of("parks", play.State, 3, whole: true).Issue!;
        Assert.Equal((1, "permit plate", "d-1"), (view.Attempt, string.Join(' ', view.Types), Assert.Single(view.Inputs!).Number));
        Assert.Null(TaskView.Of("parks", play.State, 3, whole: false).Issue!.Inputs);
        play.IsUnchangedBy(Order(1));
        play.IsUnchangedBy(Decide(System, ReviewOutcome.Refuse), "task-not-open");
        play.IsUnchangedBy(new ClaimTask(TaskId, "li"), "task-not-open");
    }

    [Fact]
    public void The_answer_issues_with_the_numbers_that_are_given_and_draws_those_that_are_not()
    {
        var play = Asked().Give(Licences(permit: "X-1", until: new DateOnly(2030, 1, 31)));

        var sent = play.Sent<LicencesIssued>();
        Assert.Equal(1, sent.Attempt);
        Assert.Equal(
            [("permit", "X-1", new DateOnly(2030, 1, 31)), ("plate", "plate#430602.parks#2026#7", null)],
            sent.Licences.Select(l => (l.Type, l.Number, l.ValidUntil)));
        Assert.All(sent.Licences, l => Assert.Equal(("parks.tree", SystemInPlay.Now, "oak"), (l.Item, l.IssuedAt, l.Data.GetProperty("tree").GetString())));
        Assert.Equal([new RegisterKey("permit", "X-1"), new RegisterKey("plate", "plate#430602.parks#2026#7")], play.Last.Claims.Select(c => c.Key));
        Assert.True(play.State is { Lifecycle: ItemLifecycle.Issued, Order: null, Attempt: 1, IsInInbox: false });
        play.IsUnchangedBy(Receive(), "task-not-open");
    }

    [Fact]
    public void Without_a_last_day_a_licence_holds_as_long_as_the_catalogue_says() =>
        Assert.Equal([new DateOnly(2027, 11, 24), null], Asked().Give(Licences()).Sent<LicencesIssued>().Licences.Select(l => l.ValidUntil));

    [Fact]
    public void The_same_answer_again_is_harmless_also_with_what_the_platform_added_and_another_is_refused()
    {
        var play = Asked().Give(Licences());
        var drawn = play.State!.Licences;

        play.IsUnchangedBy(Licences());
        play.IsUnchangedBy(Licences(attempt: 1));
        play.IsUnchangedBy(Licences(permit: drawn[0].Number, plate: drawn[1].Number, until: drawn[0].ValidUntil));
        play.IsUnchangedBy(Licences(permit: "X-9"), "issued-already");
        play.IsUnchangedBy(Licences(word: "elm"), "issued-already");
        play.IsUnchangedBy(Licences(attempt: 2), "issued-already");
        play.IsUnchangedBy(Failure(final: true), "issued-already");
        Assert.Equal(drawn, play.Give(Order(1)).Sent<LicencesIssued>().Licences);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_is_told_and_the_next_attempt_is_asked_for_and_answered(bool final)
    {
        var play = Asked().Give(Failure(final));
        Assert.Equal((1, "press-broken", final), (play.Sent<IssueFailed>().Attempt, play.Sent<IssueFailed>().Code, play.Sent<IssueFailed>().Final));
        Assert.True(play.State is { Lifecycle: ItemLifecycle.IssueFailed, Order: null, Attempt: 1 });
        play.IsUnchangedBy(Failure(final));
        play.IsUnchangedBy(Failure(final, code: "other"), "issue-not-requested");
        play.IsUnchangedBy(Licences(), "issue-not-requested");
        Assert.Equal(1, play.Give(Order(1)).Sent<IssueFailed>().Attempt);

        play.Give(Order(2));
        Assert.Equal(2, play.State!.Order!.Attempt);
        Assert.Equal(2, play.Give(Licences()).Sent<LicencesIssued>().Attempt);
        Assert.Null(play.State!.Failure);
    }

    [Fact]
    public void A_failure_that_says_which_attempt_it_is_of_is_never_taken_for_the_next_one()
    {
        var play = Asked().Give(Failure(final: false, attempt: 1)).Give(Order(2));

        play.IsUnchangedBy(Failure(final: false, attempt: 1));
        play.IsUnchangedBy(Failure(final: true, attempt: 1), "another-attempt");
        play.IsUnchangedBy(Licences(attempt: 1), "another-attempt");
        // One that does not say it is of the attempt that is asked for.
        Assert.Equal(2, play.Give(Failure(final: false)).Sent<IssueFailed>().Attempt);
    }

    [Fact]
    public void A_number_of_another_licence_is_refused_with_its_place_and_nothing_is_issued()
    {
        var play = Asked().With("X-1");

        play.IsUnchangedBy(Licences(permit: "X-1", plate: "X-1"), "invalid");
        Assert.Equal(("/licences/0/number", 422), (Assert.Single(play.Last.Refusal!.Faults!).Pointer, play.Last.Refusal.Status));
        Assert.Equal(ItemLifecycle.Issued, play.Give(Licences(permit: "X-2", plate: "X-1")).State!.Lifecycle);
    }

    [Fact]
    public void Where_no_numbers_are_drawn_one_that_is_left_out_issues_nothing()
    {
        var play = Asked(new TaskRules([], new CityTime(TimeZoneInfo.Utc)));

        play.IsUnchangedBy(Licences(permit: "X-1"), "number-needed");
        Assert.Null(play.Give(Licences("X-1", "Y-1")).Sent<LicencesIssued>().Licences[0].ValidUntil);
    }

    [Fact]
    public void An_answer_before_it_is_asked_for_or_of_what_the_platform_issues_is_refused()
    {
        new SystemInPlay().Give(SystemInPlay.Request).IsUnchangedBy(Licences(), "issue-not-requested");
        Passed().IsUnchangedBy(Licences(), "issue-not-requested");
        var byPlatform = new SystemInPlay().Give(SystemInPlay.Request with { Terms = null });
        byPlatform.IsUnchangedBy(Licences(), "issued-by-platform");
        new SystemInPlay().Give(TaskInPlay.Cancel).IsUnchangedBy(Licences(), "task-not-open");
        Assert.Equal("not-found", new SystemInPlay().Give(Licences()).Last.Refusal!.Code);
    }

    [Fact]
    public void Cancelled_while_it_is_asked_to_issue_the_task_is_closed_and_a_late_answer_changes_nothing()
    {
        var play = Asked().Give(TaskInPlay.Cancel);

        Assert.True(play.State is { Lifecycle: ItemLifecycle.Cancelled, Order: null, IsInInbox: false });
        play.IsUnchangedBy(Licences(), "task-not-open");
        play.IsUnchangedBy(Failure(final: false), "task-not-open");
        play.IsUnchangedBy(Order(2));
        // And the cancellation first, the request after it.
        var early = Passed().Give(TaskInPlay.Cancel);
        early.IsUnchangedBy(Order(1));
        early.IsUnchangedBy(Licences(), "task-not-open");
    }

    [Fact]
    public void Revoked_in_between_or_afterwards_the_system_s_answer_revives_nothing()
    {
        var before = Asked().Give(TaskInPlay.Revoke);
        Assert.Empty(before.Sent<LicencesRevoked>().Numbers);
        before.IsUnchangedBy(Licences(), "task-not-open");

        var after = Asked().Give(Licences("X-1", "Y-1")).Give(TaskInPlay.Revoke);
        Assert.Equal(["X-1", "Y-1"], after.Sent<LicencesRevoked>().Numbers);
        after.IsUnchangedBy(Licences("X-1", "Y-1"));
        after.IsUnchangedBy(Licences("X-2", "Y-1"), "task-not-open");
    }

    [Fact]
    public void While_nobody_answers_a_later_attempt_takes_the_place_of_the_first()
    {
        var play = Asked().Give(Order(2));

        Assert.Equal(2, play.State!.Order!.Attempt);
        play.IsUnchangedBy(Order(1));
        Assert.Equal(2, play.Give(Licences()).Sent<LicencesIssued>().Attempt);
    }

    [Fact]
    public void An_item_that_yields_nothing_is_done_when_the_system_says_so()
    {
        var play = new SystemInPlay().Give(SystemInPlay.Request with { Terms = new ItemTerms { IssuedBySystem = [] } })
            .Give(Decide(System, ReviewOutcome.Pass)).Give(Order(1)).Give(Licences() with { Licences = [] });

        Assert.Empty(play.Sent<LicencesIssued>().Licences);
        Assert.Equal(ItemLifecycle.Issued, play.State!.Lifecycle);
    }
}
