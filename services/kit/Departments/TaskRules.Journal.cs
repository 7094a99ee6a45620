using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>What the journal tells so that whoever verifies what is stored needs to know no department's rules.</summary>
public sealed partial class TaskRules
{
    /// <summary>What is reserved from now on; null where nothing is.</summary>
    private static IReadOnlyList<object>? Reserved(IReadOnlyList<RegisterClaim> claims) => claims.Any(c => !c.Lasting)
        ? [.. claims.Where(c => !c.Lasting).Select(c => new { c.Key.Kind, c.Key.Key, c.Data })]
        : null;

    /// <summary>Kinds of records; under which numbers, and what they say, the licences tell that they are of.</summary>
    private static IEnumerable<string> Recorded(IReadOnlyList<RegisterClaim> claims) => claims.Where(c => c.Lasting).Select(c => c.Key.Kind);
}
