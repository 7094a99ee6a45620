using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Unit.Departments;

/// <summary>A department keeps the clock it was given, and enters in it what it does itself.</summary>
public sealed class TaskClockTests
{
    private static readonly TaskClock Given = new() { Start = TaskInPlay.Now, Committed = new(2, DayUnit.WorkingDay), Statutory = new(5, DayUnit.WorkingDay) };

    [Fact]
    public void A_supplement_suspends_from_the_decision_to_the_applicant_s_answer()
    {
        var task = Asked();
        Assert.Equal([new Suspension(TaskInPlay.Now, null, SuspensionCause.Supplement)], task.State!.Clock!.Suspensions!.Select(s => s with { Reason = null }));

        task.Give(TaskInPlay.Supplement(1) with { AnsweredAt = TaskInPlay.Now.AddHours(30) });
        Assert.Equal([new Suspension(TaskInPlay.Now, TaskInPlay.Now.AddHours(30), SuspensionCause.Supplement)], task.State!.Clock!.Suspensions!.Select(s => s with { Reason = null }));
    }

    [Fact]
    public void Without_the_moment_of_the_answer_it_is_that_of_its_arrival() =>
        Assert.Equal([new Suspension(TaskInPlay.Now, TaskInPlay.Now, SuspensionCause.Supplement)], Asked().Give(TaskInPlay.Supplement(1)).State!.Clock!.Suspensions!.Select(s => s with { Reason = null }));

    [Fact]
    public void An_answer_before_the_request_by_another_machine_s_time_ends_it_where_it_began() => Assert.Equal(
        [new Suspension(TaskInPlay.Now, TaskInPlay.Now, SuspensionCause.Supplement)],
        Asked().Give(TaskInPlay.Supplement(1) with { AnsweredAt = TaskInPlay.Now.AddSeconds(-1) }).State!.Clock!.Suspensions!.Select(s => s with { Reason = null }));

    [Fact]
    public void A_special_procedure_lasts_until_the_next_decision()
    {
        var task = new TaskInPlay().Give(TaskInPlay.Request("doubtful") with { Clock = Given }).Give(TaskInPlay.Decide("li", ReviewOutcome.SpecialProcedure));
        Assert.Null(Assert.Single(task.State!.Clock!.Suspensions!).To);

        task.Give(TaskInPlay.Decide("li", ReviewOutcome.Pass));
        Assert.Equal([new Suspension(TaskInPlay.Now, TaskInPlay.Now, SuspensionCause.SpecialProcedure)], task.State!.Clock!.Suspensions!.Select(s => s with { Reason = null }));
    }

    [Fact]
    public void A_request_without_a_clock_leaves_none() => Assert.Null(TaskInPlay.Requested("doubtful").Give(TaskInPlay.Decide("li", ReviewOutcome.Supplement)).State!.Clock);

    private static TaskInPlay Asked() =>
        new TaskInPlay().Give(TaskInPlay.Request("doubtful") with { Clock = Given }).Give(TaskInPlay.Decide("li", ReviewOutcome.Supplement));
}
