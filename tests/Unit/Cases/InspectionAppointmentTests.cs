using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>When the visit is: offered, agreed to, fixed unanswered, moved.</summary>
public sealed class InspectionAppointmentTests : InspectedCase
{
    [Fact]
    public void The_applicant_is_offered_times_and_agrees_to_one_of_them()
    {
        var play = Proposed(SignOffice, TaxOffice);
        var offered = Assert.Single(play.Notices, n => n.Kind == "inspection-proposed");
        Assert.Equal(new Audience(Role.Applicant, "zhang"), offered.To);
        Assert.Contains("27 November 2026, morning; 27 November 2026, afternoon; 30 November 2026, morning", offered.Text.En, StringComparison.Ordinal);
        Assert.Contains("2026年11月27日上午", offered.Text.Zh, StringComparison.Ordinal);
        var chosen = play.State.Inspection!.Slots[1];

        play.Give(new AgreeToInspection(Id, "zhang", chosen));

        Assert.Equal((InspectionPhase.Appointed, chosen, "zhang"), (play.State.Inspection!.Phase, play.State.Inspection.Appointment, play.State.Inspection.AgreedBy));
        foreach (var department in new[] { SignOffice, TaxOffice })
        {
            var told = Assert.Single(play.LastTo<InspectionAppointed>(department));
            Assert.Equal((1, 1, 2, chosen, SignOffice, Absence), (told.Inspection, told.Revision, told.Request, told.Slot, told.Leader, told.Absence));
            Assert.Equal([SignOffice, TaxOffice], told.Participants.Select(p => p.Department));
            Assert.Contains(play.Last.Notices, n => n.Kind == "inspection-appointed" && n.To == new Audience(Role.Officer, Department: department, Region: "430602") && n.Text.En.Contains("the rule, art 3", StringComparison.Ordinal));
        }
        Assert.Empty(play.LastTo<InspectionAppointed>(SealOffice));
        Assert.Contains(play.Last.Notices, n => n is { Kind: "inspection-appointed", To.Role: Role.Applicant });
    }

    [Fact]
    public void The_same_agreement_again_is_harmless_and_another_is_refused()
    {
        var play = Proposed(TaxOffice);
        var slots = play.State.Inspection!.Slots;
        play.Give(new AgreeToInspection(Id, "zhang", slots[0]));
        var state = play.State;

        Assert.Same(state, play.Give(new AgreeToInspection(Id, "zhang", slots[0])).State);
        Assert.Null(play.Last.Refusal);
        Assert.Equal((409, "appointed-already"), RefusalOf(play.Give(new AgreeToInspection(Id, "zhang", slots[1]))));
    }

    [Fact]
    public void What_was_not_offered_or_has_passed_cannot_be_agreed_to()
    {
        var play = Heard();
        Assert.Equal((409, "no-inspection-proposed"), RefusalOf(play.Give(new AgreeToInspection(Id, "zhang", FirstSlot))));
        play.Answered(TaxOffice, ReviewOutcome.Inspect);
        Assert.Equal((409, "no-inspection-proposed"), RefusalOf(play.Give(new AgreeToInspection(Id, "zhang", FirstSlot))));
        play.Passed(Registrar, SignOffice, SealOffice);

        Assert.Equal((422, "unknown-slot"), RefusalOf(play.Give(new AgreeToInspection(Id, "zhang", FirstSlot with { Date = new(2026, 11, 26) }))));
        play.Now = DayAt(2026, 11, 27);
        Assert.Equal((422, "slot-has-passed"), RefusalOf(play.Give(new AgreeToInspection(Id, "zhang", FirstSlot))));
        Assert.Equal(InspectionPhase.Proposed, play.State.Inspection!.Phase);
    }

    [Fact]
    public void A_time_of_today_can_be_agreed_to_where_the_city_makes_visits_the_same_day()
    {
        Plan = new InspectionPlan(City with { Slots = City.Slots with { DaysAhead = 0 } }, _ => []);
        var play = Proposed(TaxOffice);

        play.Give(new AgreeToInspection(Id, "zhang", new VisitSlot(new(2026, 11, 24), DayPart.Afternoon)));

        Assert.Equal(new DateOnly(2026, 11, 24), play.State.Inspection!.Appointment!.Date);
    }

    [Fact]
    public void Unanswered_the_first_time_that_still_lies_ahead_is_fixed_and_told()
    {
        var play = Proposed(TaxOffice);
        play.Now = DayAt(2026, 11, 27).AddMilliseconds(-1);
        play.Give(new Wake(Id));
        Assert.Equal(InspectionPhase.Proposed, play.State.Inspection!.Phase);

        play.Now = DayAt(2026, 11, 27);
        Assert.True(play.WakesAt <= play.Now);
        play.Give(new Wake(Id));

        // Of the 27th nobody could learn the day before.
        Assert.Equal((new VisitSlot(new(2026, 11, 30), DayPart.Morning), "rule:inspection-unanswered/1"), (play.State.Inspection!.Appointment, play.State.Inspection.AgreedBy));
        Assert.Contains(play.Last.Notices, n => n is { Kind: "inspection-appointed", To.Role: Role.Applicant });
        Assert.Single(play.LastTo<InspectionAppointed>(TaxOffice));
    }

    [Fact]
    public void Where_no_time_offered_lies_ahead_any_more_others_are_offered_and_not_fixed_unseen()
    {
        var play = Proposed(TaxOffice);
        play.Now = DayAt(2026, 12, 7);
        play.Give(new Wake(Id));

        Assert.Equal((InspectionPhase.Proposed, new(new(2026, 12, 10), DayPart.Morning)), (play.State.Inspection!.Phase, play.State.Inspection.Slots[0]));
        Assert.Contains("10 December 2026, morning", Assert.Single(play.Last.Notices, n => n.Kind == "inspection-proposed").Text.En, StringComparison.Ordinal);
        var offered = play.State.Inspection.Slots;
        play.Now = DayAt(2026, 12, 10);
        play.Give(new Wake(Id));
        Assert.Contains(play.State.Inspection!.Appointment!, offered);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 3)]
    [InlineData(20, 3)]
    public void However_long_the_applicant_may_choose_and_however_soon_visits_are_made_what_is_fixed_was_offered(int consent, int offered)
    {
        Plan = new InspectionPlan(City with { Consent = City.Consent with { Days = consent }, Slots = City.Slots with { DaysAhead = 1, Offered = offered } }, _ => []);
        var play = Proposed(TaxOffice);
        var (slots, end) = (play.State.Inspection!.Slots, new Kit.Clocks.Deadlines(QuietCity.National, QuietCity.Time).LastDayOf(play.State.Inspection));
        Assert.Equal(offered, slots.Count);

        play.Now = QuietCity.Time.StartOf(end.AddDays(1));
        play.Give(new Wake(Id));

        Assert.Equal(InspectionPhase.Appointed, play.State.Inspection!.Phase);
        Assert.Contains(play.State.Inspection.Appointment!, slots);
    }

    [Fact]
    public void Once_no_time_is_left_to_choose_the_applicant_is_waited_for_no_longer()
    {
        Plan = new InspectionPlan(City with { Consent = City.Consent with { Days = 20 } }, _ => []);
        var inspection = Proposed(TaxOffice).State.Inspection!;

        Assert.Equal(new DateOnly(2026, 11, 26), new Kit.Clocks.Deadlines(QuietCity.National, QuietCity.Time).LastDayOf(inspection with { Slots = [.. inspection.Slots.Take(2)] }));
    }

    [Fact]
    public void The_supervisor_is_told_when_the_authorities_have_no_time_in_common_and_the_leader_s_are_offered()
    {
        Plan = new InspectionPlan(
            City with { Visits = [.. City.Visits, new VisitDays([DayPart.Morning], "a rule", SignOffice), new VisitDays([DayPart.Afternoon], "a rule", TaxOffice)] }, _ => []);
        var play = Proposed(SignOffice, TaxOffice);

        Assert.All(play.State.Inspection!.Slots, s => Assert.Equal(DayPart.Morning, s.Part));
        Assert.Equal(new Audience(Role.Supervisor, Region: "430602"), Assert.Single(play.Notices, n => n.Kind == "inspection-no-common-time").To);
    }

    [Fact]
    public void Who_asks_once_there_is_an_appointment_comes_along_and_everybody_learns_of_it()
    {
        var play = Heard().Passed(Registrar, SealOffice).Answered(SignOffice, ReviewOutcome.Supplement).Answered(TaxOffice, ReviewOutcome.Inspect);
        play.Give(new AgreeToInspection(Id, "zhang", FirstSlot));
        play.Give(SupplementForAll(play.State));

        play.Answered(SignOffice, ReviewOutcome.Inspect);

        Assert.Equal(FirstSlot, play.State.Inspection!.Appointment);
        Assert.Equal((2, SignOffice), (Assert.Single(play.LastTo<InspectionAppointed>(TaxOffice)).Revision, Assert.Single(play.LastTo<InspectionAppointed>(SignOffice)).Leader));
        Assert.DoesNotContain(play.Last.Notices, n => n.Kind == "inspection-clash");
    }

    [Fact]
    public void Who_asks_late_and_makes_no_visits_then_joins_all_the_same_and_the_leader_and_the_supervisor_are_told()
    {
        Plan = new InspectionPlan(City with { Visits = [.. City.Visits, new VisitDays([DayPart.Afternoon], "a rule", SignOffice)] }, _ => [TaxOffice]);
        var play = Heard().Passed(Registrar, SealOffice).Answered(SignOffice, ReviewOutcome.Supplement).Answered(TaxOffice, ReviewOutcome.Inspect);
        play.Give(new AgreeToInspection(Id, "zhang", FirstSlot));
        play.Give(SupplementForAll(play.State));
        play.Answered(SignOffice, ReviewOutcome.Inspect);

        Assert.Equal(FirstSlot, play.State.Inspection!.Appointment);
        Assert.Equal([(Role.Officer, TaxOffice), (Role.Supervisor, null)], play.Last.Notices.Where(n => n.Kind == "inspection-clash").Select(n => (n.To.Role, n.To.Department)));
    }

    [Fact]
    public void The_leader_moves_the_appointment_before_its_day_and_the_applicant_reads_why()
    {
        var play = Agreed(SignOffice, TaxOffice);
        var moved = Move(SignOffice, new(new(2026, 12, 2), DayPart.Afternoon));

        play.Give(moved);

        Assert.Equal(moved.Slot, play.State.Inspection!.Appointment);
        Assert.All([SignOffice, TaxOffice], d => Assert.Equal((2, moved.Slot), (Assert.Single(play.LastTo<InspectionAppointed>(d)).Revision, Assert.Single(play.LastTo<InspectionAppointed>(d)).Slot)));
        Assert.Contains("the road is closed", Assert.Single(play.Last.Notices, n => n.To.Role == Role.Applicant).Text.En, StringComparison.Ordinal);
        // Once more, and it is another appointment by now.
        Assert.Same(play.State, play.Give(moved).State);
    }

    [Fact]
    public void Nobody_but_the_leader_moves_it_and_not_once_its_day_has_come()
    {
        var play = Agreed(SignOffice, TaxOffice);
        var later = new VisitSlot(new(2026, 12, 2), DayPart.Afternoon);

        Assert.Same(play.State, play.Give(Move(TaxOffice, later)).State);
        Assert.Same(play.State, play.Give(Move(SignOffice, later) with { Revision = 2 }).State);
        Assert.Same(play.State, play.Give(Move(SignOffice, later) with { Inspection = 2 }).State);
        Assert.Same(play.State, play.Give(Move(SignOffice, later with { Date = new(2026, 11, 24) })).State);
        OnTheDay(play);
        Assert.Same(play.State, play.Give(Move(SignOffice, later)).State);
    }

    private static InspectionMoved Move(string department, VisitSlot slot) => new()
    {
        CaseId = Id,
        TaskId = TaskOf(department),
        Inspection = 1,
        Revision = 1,
        Slot = slot,
        By = "li",
        Reason = new Text("道路封闭", "the road is closed"),
    };

    private static (int, string)? RefusalOf(Decision<CaseState> decision) => decision.Refusal is { } refusal ? (refusal.Status, refusal.Code) : null;
}
