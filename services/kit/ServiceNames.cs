namespace OneVisit.Kit;

/// <summary>Names of services that others address.</summary>
public static class ServiceNames
{
    /// <summary>Where departments answer to.</summary>
    public const string Orchestrator = "orchestrator";
}
