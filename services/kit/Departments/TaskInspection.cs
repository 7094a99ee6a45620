using OneVisit.Contracts;

namespace OneVisit.Kit.Departments;

/// <summary>What a task knows of the joint inspection it waits for, or that is over.</summary>
public sealed record TaskInspection
{
    /// <summary>1 for the first of the case.</summary>
    public required int Number { get; init; }
    /// <summary>Of the appointment: an older one that comes late is dropped.</summary>
    public int Revision { get; init; }
    /// <summary>Null for a department that did not take part.</summary>
    public VisitSlot? Slot { get; init; }
    public string? Leader { get; init; }
    public IReadOnlyList<InspectionParty> Participants { get; init; } = [];
    /// <summary>What this department has found; null before.</summary>
    public InspectionFinding? Finding { get; init; }
    /// <summary>What absence counts as.</summary>
    public required AbsenceRule Absence { get; init; }
    /// <summary>True once it is over: there is no separate visit.</summary>
    public bool IsOver { get; init; }
    /// <summary>Everybody's findings, once it is over; null for a department that did not take part.</summary>
    public InspectionRecord? Record { get; init; }
}
