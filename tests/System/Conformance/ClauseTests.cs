using OneVisit.Conformance;
using OneVisit.Conformance.AgainstPlatform;
using OneVisit.Conformance.AgainstSystem;
using OneVisit.Support;

namespace OneVisit.SystemTests.Conformance;

/// <summary>What the kit demands, the contract says.</summary>
public sealed class ClauseTests
{
    [Fact]
    public void Each_check_names_a_heading_of_the_contract()
    {
        var headings = File.ReadLines(Path.Combine(Repository.Root, "contracts", "README.md")).Where(l => l.StartsWith("##", StringComparison.Ordinal)).Select(l => l.TrimStart('#').Trim()).ToHashSet();

        Assert.Empty(SystemChecks.All.Concat(PlatformChecks.All).Where(c => !headings.Contains(c.Clause)).Select(c => $"{c.Id}: {c.Clause}"));
    }

    [Fact]
    public void No_two_checks_have_one_id()
    {
        foreach (var checks in (IReadOnlyList<Check>[])[SystemChecks.All, PlatformChecks.All])
            Assert.Equal(checks.Count, checks.Select(c => c.Id).Distinct().Count());
    }
}
