using OneVisit.Contracts.Codes;

namespace OneVisit.Catalogue;

/// <summary>The cities of one platform and which of them a place belongs to: where several are, everything is looked up by place first.</summary>
/// <param name="all">At least one; no place is in two of them.</param>
public sealed class Cities(IReadOnlyList<CityCatalogue> all)
{
    /// <summary>In the order of their folders' names.</summary>
    public IReadOnlyList<CityCatalogue> All => all;

    /// <summary>What is shown where no place is named.</summary>
    public CityCatalogue First => all[0];

    /// <summary>The city a place lies in, or the first of those that lie in it; null where there is none.</summary>
    public CityCatalogue? Find(string region) => RegionCode.IsWellFormed(region)
        ? all.FirstOrDefault(c => c.Holds(region)) ?? all.FirstOrDefault(c => RegionCode.Contains(region, c.City.Code))
        : null;

    /// <summary>The city of a place; the first where the place is none, or of a city that is not here.</summary>
    public CityCatalogue Of(string? region) => region is null ? First : Find(region) ?? First;
}
