using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Orchestrator.Cases;
using static OneVisit.Unit.Cases.CaseInPlay;

namespace OneVisit.Unit.Cases;

/// <summary>
/// A case in which departments need a visit. It is Tuesday, 24 November 2026. Who needs a visit too joins through Thursday the 26th; the first time offered lies
/// three working days ahead; the applicant has two working days to choose, and departments one after the visit to enter what they found.
/// </summary>
public abstract class InspectedCase : TimedCase
{
    private protected static readonly AbsenceRule Absence = new(new Text("缺席视为同意", "absence is agreement"), "the rule, art 3");

    private protected static readonly CityInspections City = new()
    {
        Planning = new TimeLimit(2, DayUnit.WorkingDay, "a rule"),
        Consent = new TimeLimit(2, DayUnit.WorkingDay, "a rule"),
        Findings = new TimeLimit(1, DayUnit.WorkingDay, "a rule"),
        Absence = Absence,
        Slots = new SlotOffer(3, 3, 5, "a rule"),
        Visits = [new VisitDays([DayPart.Morning, DayPart.Afternoon], "a rule")],
    };

    private protected InspectedCase() => Plan = new InspectionPlan(City, _ => []);

    /// <summary>The first time offered when planning closes on the first day.</summary>
    private protected static VisitSlot FirstSlot { get; } = new(new DateOnly(2026, 11, 27), DayPart.Morning);

    /// <summary>Each department has the task in hand, and nobody has decided anything.</summary>
    private protected CaseInPlay Heard(string[]? optional = null)
    {
        var play = Play(optional: optional);
        foreach (var department in All)
            play.Held(department);
        return play;
    }

    /// <summary>These departments ask for a visit, the others pass, and the applicant agrees to the first time offered.</summary>
    private protected CaseInPlay Agreed(params string[] asking)
    {
        var play = Proposed(asking);
        play.Give(new AgreeToInspection(Id, "zhang", play.State.Inspection!.Slots[0]));
        return play;
    }

    private protected CaseInPlay Proposed(params string[] asking)
    {
        var play = Heard().Passed([.. All.Except(asking)]);
        foreach (var department in asking)
            play.Answered(department, ReviewOutcome.Inspect);
        return play;
    }

    private protected static void OnTheDay(CaseInPlay play) => play.Now = QuietCity.Time.StartOf(play.State.Inspection!.Appointment!.Date).AddHours(10);

    private protected static InspectionFound FoundBy(string department, bool agrees = true, string text = "as drawn", int inspection = 1) => new()
    {
        CaseId = Id,
        TaskId = TaskOf(department),
        Inspection = inspection,
        Agrees = agrees,
        Finding = new Text(text, text),
        Photographs = [new Photograph("front.jpg", $"sha256:{new string('a', 64)}")],
        By = $"{department}-officer",
        At = Start,
    };

    private protected static IEnumerable<string> Participants(CaseInPlay play) => play.State.Inspection!.Participants.Select(p => p.Department);
}
