using OneVisit.Contracts;

namespace OneVisit.All.Verify;

/// <summary>
/// What must hold of licences that were corrected, in a case and in a department alike: each number has one current version, and before it every version from the first on, each superseded by the next.
/// </summary>
internal static class VersionChecks
{
    /// <param name="told">How many corrections the journal tells of.</param>
    public static IEnumerable<string> Of(IReadOnlyList<Licence> licences, IReadOnlyList<LicenceCorrection>? corrections, int told)
    {
        var all = corrections ?? [];
        foreach (var licence in licences)
        {
            List<Licence> versions = [.. all.Where(c => c.IsOf(licence)).Select(c => c.Superseded), licence];
            if (!versions.Select(LicenceCorrection.VersionOf).SequenceEqual(Enumerable.Range(1, versions.Count)))
                yield return $"the {licence.Type} {licence.Number} has the versions {string.Join(", ", versions.Select(LicenceCorrection.VersionOf))}";
        }
        foreach (var stray in all.Where(c => !licences.Any(c.IsOf)))
            yield return $"version {stray.Version} of the {stray.Superseded.Type} {stray.Superseded.Number} has taken the place of another, and is not there";
        if (told != all.Count)
            yield return $"there are {all.Count} corrections, and the journal tells of {told}";
    }
}
