namespace OneVisit.Contracts.Messages;

/// <summary>Department to orchestrator: the task is now with a person or a pool, not decided by rule.</summary>
public sealed record TaskHeld : TaskMessage
{
    /// <summary><c>pool:430602.tax</c>, or the officer's subject.</summary>
    public required string Holder { get; init; }
    public required ItemLifecycle Lifecycle { get; init; }
    /// <summary>Counts up with every change of hands of this task, so that an older message is recognised.</summary>
    public required int Sequence { get; init; }
}

/// <summary>Department to orchestrator: the review's answer, final or (supplement, inspection, special procedure) intermediate.</summary>
public sealed record ReviewDecided : TaskMessage
{
    public required Decision Decision { get; init; }
    /// <summary>0 for the first review; the number of supplements answered before this decision.</summary>
    public required int Round { get; init; }
    /// <summary>See <see cref="TaskHeld.Sequence"/>.</summary>
    public required int Sequence { get; init; }
}

/// <summary>Department to orchestrator: issued.</summary>
public sealed record LicencesIssued : TaskMessage
{
    public required int Attempt { get; init; }
    public required IReadOnlyList<Licence> Licences { get; init; }
}

/// <summary>Department to orchestrator: could not issue.</summary>
public sealed record IssueFailed : TaskMessage
{
    public required int Attempt { get; init; }
    public required string Code { get; init; }
    public required Text Reason { get; init; }
    /// <summary>False: worth another attempt later. True: never.</summary>
    public required bool Final { get; init; }
}

/// <summary>Department to orchestrator: what the task issued is revoked.</summary>
public sealed record LicencesRevoked : TaskMessage
{
    /// <summary>Numbers of the licences revoked; empty when none had been issued.</summary>
    public required IReadOnlyList<string> Numbers { get; init; }
}

/// <summary>Department to orchestrator: the head of the authority has granted days on top.</summary>
public sealed record LimitExtended : TaskMessage
{
    public required LimitExtension Extension { get; init; }
    /// <summary>The head's subject.</summary>
    public required string By { get; init; }
    /// <summary>Told to the applicant.</summary>
    public required Text Reason { get; init; }
    public required string LegalBasis { get; init; }
}

/// <summary>Department to orchestrator: what the applicant had promised, or what was granted by rule and drawn, was checked after the issue.</summary>
public sealed record AfterChecked : TaskMessage
{
    /// <summary>False: what was issued is to be revoked. <see cref="RevokeLicences"/> follows, and is answered.</summary>
    public required bool Passed { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
    public required Text Reason { get; init; }
    /// <summary>The law by which it is revoked; null for the one that the item's terms name.</summary>
    public string? LegalBasis { get; init; }
}

/// <summary>
/// Department to orchestrator: a clerical error in a licence that the task issued was corrected. It says everything that was corrected so far, so that one that overtakes
/// another, or the issue itself, loses nothing. Nothing is answered.
/// </summary>
public sealed record LicenceCorrected : TaskMessage
{
    /// <summary>As in <see cref="LicencesIssued.Attempt"/>.</summary>
    public required int Attempt { get; init; }
    /// <summary>All that the task issued, each in its current version.</summary>
    public required IReadOnlyList<Licence> Licences { get; init; }
    /// <summary>All corrections of the task, in order.</summary>
    public required IReadOnlyList<LicenceCorrection> Corrections { get; init; }
}
