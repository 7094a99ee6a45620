using System.Text.Json.Serialization;
using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Kit.Clocks;

namespace OneVisit.Orchestrator.Cases;

/// <summary>What holds of joint inspections in a city.</summary>
/// <param name="LeadersOf">Of a bundle: departments, the first of which that takes part leads.</param>
public sealed record InspectionPlan(CityInspections City, Func<string, IReadOnlyList<string>> LeadersOf)
{
    /// <summary>By the bundle's own rule on who leads, then the city's, then the order of the bundle's items.</summary>
    public static InspectionPlan Of(CityCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return new(catalogue.Inspections, id => catalogue.FindBundle(id) is { } bundle
            ? [.. bundle.InspectionLeader, .. catalogue.Inspections.Leader, .. bundle.Items.Select(i => i.Item.Department.Id)]
            : catalogue.Inspections.Leader);
    }
}

/// <summary>Where a joint inspection is.</summary>
[JsonConverter(typeof(KebabCase<InspectionPhase>))]
public enum InspectionPhase
{
    /// <summary>Departments that need a visit too still join it.</summary>
    Planning,
    /// <summary>The applicant has been offered times.</summary>
    Proposed,
    Appointed,
    /// <summary>Its record is closed.</summary>
    Held,
    /// <summary>Nobody needs it any more.</summary>
    Dropped,
}

/// <summary>One visit for every department of a case that needs one (联合踏勘).</summary>
public sealed record InspectionState
{
    /// <summary>1 for the first of the case.</summary>
    public required int Number { get; init; }
    public required InspectionPhase Phase { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    /// <summary>As the catalogue had them when it was asked for.</summary>
    public required InspectionTerms Terms { get; init; }
    /// <summary>Who waits for it, in the order of the bundle.</summary>
    public required IReadOnlyList<InspectionParticipant> Participants { get; init; }
    /// <summary>The department that leads; empty until times are offered.</summary>
    public string Leader { get; init; } = "";
    /// <summary>The tasks whose departments took part or could have asked to: none of them makes a visit of its own once it is held.</summary>
    public IReadOnlyList<Guid> CouldJoin { get; init; } = [];
    public DateTimeOffset? ProposedAt { get; init; }
    /// <summary>The times offered.</summary>
    public IReadOnlyList<VisitSlot> Slots { get; init; } = [];
    public VisitSlot? Appointment { get; init; }
    /// <summary>Who agreed to it: the subject, or the rule by which it was fixed unanswered.</summary>
    public string? AgreedBy { get; init; }
    /// <summary>Counts the appointments told to departments.</summary>
    public int Revision { get; init; }
    public IReadOnlyList<TaskFinding> Findings { get; init; } = [];
    /// <summary>What came after the record was closed: kept, and without effect.</summary>
    public IReadOnlyList<TaskFinding>? LateFindings { get; init; }
    /// <summary>When its record was closed, or it was dropped.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    [JsonIgnore]
    public bool IsOpen => Phase is InspectionPhase.Planning or InspectionPhase.Proposed or InspectionPhase.Appointed;

    /// <summary>What is written down of it; null before there is an appointment.</summary>
    public InspectionRecord? RecordOf(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Appointment is null ? null : new InspectionRecord { Slot = Appointment, Region = state.Region, Leader = Leader, Findings = [.. Findings.Select(f => f.Finding)] };
    }

    /// <summary>Whether a time can still be chosen.</summary>
    public bool IsAhead(VisitSlot slot, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(slot);
        return slot.Date > today || (slot.Date == today && Terms.SameDay);
    }

    public bool HasFound(Guid task) => Findings.Any(f => f.Task == task);
}

/// <summary>What is granted for a joint inspection, and what absence from it counts as.</summary>
/// <param name="SameDay">A visit can be agreed to on its own day; else departments learn of it the day before.</param>
public sealed record InspectionTerms(DayLimit Planning, DayLimit Consent, DayLimit Findings, AbsenceRule Absence, bool SameDay);

/// <param name="Request">The number of the department's message that asked for the visit.</param>
public sealed record InspectionParticipant(Guid Task, string Item, string Department, string Authority, int Request);

/// <summary>What was found for one item.</summary>
public sealed record TaskFinding(Guid Task, InspectionFinding Finding);

/// <summary>Until when a joint inspection is waited for.</summary>
internal static class InspectionDates
{
    /// <summary>The last day of a limit that nothing interrupts.</summary>
    public static DateOnly EndOf(this Deadlines deadlines, DateTimeOffset start, DayLimit limit) => LegalClock.Project(deadlines.Calendar, deadlines.PeriodOf(start, limit)).Due!.Value;

    /// <summary>The last day for what it waits for at present: to join it, to choose a time, to enter what was found. On the day after, it goes on by itself.</summary>
    public static DateOnly LastDayOf(this Deadlines deadlines, InspectionState inspection)
    {
        switch (inspection.Phase)
        {
            case InspectionPhase.Planning:
                return deadlines.EndOf(inspection.RequestedAt, inspection.Terms.Planning);
            case InspectionPhase.Proposed:
                // Once no time is left to choose there is nothing to wait for.
                var (end, last) = (deadlines.EndOf(inspection.ProposedAt!.Value, inspection.Terms.Consent), inspection.Slots.Max(s => s.Date));
                var choice = inspection.Terms.SameDay ? last : last.AddDays(-1);
                return choice < end ? choice : end;
            default:
                return deadlines.EndOf(deadlines.StartOf(inspection.Appointment!.Date), inspection.Terms.Findings);
        }
    }
}
