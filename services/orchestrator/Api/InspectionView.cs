using OneVisit.Contracts;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>The body by which the applicant agrees to a time.</summary>
public sealed record AgreementBody(VisitSlot Slot);

/// <summary>The joint inspection of a case: the latest, where there was more than one.</summary>
/// <param name="Phase"><c>planning</c>, <c>proposed</c>, <c>appointed</c>, <c>held</c>, <c>dropped</c>.</param>
/// <param name="Leader">The department that leads it; null until times are offered.</param>
/// <param name="Participants">Who waits for it.</param>
/// <param name="Slots">The times offered.</param>
/// <param name="DueBy">In the city's date: the last day to join it, to choose a time, or to enter what was found; null once it is over.</param>
/// <param name="Appointment">Null before it is fixed.</param>
/// <param name="AgreedBy">The subject, or the rule by which it was fixed unanswered.</param>
/// <param name="Absence">What absence counts as.</param>
/// <param name="Record">Who found what, as far as it is entered; null before the appointment.</param>
public sealed record InspectionView(
    int Number,
    InspectionPhase Phase,
    DateTimeOffset RequestedAt,
    string? Leader,
    IReadOnlyList<InspectionParticipantView> Participants,
    IReadOnlyList<VisitSlot> Slots,
    DateOnly? DueBy,
    VisitSlot? Appointment,
    string? AgreedBy,
    AbsenceRule Absence,
    InspectionRecord? Record,
    DateTimeOffset? EndedAt)
{
    internal static InspectionView? Of(CaseState state, CaseStanding? due) => state.Inspection is not { } inspection ? null : new(
        inspection.Number, inspection.Phase, inspection.RequestedAt, inspection.Leader.Length == 0 ? null : inspection.Leader,
        [.. inspection.Participants.Select(p => new InspectionParticipantView(p.Task, p.Item, p.Department, p.Authority))],
        inspection.Slots, due?.Inspection, inspection.Appointment, inspection.AgreedBy, inspection.Terms.Absence,
        inspection.RecordOf(state), inspection.EndedAt);
}

public sealed record InspectionParticipantView(Guid Task, string Item, string Department, string Authority);
