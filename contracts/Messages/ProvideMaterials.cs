namespace OneVisit.Contracts.Messages;

/// <summary>
/// Orchestrator to department: papers that the applicant had promised to bring are here. Nothing is answered. What the task has already stays; one
/// that comes before the request is ignored, because it comes again once the department has answered that.
/// </summary>
public sealed record ProvideMaterials : TaskMessage
{
    /// <summary>Those of the papers that the item declares.</summary>
    public required IReadOnlyList<MaterialReference> Materials { get; init; }
    public required DateTimeOffset ProvidedAt { get; init; }
}
