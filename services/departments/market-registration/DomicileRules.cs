using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;

namespace OneVisit.MarketRegistration;

/// <summary>The rules of a domicile (住所, 经营场所), and their checks.</summary>
internal sealed record DomicileRules
{
    public required IReadOnlyList<string> Tenures { get; init; }
    public required RuleReason RegionNotOfAuthority { get; init; }
    public required RuleReason AddressMissing { get; init; }
    public required RuleReason AreaNotPositive { get; init; }
    public required RuleReason TenureUnknown { get; init; }

    /// <summary>Every rule the domicile breaks.</summary>
    /// <param name="region">The authority's region.</param>
    public IEnumerable<Finding> Broken(Domicile domicile, string region)
    {
        if (!RegionCode.Contains(RegionCode.CountyOf(region), domicile.Region))
            yield return RegionNotOfAuthority.Finding("domicile-outside-authority", "/enterprise/domicile/region",
                ("domicileRegion", domicile.Region), ("region", RegionCode.CountyOf(region)));

        if (string.IsNullOrWhiteSpace(domicile.Address))
            yield return AddressMissing.Finding("domicile-address-missing", "/enterprise/domicile/address");

        if (domicile.AreaSquareMetres <= 0)
            yield return AreaNotPositive.Finding("domicile-area-not-positive", "/enterprise/domicile/areaSquareMetres",
                ("area", domicile.AreaSquareMetres));

        if (!Tenures.Contains(domicile.Tenure))
            yield return TenureUnknown.Finding("domicile-tenure-unknown", "/enterprise/domicile/tenure",
                ("tenure", domicile.Tenure), ("known", string.Join(", ", Tenures)));
    }
}
