using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>Which departments come to be visited together, and until when they can join.</summary>
public sealed class InspectionPlanningTests : InspectedCase
{
    [Fact]
    public void Departments_that_need_a_visit_within_the_window_are_grouped_into_one()
    {
        var play = Heard().Answered(TaxOffice, ReviewOutcome.Inspect).Answered(SignOffice, ReviewOutcome.Inspect);

        // In the order of the bundle, whoever asked first.
        Assert.Equal([SignOffice, TaxOffice], Participants(play));
        Assert.Equal(InspectionPhase.Planning, play.State.Inspection!.Phase);
        Assert.Equal(["inspection-planned", "inspection-joined"], play.JournalKinds.Where(k => k.StartsWith("inspection", StringComparison.Ordinal)));
    }

    [Fact]
    public void Whoever_could_need_a_visit_too_is_told_that_one_is_planned_and_by_when_to_ask()
    {
        var play = Heard().Passed(Registrar).Answered(SealOffice, ReviewOutcome.Supplement).Answered(TaxOffice, ReviewOutcome.Inspect);

        var told = Assert.Single(play.Notices, n => n.Kind == "inspection-planned");
        Assert.Equal(new Audience(Role.Officer, Department: SignOffice, Region: "430602"), told.To);
        Assert.Contains("2026-11-26", told.Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_department_that_needs_no_visit_never_waits_for_one()
    {
        var play = Heard(optional: [SignOffice]).Answered(SignOffice, ReviewOutcome.Inspect).Passed(Registrar, TaxOffice, SealOffice);

        Assert.Equal(CaseLifecycle.Issuing, play.State.Lifecycle);
        play.Issued(Registrar).Issued(TaxOffice, SealOffice);
        Assert.All([Registrar, TaxOffice, SealOffice], d => Assert.Equal(ItemLifecycle.Issued, play[d].Lifecycle));
        Assert.Equal((ItemLifecycle.InspectionRequested, InspectionPhase.Proposed), (play[SignOffice].Lifecycle, play.State.Inspection!.Phase));
    }

    [Fact]
    public void Planning_is_over_as_soon_as_nobody_is_left_who_could_ask()
    {
        var play = Heard().Answered(TaxOffice, ReviewOutcome.Inspect).Passed(Registrar, SealOffice);
        Assert.Equal(InspectionPhase.Planning, play.State.Inspection!.Phase);

        play.Passed(SignOffice);

        Assert.Equal(InspectionPhase.Proposed, play.State.Inspection!.Phase);
    }

    [Theory]
    [InlineData(ReviewOutcome.Supplement)]
    [InlineData(ReviewOutcome.SpecialProcedure)]
    public void Who_waits_for_the_applicant_or_for_a_procedure_does_not_hold_up_the_planning(ReviewOutcome waits)
    {
        var play = Heard().Passed(Registrar, SealOffice).Answered(SignOffice, waits).Answered(TaxOffice, ReviewOutcome.Inspect);

        Assert.Equal(InspectionPhase.Proposed, play.State.Inspection!.Phase);
        Assert.Equal([TaxOffice], Participants(play));
    }

    [Fact]
    public void Who_has_not_answered_holds_up_the_planning_until_its_limit_and_no_longer()
    {
        var play = Heard().Passed(Registrar, SealOffice).Answered(TaxOffice, ReviewOutcome.Inspect);
        play.Now = DayAt(2026, 11, 27).AddMilliseconds(-1);
        play.Give(new Wake(Id));
        Assert.Equal(InspectionPhase.Planning, play.State.Inspection!.Phase);

        play.Now = DayAt(2026, 11, 27);
        Assert.True(play.WakesAt <= play.Now);
        play.Give(new Wake(Id));

        Assert.Equal(InspectionPhase.Proposed, play.State.Inspection!.Phase);
        Assert.Equal(ItemLifecycle.Reviewing, play[SignOffice].Lifecycle);
    }

    [Fact]
    public void A_department_that_asks_after_times_were_offered_joins_and_the_times_that_do_not_suit_it_are_taken_away()
    {
        Plan = new InspectionPlan(City with { Visits = [.. City.Visits, new VisitDays([DayPart.Afternoon], "a rule", SignOffice)] }, _ => []);
        var play = Heard().Passed(Registrar, SealOffice).Answered(SignOffice, ReviewOutcome.Supplement).Answered(TaxOffice, ReviewOutcome.Inspect);
        Assert.Equal([FirstSlot, FirstSlot with { Part = DayPart.Afternoon }, new(new(2026, 11, 30), DayPart.Morning)], play.State.Inspection!.Slots);

        play.Give(SupplementForAll(play.State));
        play.Answered(SignOffice, ReviewOutcome.Inspect);

        Assert.Equal([SignOffice, TaxOffice], Participants(play));
        Assert.Equal([FirstSlot with { Part = DayPart.Afternoon }], play.State.Inspection!.Slots);
        Assert.Equal(2, play.Notices.Count(n => n.Kind == "inspection-proposed"));
    }

    [Fact]
    public void Where_none_of_the_times_offered_suits_who_joins_others_are_offered()
    {
        Plan = new InspectionPlan(City with { Visits = [.. City.Visits, new VisitDays([DayPart.Morning], "a rule", SignOffice, Weekdays: ["tuesday"])] }, _ => []);
        var play = Heard().Passed(Registrar, SealOffice).Answered(SignOffice, ReviewOutcome.Supplement).Answered(TaxOffice, ReviewOutcome.Inspect);
        play.Give(SupplementForAll(play.State));
        play.Answered(SignOffice, ReviewOutcome.Inspect);

        Assert.Equal([new VisitSlot(new(2026, 12, 1), DayPart.Morning)], play.State.Inspection!.Slots);
        Assert.Equal(InspectionPhase.Proposed, play.State.Inspection.Phase);
    }

    [Fact]
    public void A_department_that_decides_otherwise_leaves_and_the_others_are_visited_all_the_same()
    {
        var play = Agreed(SignOffice, TaxOffice);
        play.Passed(SignOffice);

        Assert.Equal(ItemLifecycle.ReviewPassed, play[SignOffice].Lifecycle);
        Assert.Equal([TaxOffice], Participants(play));
        Assert.Equal(TaxOffice, Assert.Single(play.LastTo<InspectionAppointed>(TaxOffice)).Leader);
        Assert.Empty(play.LastTo<InspectionAppointed>(SignOffice));
    }

    [Theory]
    [InlineData(InspectionPhase.Planning, 0)]
    [InlineData(InspectionPhase.Proposed, 1)]
    [InlineData(InspectionPhase.Appointed, 1)]
    public void When_nobody_is_left_it_is_dropped_and_told_to_the_applicant_who_had_heard_of_it(InspectionPhase phase, int told)
    {
        var play = phase switch
        {
            InspectionPhase.Planning => Heard().Answered(TaxOffice, ReviewOutcome.Inspect),
            InspectionPhase.Proposed => Proposed(TaxOffice),
            _ => Agreed(TaxOffice),
        };
        Assert.Equal(phase, play.State.Inspection!.Phase);
        play.Passed(TaxOffice);

        Assert.Equal(InspectionPhase.Dropped, play.State.Inspection!.Phase);
        Assert.Equal(told, play.Last.Notices.Count(n => n is { Kind: "inspection-dropped", To.Role: Role.Applicant }));
        Assert.DoesNotContain(play.Last.Messages, m => m.Message is InspectionAppointed or InspectionHeld);
    }

    [Fact]
    public void After_one_was_dropped_another_can_be_asked_for()
    {
        var play = Heard().Answered(TaxOffice, ReviewOutcome.Inspect).Passed(TaxOffice).Answered(SignOffice, ReviewOutcome.Inspect);

        Assert.Equal((2, InspectionPhase.Planning), (play.State.Inspection!.Number, play.State.Inspection.Phase));
        Assert.Null(play.State.EarlierInspections);
    }

    [Fact]
    public void When_the_case_ends_it_is_dropped_and_everybody_who_had_the_appointment_is_told()
    {
        var play = Agreed(SignOffice, TaxOffice);
        play.Give(new WithdrawCase(Id, "zhang", "no shop"));

        Assert.Equal((CaseLifecycle.Withdrawn, InspectionPhase.Dropped), (play.State.Lifecycle, play.State.Inspection!.Phase));
        Assert.Equal([SignOffice, TaxOffice], play.Last.Notices.Where(n => n is { Kind: "inspection-dropped", To.Role: Role.Officer }).Select(n => n.To.Department));
        Assert.Contains(play.Last.Notices, n => n is { Kind: "inspection-dropped", To.Role: Role.Applicant });
        Assert.Null(play.WakesAt);
    }

    [Fact]
    public void A_change_of_hands_that_overtook_the_request_joins_once_what_is_asked_is_known()
    {
        var play = Heard();
        play.Give(new TaskHeld { CaseId = Id, TaskId = TaskOf(TaxOffice), Holder = "wang", Lifecycle = ItemLifecycle.InspectionRequested, Sequence = 3 });
        Assert.Null(play.State.Inspection);

        play.Give(play.Answer(TaxOffice, ReviewOutcome.Inspect, sequence: 2));

        Assert.Equal(2, Assert.Single(play.State.Inspection!.Participants).Request);
    }

    [Fact]
    public void A_second_request_of_the_same_department_is_told_the_appointment_again()
    {
        var play = Agreed(TaxOffice);
        play.Answered(TaxOffice, ReviewOutcome.Inspect);

        var told = Assert.Single(play.LastTo<InspectionAppointed>(TaxOffice));
        Assert.Equal((3, 2), (told.Request, told.Revision));
    }

    [Theory]
    [InlineData(new[] { TaxOffice, SignOffice }, TaxOffice)]
    [InlineData(new[] { SealOffice, SignOffice }, SignOffice)]
    [InlineData(new[] { SealOffice }, SignOffice)]
    [InlineData(new string[0], SignOffice)]
    public void Who_leads_is_the_first_of_the_rule_who_takes_part_or_whose_item_stands_first(string[] rule, string leads)
    {
        Plan = new InspectionPlan(City, id => id == "business-start-up" ? rule : []);

        Assert.Equal(leads, Proposed(SignOffice, TaxOffice).State.Inspection!.Leader);
    }
}
