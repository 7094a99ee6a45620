namespace OneVisit.Contracts.Messages;

/// <summary>Orchestrator to department: the joint inspection that its item waits for has an appointment, a new one, or other participants. Nothing is answered.</summary>
public sealed record InspectionAppointed : TaskMessage
{
    /// <summary>1 for the first joint inspection of the case.</summary>
    public required int Inspection { get; init; }
    /// <summary>Counts up with every change of the appointment or of those who come, so that an older message is recognised.</summary>
    public required int Revision { get; init; }
    /// <summary>The <see cref="ReviewDecided.Sequence"/> that asked for the visit. A task that has been decided otherwise since does not wait for it any more.</summary>
    public required int Request { get; init; }
    public required VisitSlot Slot { get; init; }
    /// <summary>The department that leads it.</summary>
    public required string Leader { get; init; }
    public required IReadOnlyList<InspectionParty> Participants { get; init; }
    public required AbsenceRule Absence { get; init; }
}

/// <summary>
/// Orchestrator to department: the joint inspection is over. A task that waited for it is open again, and no task that gets this may ask for a visit
/// of its own any more.
/// </summary>
public sealed record InspectionHeld : TaskMessage
{
    public required int Inspection { get; init; }
    /// <summary>Null for a department that could have taken part and did not ask to.</summary>
    public InspectionRecord? Record { get; init; }
    /// <summary>By which there is no separate visit.</summary>
    public required AbsenceRule Absence { get; init; }
}

/// <summary>Department to orchestrator: what was found at the joint inspection. Once for each item: another finding later has no effect.</summary>
public sealed record InspectionFound : TaskMessage
{
    /// <summary>As in <see cref="InspectionAppointed.Inspection"/>.</summary>
    public required int Inspection { get; init; }
    public required bool Agrees { get; init; }
    public required Text Finding { get; init; }
    public IReadOnlyList<Photograph> Photographs { get; init; } = [];
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>Department to orchestrator: the leader moves the appointment, before its day. Everybody who comes is told by <see cref="InspectionAppointed"/>.</summary>
public sealed record InspectionMoved : TaskMessage
{
    public required int Inspection { get; init; }
    /// <summary>Of the appointment that is moved: one that has changed meanwhile is not.</summary>
    public required int Revision { get; init; }
    public required VisitSlot Slot { get; init; }
    public required string By { get; init; }
    /// <summary>Told to the applicant.</summary>
    public required Text Reason { get; init; }
}
