using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using static OneVisit.Unit.Departments.TaskInPlay;

namespace OneVisit.Unit.Departments;

/// <summary>A task that waits for the joint inspection, which is on Tuesday, 1 December 2026.</summary>
public sealed class TaskInspectionTests
{
    private static readonly CityTime Time = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
    private static readonly TaskRules Counting = new(_ => null, Time);
    private static readonly VisitSlot Slot = new(new DateOnly(2026, 12, 1), DayPart.Morning);
    private static readonly DateTimeOffset TheDay = Time.StartOf(Slot.Date);
    private static readonly AbsenceRule Absence = new(new Text("缺席视为同意", "absence is agreement"), "the rule, art 3");
    private static readonly Photograph Front = new("front.jpg", $"sha256:{new string('a', 64)}");

    private TaskState? _state;

    [Fact]
    public void The_appointment_is_shown_with_its_leader_and_participants()
    {
        Asked();
        Assert.Null(_state!.Inspection);

        Assert.Empty(Give(Appointed()).Messages);

        Assert.Equal((Slot, "parks", false), (_state.Inspection!.Slot, _state.Inspection.Leader, _state.Inspection.IsOver));
        var view = TaskView.Of("parks", _state, 3, whole: false).Inspection!;
        Assert.Equal((Slot, "parks", Absence), (view.Slot, view.Leader, view.Absence));
        Assert.Equal(["parks.bench", "fire.check"], view.Participants.Select(p => p.Item));
    }

    [Fact]
    public void An_older_appointment_that_comes_late_is_dropped_and_a_newer_holds()
    {
        Asked();
        Give(Appointed(revision: 2));
        Assert.Same(_state, Give(Appointed(revision: 1)).State);
        Assert.Same(_state, Give(Appointed(revision: 2)).State);

        Give(Appointed(revision: 3) with { Slot = Slot with { Part = DayPart.Afternoon } });

        Assert.Equal(DayPart.Afternoon, _state!.Inspection!.Slot!.Part);
    }

    [Fact]
    public void An_appointment_that_an_earlier_request_was_given_comes_too_late()
    {
        Asked();
        Give(Decide("li", ReviewOutcome.Supplement));
        Assert.Same(_state, Give(Appointed()).State);
        Give(TaskInPlay.Supplement(1));
        Give(Decide("li", ReviewOutcome.Inspect));

        Assert.Same(_state, Give(Appointed()).State);
        Give(Appointed() with { Request = _state!.DecisionSequence, Revision = 2 });
        Assert.NotNull(_state.Inspection);
    }

    [Fact]
    public void Deciding_otherwise_leaves_the_visit_and_forgets_its_appointment()
    {
        Asked();
        Give(Appointed());
        Give(Decide("li", ReviewOutcome.SpecialProcedure));
        Assert.Null(_state!.Inspection);

        Give(Decide("li", ReviewOutcome.Pass));
        Assert.Equal(ItemLifecycle.ReviewPassed, _state.Lifecycle);
    }

    [Fact]
    public void What_was_found_is_entered_from_the_day_of_the_visit_on_and_told()
    {
        Asked();
        Assert.Equal("no-inspection", Give(Find(), TheDay).Refusal!.Code);
        Give(Appointed());
        Assert.Equal("before-the-visit", Give(Find(), TheDay.AddMilliseconds(-1)).Refusal!.Code);

        var told = Assert.IsType<InspectionFound>(Assert.Single(Give(Find(agrees: false), TheDay).Messages).Message);

        Assert.Equal((1, false, "li", TheDay), (told.Inspection, told.Agrees, told.By, told.At));
        Assert.Equal([Front], told.Photographs);
        Assert.Equal((false, "parks"), (_state!.Inspection!.Finding!.Agrees, _state.Inspection.Finding.Department));
        Assert.Equal(ItemLifecycle.InspectionRequested, _state.Lifecycle);
    }

    [Fact]
    public void The_same_finding_again_is_harmless_and_another_is_refused()
    {
        Asked();
        Give(Appointed());
        Give(Find(), TheDay);

        Assert.Same(_state, Give(Find(), TheDay.AddDays(3)).State);
        Assert.Null(Give(Find(), TheDay).Refusal);
        Assert.Equal("found-already", Give(Find(agrees: false), TheDay).Refusal!.Code);
        Assert.Equal("found-already", Give(Find() with { Photographs = [] }, TheDay).Refusal!.Code);
    }

    [Fact]
    public void A_finding_stays_when_the_appointment_is_told_anew_and_when_the_task_is_decided()
    {
        Asked();
        Give(Appointed());
        Give(Find(), TheDay);
        Give(Appointed(revision: 2), TheDay);
        Assert.NotNull(_state!.Inspection!.Finding);
        Give(Decide("li", ReviewOutcome.Pass), TheDay);

        Assert.NotNull(_state.Inspection!.Finding);
        Assert.Equal("found-already", Give(Find(agrees: false), TheDay).Refusal!.Code);
    }

    [Fact]
    public void Another_officer_s_task_gets_no_finding_of_mine()
    {
        Asked();
        Give(Appointed());

        Assert.Equal("held-by-another", Give(Find() with { By = "wang" }, TheDay).Refusal!.Code);
    }

    [Fact]
    public void Once_it_is_over_the_task_is_open_again_with_the_whole_record()
    {
        Asked();
        Give(Appointed());
        Give(Find(), TheDay);

        var told = Assert.IsType<TaskHeld>(Assert.Single(Give(Held()).Messages).Message);

        Assert.Equal((ItemLifecycle.Reviewing, "li", _state!.Sequence), (told.Lifecycle, told.Holder, told.Sequence));
        Assert.Equal(2, TaskView.Of("parks", _state, 3, whole: false).Inspection!.Record!.Findings.Count);
        Assert.Same(_state, Give(Held()).State);
        Assert.Null(Give(Decide("li", ReviewOutcome.Pass)).Refusal);
        Assert.Equal(ItemLifecycle.ReviewPassed, _state.Lifecycle);
    }

    [Fact]
    public void Absence_stands_as_this_department_s_finding_and_nothing_can_be_entered_any_more()
    {
        Asked();
        Give(Appointed());
        Give(Held());

        Assert.Equal("the rule, art 3", _state!.Inspection!.Finding!.AbsenceBasis);
        Assert.True(_state.Inspection.Finding.Agrees);
        var refused = Give(Find(agrees: false), TheDay).Refusal!;
        Assert.Equal((409, "inspection-closed"), (refused.Status, refused.Code));
        Assert.Contains("the rule, art 3", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void There_is_no_separate_visit_for_who_came_was_absent_or_could_have_come(bool tookPart)
    {
        Give(TaskInPlay.Request("doubtful"));
        if (tookPart)
        {
            Give(Decide("li", ReviewOutcome.Inspect));
            Give(Appointed());
        }
        Give(tookPart ? Held() : Held() with { Record = null });

        Assert.Equal(ItemLifecycle.Reviewing, _state!.Lifecycle);
        // Also not as the repeat of a request from before.
        var refused = Give(Decide("li", ReviewOutcome.Inspect)).Refusal!;
        Assert.Equal((409, "no-separate-visit"), (refused.Status, refused.Code));
        Assert.Contains("absence is agreement (the rule, art 3)", refused.Message, StringComparison.Ordinal);
        Assert.Null(Give(Decide("li", ReviewOutcome.Supplement)).Refusal);
        Give(TaskInPlay.Supplement(1));
        Assert.Equal("no-separate-visit", Give(Decide("li", ReviewOutcome.Inspect)).Refusal!.Code);
    }

    [Fact]
    public void A_request_that_crossed_the_end_of_the_visit_is_open_again_when_that_is_heard()
    {
        Asked();

        Assert.IsType<TaskHeld>(Assert.Single(Give(Held() with { Record = null }).Messages).Message);

        Assert.Equal(ItemLifecycle.Reviewing, _state!.Lifecycle);
        // The appointment of the visit that is over comes last.
        Assert.Same(_state, Give(Appointed()).State);
    }

    [Fact]
    public void What_is_over_says_nothing_to_a_task_that_is_decided_or_was_never_requested()
    {
        Assert.Null(Give(Held()).State);
        Assert.Null(Give(Appointed()).State);
        Asked();
        Give(Decide("li", ReviewOutcome.Pass));

        Assert.Same(_state, Give(Held()).State);
        Assert.Equal("task-not-open", Give(Find(), TheDay).Refusal!.Code);
    }

    [Fact]
    public void The_leader_s_people_ask_for_another_time_before_the_day_and_nobody_else()
    {
        Asked();
        Assert.Equal("no-inspection", Give(Move()).Refusal!.Code);
        Give(Appointed());

        var told = Assert.IsType<InspectionMoved>(Assert.Single(Give(Move()).Messages).Message);

        Assert.Equal((1, 1, "li"), (told.Inspection, told.Revision, told.By));
        Assert.Equal(Slot, _state!.Inspection!.Slot);
        Assert.Equal("held-by-another", Give(Move() with { By = "wang" }).Refusal!.Code);
        Assert.Equal(["/slot slot-has-passed"], Give(Move() with { Slot = Slot with { Date = new(2026, 11, 24) } }).Refusal!.Faults!.Select(f => $"{f.Pointer} {f.Code}"));
        Assert.Empty(Give(Move() with { Slot = Slot }).Messages);
        Assert.Equal("visit-has-come", Give(Move(), TheDay).Refusal!.Code);
        Give(Appointed(revision: 2) with { Leader = "fire" });
        Assert.Equal("not-the-leader", Give(Move()).Refusal!.Code);
        Give(Held());
        Assert.Equal("no-inspection", Give(Move()).Refusal!.Code);
    }

    private void Asked()
    {
        Give(TaskInPlay.Request("doubtful"));
        Give(Decide("li", ReviewOutcome.Inspect));
        Assert.Equal(ItemLifecycle.InspectionRequested, _state!.Lifecycle);
    }

    private static InspectionAppointed Appointed(int revision = 1) => new()
    {
        CaseId = Case,
        TaskId = TaskId,
        Inspection = 1,
        Revision = revision,
        Request = 2,
        Slot = Slot,
        Leader = "parks",
        Participants = [new InspectionParty("parks.bench", "parks"), new InspectionParty("fire.check", "fire")],
        Absence = Absence,
    };

    private InspectionHeld Held() => new()
    {
        CaseId = Case,
        TaskId = TaskId,
        Inspection = 1,
        Absence = Absence,
        Record = new InspectionRecord
        {
            Slot = Slot,
            Region = "430602",
            Leader = "parks",
            Findings =
            [
                new InspectionFinding { Item = "fire.check", Department = "fire", Agrees = false, Finding = new Text("无出口", "no exit"), By = "zhao", At = TheDay },
                _state?.Inspection?.Finding ?? new InspectionFinding { Item = "parks.bench", Department = "parks", Agrees = true, Finding = Absence.Rule, At = TheDay, AbsenceBasis = Absence.Basis },
            ],
        },
    };

    private static EnterFinding Find(bool agrees = true) => new(TaskId, "li", agrees, new Text("与图纸一致", "as drawn"), [Front]);

    private static MoveInspection Move() => new(TaskId, "li", new VisitSlot(new DateOnly(2026, 12, 3), DayPart.Morning), new Text("道路封闭", "the road is closed"));

    private Decision<TaskState> Give(object message, DateTimeOffset? now = null)
    {
        var decision = Counting.Decide(_state, message, Facts.None, now ?? Now);
        _state = decision.State;
        return decision;
    }
}
