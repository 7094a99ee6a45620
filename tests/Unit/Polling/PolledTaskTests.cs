using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Polling;
using OneVisit.Unit.Departments;

namespace OneVisit.Unit.Polling;

/// <summary>What is done next follows from what is remembered and where the task stands.</summary>
public sealed class PolledTaskTests
{
    private static readonly ClosedSystem System = Mapping.System with { Until = TimeSpan.FromDays(20) };
    private static readonly DateTimeOffset Now = TaskInPlay.Now;

    private static readonly PolledTask New = PolledTask.New(TaskInPlay.TaskId, Now);
    /// <summary>Handed in, and due to be asked about.</summary>
    private static readonly PolledTask In = New with { Tries = 1, Reference = "P-1", Round = 0 };

    [Fact]
    public void A_new_task_is_handed_in_and_then_asked_about_when_it_is_due()
    {
        var task = Requested();

        Assert.Equal(PollingStep.HandIn, Next(New, task));
        Assert.Equal(PollingStep.Ask, Next(In, task));
        Assert.Equal(PollingStep.Wait, Next(In with { DueAt = Now.AddSeconds(1) }, task));
        Assert.Equal(PollingStep.Wait, Next(New with { Failures = 1, DueAt = Now.AddSeconds(1) }, task));
    }

    [Fact]
    public void What_may_have_been_handed_in_is_looked_for_first_where_that_can_be_asked()
    {
        var lost = New with { Tries = 1 };

        Assert.Equal(PollingStep.Find, Next(lost, Requested()));
        Assert.Equal(PollingStep.HandIn, lost.Next(System with { Find = null }, Requested(), Now));
        Assert.Equal(PollingStep.Find, Next(lost, Given(TaskInPlay.Cancel)));
    }

    [Fact]
    public void What_somebody_holds_is_left_to_them_and_what_the_applicant_has_to_the_applicant()
    {
        Assert.Equal(PollingStep.Rest, Next(New, Given(new ClaimTask(TaskInPlay.TaskId, "li-si"))));
        Assert.Equal(PollingStep.Rest, Next(In, Given(new ClaimTask(TaskInPlay.TaskId, "li-si"))));
        Assert.Equal(PollingStep.Ask, Next(In, Received()));
        Assert.Equal(PollingStep.Rest, Next(In, Asked()));
    }

    [Fact]
    public void A_supplement_is_handed_in_again_and_then_asked_about()
    {
        var supplemented = new TaskRulesRun(Asked()).Give(TaskInPlay.Supplement(1));

        Assert.Equal(PollingStep.HandIn, Next(In with { DueAt = null }, supplemented));
        Assert.Equal(PollingStep.HandIn, Next(In with { DueAt = Now.AddHours(1) }, supplemented));
        Assert.Equal(PollingStep.Ask, Next(In with { Round = 1 }, supplemented));
    }

    [Fact]
    public void A_promised_paper_that_comes_is_handed_in_and_after_the_review_only_where_additions_are_taken()
    {
        var promising = new SystemInPlay().Give(SystemInPlay.Request with { Promised = [new PromisedMaterial("photo", new DateOnly(2026, 12, 24))] }).State!;
        var passed = new TaskRulesRun(promising).Give(Decide(ReviewOutcome.Pass));
        var here = new ProvideMaterials { CaseId = TaskInPlay.Case, TaskId = TaskInPlay.TaskId, Materials = [new MaterialReference { Material = "photo", Name = "p.jpg" }], ProvidedAt = Now };

        Assert.Equal(PollingStep.Ask, Next(In, promising));
        Assert.Equal(PollingStep.HandIn, Next(In with { DueAt = Now.AddHours(1) }, new TaskRulesRun(promising).Give(here)));
        Assert.Equal(PollingStep.Ask, Next(In with { Papers = 1 }, new TaskRulesRun(promising).Give(here)));
        Assert.Equal(PollingStep.Rest, Next(In, passed));
        var complete = new TaskRulesRun(passed).Give(here);
        Assert.Equal(PollingStep.HandIn, Next(In with { DueAt = null }, complete));
        Assert.Equal(PollingStep.Wait, Next(In with { Failures = 1, DueAt = Now.AddSeconds(1) }, complete));
        Assert.Equal(PollingStep.Rest, In.Next(System with { Supplement = null }, complete, Now));
        Assert.Equal(PollingStep.Rest, Next(In with { Papers = 1 }, complete));
    }

    [Fact]
    public void What_has_passed_rests_until_it_is_to_be_issued_and_is_forgotten_when_it_is()
    {
        var passed = new TaskRulesRun(Requested()).Give(Decide(ReviewOutcome.Pass));
        var ordered = new TaskRulesRun(passed).Give(SystemInPlay.Order(1));

        Assert.Equal(PollingStep.Rest, Next(In, passed));
        Assert.Equal(PollingStep.Order, Next(In with { DueAt = null }, ordered));
        Assert.Equal(PollingStep.Ask, Next(In with { Attempt = 1 }, ordered));
        Assert.Equal(PollingStep.Order, Next(In with { Attempt = 1 }, new TaskRulesRun(ordered).Give(SystemInPlay.Order(2))));
        // Of what people have passed the system knows nothing.
        Assert.Equal(PollingStep.Rest, Next(New, ordered));
        Assert.Equal(PollingStep.Forget, Next(In with { Attempt = 1 }, new TaskRulesRun(ordered).Give(SystemInPlay.Licences())));
    }

    [Fact]
    public void What_ended_otherwise_than_by_its_own_word_is_withdrawn_there()
    {
        Assert.Equal(PollingStep.Withdraw, Next(In, Given(TaskInPlay.Cancel)));
        Assert.Equal(PollingStep.Withdraw, Next(In, Given(TaskInPlay.Decide("li-si", ReviewOutcome.Refuse))));
        Assert.Equal(PollingStep.Forget, Next(In, Given(Decide(ReviewOutcome.Refuse))));
        Assert.Equal(PollingStep.Forget, Next(New, Given(TaskInPlay.Cancel)));
        Assert.Equal(PollingStep.Forget, In.Next(System with { Cancel = null }, Given(TaskInPlay.Cancel), Now));
        var withdrawing = In with { Phase = PolledTask.Withdrawing };
        Assert.Equal(PollingStep.Wait, Next(withdrawing with { DueAt = Now.AddSeconds(1) }, Given(TaskInPlay.Cancel)));
        Assert.Equal(PollingStep.Abandon, Next(withdrawing with { Since = Now.AddDays(-20) }, Given(TaskInPlay.Cancel)));
        Assert.Equal(PollingStep.Withdraw, Next(In with { Phase = PolledTask.GivenUp }, Given(TaskInPlay.Cancel)));
    }

    [Theory]
    [InlineData(-20, PollingStep.GiveUp)]
    [InlineData(-19, PollingStep.Ask)]
    public void After_its_time_people_take_over_and_it_is_asked_about_no_more(int since, object step)
    {
        Assert.Equal(step, Next(In with { Since = Now.AddDays(since) }, Received()));
        var ordered = new TaskRulesRun(new TaskRulesRun(Requested()).Give(Decide(ReviewOutcome.Pass))).Give(SystemInPlay.Order(1));
        Assert.Equal(step, Next(In with { Attempt = 1, Since = Now.AddDays(since) }, ordered));
        Assert.Equal(PollingStep.Rest, Next(In with { Phase = PolledTask.GivenUp, Since = Now.AddDays(since) }, Requested()));
        Assert.Equal(since == -20 ? PollingStep.GiveUp : PollingStep.Find, Next(New with { Tries = 5, Failures = 5, Since = Now.AddDays(since) }, Requested()));
    }

    [Fact]
    public void A_pause_grows_with_the_same_answer_and_faster_with_failures_up_to_the_longest()
    {
        Assert.Equal([30, 45, 67.5, 600], new long[] { 0, 1, 2, 50 }.Select(n => System.DelayAfterAnswer(n, 0.5).TotalSeconds));
        Assert.Equal([60, 120, 600], new long[] { 1, 2, long.MaxValue }.Select(n => System.DelayAfterFailure(n, 0.5).TotalSeconds));
        Assert.Equal((24, 36), (System.DelayAfterAnswer(0, 0).TotalSeconds, System.DelayAfterAnswer(0, 1).TotalSeconds));
    }

    [Fact]
    public void Given_back_a_task_is_in_the_pool_and_the_head_is_told_once()
    {
        var given = new GiveBackTask(TaskInPlay.TaskId, System.Subject, Now);
        var play = new SystemInPlay().Give(SystemInPlay.Request).Give(SystemInPlay.Receive(by: System.Subject));
        play.Give(given);

        Assert.Equal((TaskInPlay.Pool, ItemLifecycle.Reviewing), (play.State!.Holder, play.State.Lifecycle));
        var notice = Assert.Single(play.Last.Notices);
        Assert.Equal(("system-silent", Kit.Identity.Role.Head, "parks", "430602"), (notice.Kind, notice.To.Role, notice.To.Department, notice.To.Region));
        play.IsUnchangedBy(given);
        Assert.Empty(play.Last.Notices);
        // Whoever has it by now keeps it.
        play.Give(new ClaimTask(TaskInPlay.TaskId, "li-si")).Give(given with { Since = Now.AddDays(1) });
        Assert.Equal("li-si", play.State.Holder);
        play.Give(TaskInPlay.Cancel);
        play.IsUnchangedBy(given with { Since = Now.AddDays(2) });
    }

    private static PollingStep Next(PolledTask row, TaskState task) => row.Next(System, task, Now);

    private static TaskState Requested() => new SystemInPlay().Give(SystemInPlay.Request).State!;

    private static TaskState Received() => Given(SystemInPlay.Receive(by: System.Subject));

    private static TaskState Asked() => new TaskRulesRun(Received()).Give(Decide(ReviewOutcome.Supplement));

    private static TaskState Given(object message) => new TaskRulesRun(Requested()).Give(message);

    private static DecideTask Decide(ReviewOutcome outcome) => TaskInPlay.Decide(System.Subject, outcome) with { BySystem = true };

    private sealed class TaskRulesRun(TaskState state)
    {
        public TaskState Give(object message)
        {
            var needs = SystemInPlay.Rules.NeedsOf(state, message, Now);
            var facts = new Kit.UnitOfWork.Facts(new Dictionary<Kit.UnitOfWork.RegisterKey, Kit.UnitOfWork.RegisterEntry>(), needs.Numbers.ToDictionary(n => n.Sequence, _ => 7L));
            var decision = SystemInPlay.Rules.Decide(state, message, facts, Now);
            Assert.Null(decision.Refusal);
            return decision.State!;
        }
    }
}
