namespace OneVisit.Conformance.AgainstPlatform;

internal static class PlatformChecks
{
    public static IReadOnlyList<Check> All { get; } = [];
}
