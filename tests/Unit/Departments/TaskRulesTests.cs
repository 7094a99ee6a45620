using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

public sealed class TaskRulesTests
{
    [Fact]
    public void A_clean_application_passes_by_rule_and_reserves_what_it_needs()
    {
        var play = Requested("clean");

        var decided = play.Sent<ReviewDecided>();
        Assert.Equal((ReviewOutcome.Pass, "rule:bench/1", Now), (decided.Decision.Outcome, decided.Decision.By, decided.Decision.At));
        Assert.Equal((0, 1), (decided.Round, decided.Sequence));
        Assert.Equal(new RegisterKey("place", "clean"), Assert.Single(play.Last.Claims).Key);
        Assert.Equal(["review-requested", "review-decided"], play.Journal.Select(e => e.Kind));
    }

    [Fact]
    public void A_refusal_by_rule_gives_every_reason_and_its_law()
    {
        var decision = Requested("bad").Sent<ReviewDecided>().Decision;

        Assert.Equal(ReviewOutcome.Refuse, decision.Outcome);
        Assert.Equal(["too-long", "too-wide"], decision.Findings.Select(f => f.Code));
        Assert.Equal("too long. too wide.", decision.Reason.En);
        Assert.Equal("the law, art 2; the law, art 3", decision.LegalBasis);
    }

    [Fact]
    public void What_the_rule_leaves_open_goes_to_the_pool_of_the_authority()
    {
        var play = Requested("doubtful");

        Assert.Equal((Pool, ItemLifecycle.Reviewing, 1), (play.Sent<TaskHeld>().Holder, play.Sent<TaskHeld>().Lifecycle, play.Sent<TaskHeld>().Sequence));
        Assert.Equal("look", Assert.Single(play.State!.Open).Code);
    }

    [Fact]
    public void An_item_the_department_has_no_rule_for_goes_to_people()
    {
        var play = new TaskInPlay().Give(Request("clean", item: "parks.tree"));

        Assert.Equal(Pool, play.Sent<TaskHeld>().Holder);
        play.Give(Decide("li", ReviewOutcome.Pass)).Give(Issue(1));
        Assert.Equal(("no-issuer", true), (play.Sent<IssueFailed>().Code, play.Sent<IssueFailed>().Final));
    }

    [Fact]
    public void A_task_comes_from_the_orchestrator_and_from_nobody_else()
    {
        Assert.True(TaskInPlay.Rules.MaySend("orchestrator", null, Request("clean")));
        Assert.False(TaskInPlay.Rules.MaySend("tax", null, Request("clean")));
        Assert.False(TaskInPlay.Rules.MaySend("", Requested("clean").State, TaskInPlay.Cancel));
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("bad")]
    [InlineData("doubtful")]
    public void A_repeated_request_is_answered_with_the_first_answer(string word)
    {
        var play = Requested(word);
        var first = Assert.Single(play.Last.Messages);

        play.IsUnchangedBy(Request(word));
        Assert.Equal(first, Assert.Single(play.Last.Messages));
    }

    [Fact]
    public void A_repeat_after_a_change_of_hands_gives_the_decision_that_stands_under_its_own_number()
    {
        var play = Requested("doubtful").Give(Decide("li", ReviewOutcome.Inspect)).Give(new AssignTask(TaskId, "li", "wang"));
        play.IsUnchangedBy(Request("doubtful"));

        Assert.Equal((ReviewOutcome.Inspect, 2), (Assert.IsType<ReviewDecided>(play.Last.Messages[0].Message).Decision.Outcome, ((ReviewDecided)play.Last.Messages[0].Message).Sequence));
        Assert.Equal(("wang", 3), (Assert.IsType<TaskHeld>(play.Last.Messages[1].Message).Holder, ((TaskHeld)play.Last.Messages[1].Message).Sequence));
    }

    [Fact]
    public void A_task_cancelled_before_its_request_arrives_stays_cancelled()
    {
        var play = new TaskInPlay().Give(Cancel);
        Assert.Empty(play.Last.Messages);

        play.IsUnchangedBy(Request("clean"));
        Assert.Empty(play.Last.Messages);
        Assert.Equal(ItemLifecycle.Cancelled, play.State!.Lifecycle);
    }

    [Fact]
    public void A_task_whose_request_never_came_can_be_shown()
    {
        var state = new TaskInPlay().Give(Cancel).State!;

        Assert.Null(TaskView.Of("parks", state, 1, whole: true).Form);
        Assert.NotNull(TaskView.Of("parks", Requested("clean").State!, 1, whole: true).Form);
    }

    [Fact]
    public void A_task_knows_its_department_by_its_item_whatever_service_handles_it()
    {
        Assert.Equal("parks", Requested("clean").State!.Department);
        Assert.Equal("parks", TaskInPlay.Issued().State!.Holder);
        Assert.Equal("", new TaskInPlay().Give(Cancel).State!.Department);
    }

    [Fact]
    public void A_task_that_was_to_be_stopped_before_its_request_came_is_read_and_shown_without_an_application()
    {
        var stored = Utf8Json.Of(new TaskInPlay().Give(Cancel).State!, TaskJson.Default.TaskState).ToString();

        var view = TaskView.Of("parks", TaskTable.Read(stored), 1, whole: true);

        Assert.Equal((ItemLifecycle.Cancelled, null), (view.Lifecycle, view.Form));
    }

    [Fact]
    public void A_cancellation_after_the_pass_frees_what_was_reserved()
    {
        var play = Requested("clean").Give(Cancel);

        Assert.True(play.Last.ReleasesRegister);
        Assert.Equal(ItemLifecycle.Cancelled, play.State!.Lifecycle);
        Assert.False(play.State.IsOpen);
        play.IsUnchangedBy(Cancel);
        play.IsUnchangedBy(Issue(1));
        Assert.Empty(play.Last.Messages);
    }

    [Fact]
    public void A_cancellation_takes_a_task_out_of_an_officer_s_hands()
    {
        var play = Requested("doubtful").Give(new ClaimTask(TaskId, "li")).Give(Cancel);

        Assert.Equal("task-not-open", play.Give(Decide("li", ReviewOutcome.Pass)).Last.Refusal!.Code);
    }

    [Fact]
    public void Issues_after_the_pass_and_says_when_and_until_when()
    {
        var play = Issued();

        var licence = Assert.Single(play.Sent<LicencesIssued>().Licences);
        Assert.Equal(("bench-1", "bench-permit", Item, Now, new DateOnly(2029, 11, 23)), (licence.Number, licence.Type, licence.Item, licence.IssuedAt, licence.ValidUntil));
        Assert.True(Assert.Single(play.Last.Claims).Lasting);
    }

    [Fact]
    public void A_repeated_issue_is_answered_with_the_same_licences()
    {
        var play = Issued();

        play.IsUnchangedBy(Issue(1));
        Assert.Equal("bench-1", Assert.Single(play.Sent<LicencesIssued>().Licences).Number);
    }

    [Theory]
    [InlineData("doubtful")]
    [InlineData("bad")]
    public void Nothing_is_issued_without_a_pass(string word)
    {
        var play = Requested(word);

        play.IsUnchangedBy(Issue(1));
        Assert.Empty(play.Last.Messages);
    }

    [Theory]
    [InlineData("fragile", false)]
    [InlineData("cursed", true)]
    public void A_failed_issue_can_be_asked_for_once_more_also_when_it_was_final(string word, bool final)
    {
        var play = Requested(word).Give(Issue(1));
        Assert.Equal((1, final), (play.Sent<IssueFailed>().Attempt, play.Sent<IssueFailed>().Final));
        play.IsUnchangedBy(Issue(1));
        Assert.Equal(1, play.Sent<IssueFailed>().Attempt);

        play.Give(Issue(2), number: 2);
        Assert.Equal(2, play.Sent<LicencesIssued>().Attempt);
        Assert.Null(play.State!.Failure);
    }

    [Fact]
    public void What_was_issued_is_revoked_not_cancelled()
    {
        var play = Issued();
        play.IsUnchangedBy(Cancel);

        play.Give(Revoke);
        Assert.Equal(["bench-1"], play.Sent<LicencesRevoked>().Numbers);
        Assert.True(play.Last.ReleasesRegister);
        Assert.Equal(ItemLifecycle.Revoked, play.State!.Lifecycle);
    }

    [Fact]
    public void A_repeated_revocation_is_answered_again()
    {
        var play = Issued().Give(Revoke);

        play.IsUnchangedBy(Revoke);
        Assert.Equal(["bench-1"], play.Sent<LicencesRevoked>().Numbers);
        play.IsUnchangedBy(Issue(2));
    }

    [Fact]
    public void A_revocation_of_what_was_never_issued_is_answered_with_no_numbers() =>
        Assert.Empty(new TaskInPlay().Give(Revoke).Sent<LicencesRevoked>().Numbers);

    [Fact]
    public void A_message_that_no_rule_lists_is_an_error() => Assert.Throws<UnknownMessageException>(() => new TaskInPlay().Give("hello"));
}
