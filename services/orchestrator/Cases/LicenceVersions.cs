using OneVisit.Contracts;

namespace OneVisit.Orchestrator.Cases;

/// <summary>A licence as a case has it, in every version that there was.</summary>
/// <param name="Current">As it is now.</param>
/// <param name="Earlier">What it said before each correction, the first first.</param>
internal sealed record LicenceVersions(Licence Current, IReadOnlyList<LicenceCorrection> Earlier)
{
    /// <summary>Null for a licence that the case does not have.</summary>
    public static LicenceVersions? Of(CaseState state, Licence licence)
    {
        var item = state.Items.FirstOrDefault(i => i.Licences.Any(l => IsSame(l, licence)));
        return item is null ? null : new(item.Licences.First(l => IsSame(l, licence)), [.. (item.Corrections ?? []).Where(c => c.IsOf(licence))]);
    }

    /// <summary>One version, and what took its place; null when there is no such version.</summary>
    /// <param name="number">Null: the current one.</param>
    public (Licence Licence, Licence? By)? Find(int? number)
    {
        List<Licence> all = [.. Earlier.Select(e => e.Superseded), Current];
        var at = number is { } wanted ? all.FindIndex(l => LicenceCorrection.VersionOf(l) == wanted) : all.Count - 1;
        return at < 0 ? null : (all[at], at + 1 < all.Count ? all[at + 1] : null);
    }

    private static bool IsSame(Licence one, Licence other) => one.Type == other.Type && one.Number == other.Number;
}
