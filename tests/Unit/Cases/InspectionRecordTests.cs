using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>What was found, what absence counts as, and that there is no separate visit later.</summary>
public sealed class InspectionRecordTests : InspectedCase
{
    [Fact]
    public void The_record_is_closed_once_everybody_has_found_and_who_took_part_gets_the_whole_of_it()
    {
        var play = Agreed(SignOffice, TaxOffice);
        OnTheDay(play);
        play.Give(FoundBy(SignOffice));
        Assert.Equal(InspectionPhase.Appointed, play.State.Inspection!.Phase);
        play.Give(FoundBy(TaxOffice, agrees: false, text: "no counter"));

        Assert.Equal(InspectionPhase.Held, play.State.Inspection!.Phase);
        foreach (var department in new[] { SignOffice, TaxOffice })
        {
            var held = Assert.Single(play.LastTo<InspectionHeld>(department));
            Assert.Equal((FirstSlot, "430602", SignOffice), (held.Record!.Slot, held.Record.Region, held.Record.Leader));
            Assert.Equal([(SignOffice, true), (TaxOffice, false)], held.Record.Findings.Select(f => (f.Department, f.Agrees)));
            Assert.Equal("front.jpg", Assert.Single(held.Record.Findings[0].Photographs).Name);
        }
        Assert.DoesNotContain("agreed-by-absence", play.JournalKinds);
        Assert.Contains("1 of 2", Assert.Single(play.Last.Notices, n => n is { Kind: "inspection-held", To.Role: Role.Applicant }).Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_is_entered_once_and_the_first_stays()
    {
        var play = Agreed(SignOffice, TaxOffice);
        OnTheDay(play);
        play.Give(FoundBy(SignOffice));
        var state = play.State;

        Assert.Same(state, play.Give(FoundBy(SignOffice)).State);
        Assert.Same(state, play.Give(FoundBy(SignOffice, agrees: false)).State);
        Assert.Same(state, play.Give(FoundBy(SignOffice, inspection: 2)).State);
    }

    [Fact]
    public void Absence_is_agreement_with_the_rule_quoted_and_recorded_once()
    {
        var play = Agreed(SignOffice, TaxOffice);
        OnTheDay(play);
        play.Give(FoundBy(SignOffice, agrees: false));
        // The visit was on Friday; findings may come through Monday.
        play.Now = DayAt(2026, 12, 1).AddMilliseconds(-1);
        play.Give(new Wake(Id));
        Assert.Equal(InspectionPhase.Appointed, play.State.Inspection!.Phase);

        play.Now = DayAt(2026, 12, 1);
        Assert.True(play.WakesAt <= play.Now);
        play.Give(new Wake(Id));

        var absent = Assert.Single(play.LastTo<InspectionHeld>(TaxOffice)).Record!.Findings.Single(f => f.Department == TaxOffice);
        Assert.Equal((true, "the rule, art 3", Absence.Rule, (string?)null), (absent.Agrees, absent.AbsenceBasis, absent.Finding, absent.By));
        Assert.Equal([Role.Officer, Role.Head], play.Last.Notices.Where(n => n.Kind == "inspection-absence").Select(n => n.To.Role));
        play.Give(new Wake(Id));
        Assert.Equal(1, play.JournalKinds.Count(k => k == "agreed-by-absence"));
        // It agrees to what was seen. Its review goes on.
        Assert.Equal(ItemLifecycle.InspectionRequested, play[TaxOffice].Lifecycle);
    }

    [Fact]
    public void A_finding_that_comes_after_the_record_was_closed_is_kept_and_changes_nothing()
    {
        var play = Agreed(TaxOffice);
        play.Now = DayAt(2026, 12, 1);
        play.Give(new Wake(Id));
        var record = play.State.Inspection!.Findings;

        play.Give(FoundBy(TaxOffice, agrees: false));

        Assert.Equal(record, play.State.Inspection!.Findings);
        Assert.False(Assert.Single(play.State.Inspection.LateFindings!).Finding.Agrees);
        Assert.Equal(["late-finding"], play.Last.Journal.Select(e => e.Kind));
        Assert.Same(play.State, play.Give(FoundBy(TaxOffice, agrees: false)).State);
    }

    [Fact]
    public void A_finding_that_comes_after_its_department_has_decided_stands_in_the_record_all_the_same()
    {
        var play = Agreed(SignOffice, TaxOffice);
        OnTheDay(play);
        play.Passed(SignOffice);
        play.Give(FoundBy(SignOffice));
        play.Give(FoundBy(TaxOffice));

        Assert.Equal([SignOffice, TaxOffice], play.State.Inspection!.Findings.Select(f => f.Finding.Department));
        Assert.Empty(play.LastTo<InspectionHeld>(SignOffice));
    }

    [Theory]
    [InlineData(TaxOffice, SignOffice)]
    [InlineData(SignOffice, TaxOffice)]
    public void When_all_who_are_left_have_found_and_decided_the_record_is_closed_and_not_dropped(string first, string last)
    {
        var play = Agreed(TaxOffice, SignOffice);
        OnTheDay(play);
        play.Give(FoundBy(SignOffice));
        play.Passed(first).Passed(last);

        Assert.Equal((InspectionPhase.Held, 1), (play.State.Inspection!.Phase, play.State.Inspection.Findings.Count));
        Assert.DoesNotContain("agreed-by-absence", play.JournalKinds);
    }

    [Fact]
    public void A_department_that_could_have_come_and_did_not_ask_is_told_that_there_is_no_visit_of_its_own_and_not_what_was_seen()
    {
        var play = Heard().Passed(Registrar, SealOffice).Answered(TaxOffice, ReviewOutcome.Inspect);
        play.Woken();
        while (play.State.Inspection!.Phase != InspectionPhase.Held)
            play.Woken();

        var told = Assert.Single(play.LastTo<InspectionHeld>(SignOffice));
        Assert.Equal((null, Absence), (told.Record, told.Absence));
        // Its request crossed that message: nothing is planned, and it hears so.
        play.Answered(SignOffice, ReviewOutcome.Inspect);
        Assert.Equal((1, InspectionPhase.Held), (play.State.Inspection!.Number, play.State.Inspection.Phase));
        Assert.Empty(play.Last.Messages);
    }

    [Fact]
    public void Who_asks_after_the_day_of_the_visit_is_not_waited_for_and_told_with_the_others_that_it_is_over()
    {
        var play = Heard().Passed(Registrar, SealOffice).Answered(TaxOffice, ReviewOutcome.Inspect);
        while (play.State.Inspection!.Phase != InspectionPhase.Appointed)
            play.Woken();
        play.Now = QuietCity.Time.StartOf(play.State.Inspection.Appointment!.Date.AddDays(1));
        play.Answered(SignOffice, ReviewOutcome.Inspect);
        Assert.Equal([TaxOffice], Participants(play));

        play.Give(FoundBy(TaxOffice));

        Assert.Equal(InspectionPhase.Held, play.State.Inspection!.Phase);
        Assert.Null(Assert.Single(play.LastTo<InspectionHeld>(SignOffice)).Record);
    }

    [Fact]
    public void A_department_that_waited_for_the_applicant_all_the_while_may_still_ask_for_a_visit()
    {
        var play = Heard().Passed(Registrar, SealOffice).Answered(SignOffice, ReviewOutcome.Supplement).Answered(TaxOffice, ReviewOutcome.Inspect);
        while (play.State.Inspection!.Phase != InspectionPhase.Held)
            play.Woken();
        Assert.Empty(play.LastTo<InspectionHeld>(SignOffice));

        play.Give(SupplementForAll(play.State));
        play.Answered(SignOffice, ReviewOutcome.Inspect);

        Assert.Equal((2, InspectionPhase.Proposed), (play.State.Inspection!.Number, play.State.Inspection.Phase));
        Assert.Equal(InspectionPhase.Held, Assert.Single(play.State.EarlierInspections!).Phase);
        // Who took part in the first has no part in the second.
        play.Answered(TaxOffice, ReviewOutcome.Inspect);
        Assert.Equal([SignOffice], Participants(play));
        Assert.Equal(InspectionPhase.Proposed, play.State.Inspection!.Phase);
    }

    [Fact]
    public void A_department_that_has_not_been_heard_of_could_not_join_and_may_ask_later()
    {
        var play = Play().Held(TaxOffice).Passed(Registrar, SealOffice).Answered(TaxOffice, ReviewOutcome.Inspect);
        while (play.State.Inspection!.Phase != InspectionPhase.Held)
            play.Woken();
        Assert.Empty(play.LastTo<InspectionHeld>(SignOffice));

        play.Answered(SignOffice, ReviewOutcome.Inspect);

        Assert.Equal(2, play.State.Inspection!.Number);
    }

    [Fact]
    public void That_a_department_refuses_which_was_absent_is_told_to_the_supervisor()
    {
        var play = Agreed(SignOffice, TaxOffice);
        OnTheDay(play);
        play.Give(FoundBy(SignOffice));
        play.Now = DayAt(2026, 12, 1);
        play.Give(new Wake(Id));
        play.Held(TaxOffice).Held(SignOffice);

        play.Answered(TaxOffice, ReviewOutcome.Refuse);

        Assert.Equal(CaseLifecycle.Refused, play.State.Lifecycle);
        Assert.Equal(new Audience(Role.Supervisor, Region: "430602"), Assert.Single(play.Last.Notices, n => n.Kind == "refused-after-absence").To);
    }

    [Fact]
    public void That_a_department_refuses_which_was_there_is_no_news_to_the_supervisor()
    {
        var play = Agreed(SignOffice, TaxOffice);
        OnTheDay(play);
        play.Give(FoundBy(SignOffice));
        play.Give(FoundBy(TaxOffice));
        play.Held(TaxOffice).Answered(TaxOffice, ReviewOutcome.Refuse);

        Assert.DoesNotContain(play.Last.Notices, n => n.Kind == "refused-after-absence");
    }

    [Fact]
    public void The_visit_s_own_limit_and_the_item_s_clock_count_on_meanwhile()
    {
        var play = new CaseInPlay(terms: Terms with { Inspection = new DayLimit(2, DayUnit.WorkingDay) }, clockOf: null).Answered(SignOffice, ReviewOutcome.Inspect);

        Assert.Equal(new StepClock(ClockKind.Inspection, Start, new DayLimit(2, DayUnit.WorkingDay)), play[SignOffice].Step);
        Assert.Null(play[SignOffice].Clock!.Suspensions);
        play.Held(SignOffice, ItemLifecycle.InspectionRequested, "li");
        Assert.NotNull(play[SignOffice].Step);
        play.Held(SignOffice);
        Assert.Null(play[SignOffice].Step);
    }
}
