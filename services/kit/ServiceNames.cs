namespace OneVisit.Kit;

/// <summary>Names of services that others address.</summary>
public static class ServiceNames
{
    /// <summary>Where departments answer to.</summary>
    public const string Orchestrator = "orchestrator";

    /// <summary>Handles the items of every department that has no code of its own.</summary>
    public const string Desk = "desk";
}
