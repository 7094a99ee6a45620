using OneVisit.Kit;

namespace OneVisit.Catalogue.Reading;

/// <summary>Ids that can be the name of a folder, a queue and a part of an address.</summary>
internal static class Names
{
    public const string Rule = "an id is of small letters, digits and hyphens";

    // Its folder would be another, or its queue another's.
    private static readonly string[] Taken = [ServiceNames.Orchestrator, ServiceNames.Desk, "gateway", "bundles", "regions", "calendars"];

    public static bool IsId(string id) => id.Length > 0 && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    public static bool IsTaken(string department) => Taken.Contains(department);
}
