using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;

namespace OneVisit.Signage;

/// <summary>The city's rules for shop-front signs, as the catalogue holds them. Lengths in metres, areas in square metres.</summary>
internal sealed record ShopSignRules
{
    public required RuleReason Passed { get; init; }
    public required RuleReason Temporary { get; init; }
    public required DimensionRule Dimensions { get; init; }
    public required WidthRule Width { get; init; }
    public required MaximumRule Height { get; init; }
    public required MaximumRule Projection { get; init; }
    public required MinimumRule BottomHeight { get; init; }
    public required LightingRule Lighting { get; init; }
    public required ResidentialStreetRule ResidentialStreets { get; init; }
    public required ProtectedStreetRule ProtectedStreets { get; init; }
    public required InspectionRule JointInspection { get; init; }
    public required IReadOnlyList<MaterialRule> Materials { get; init; }
    public required ValidityRule Validity { get; init; }

    internal sealed record DimensionRule
    {
        /// <summary>What people call the members of the form.</summary>
        public required IReadOnlyDictionary<string, Text> Names { get; init; }
        public required RuleReason Reason { get; init; }
    }

    internal sealed record WidthRule
    {
        public required decimal MaximumShareOfFrontage { get; init; }
        public required RuleReason Reason { get; init; }
    }

    internal sealed record MaximumRule
    {
        public required decimal MaximumMetres { get; init; }
        public required RuleReason Reason { get; init; }
    }

    internal sealed record MinimumRule
    {
        public required decimal MinimumMetres { get; init; }
        public required RuleReason Reason { get; init; }
    }

    internal sealed record LightingRule
    {
        public required IReadOnlyList<string> Kinds { get; init; }
        public required RuleReason Reason { get; init; }
    }

    internal sealed record ResidentialStreetRule
    {
        public required IReadOnlyList<string> Lighting { get; init; }
        public required IReadOnlyList<Streets> Streets { get; init; }
        public required RuleReason Reason { get; init; }
    }

    internal sealed record ProtectedStreetRule
    {
        public required IReadOnlyList<string> Lighting { get; init; }
        public required decimal MaximumHeightMetres { get; init; }
        public required IReadOnlyList<Streets> Streets { get; init; }
        public required RuleReason HeightReason { get; init; }
        public required RuleReason LightingReason { get; init; }
        public required RuleReason PeopleDecide { get; init; }
    }

    internal sealed record InspectionRule
    {
        public required decimal AboveSquareMetres { get; init; }
        public required RuleReason Reason { get; init; }
    }

    internal sealed record MaterialRule
    {
        public required string Material { get; init; }
        public required decimal FromSquareMetres { get; init; }
        public required RuleReason Reason { get; init; }
    }

    internal sealed record ValidityRule
    {
        public required int Years { get; init; }
        public required IReadOnlyDictionary<string, int> YearsByLighting { get; init; }
        public required string Basis { get; init; }

        /// <summary>The last day of a permit given on a day.</summary>
        public DateOnly Until(DateOnly issued, string lighting) =>
            issued.AddYears(YearsByLighting.GetValueOrDefault(lighting, Years)).AddDays(-1);
    }

    /// <summary>Named streets of one region.</summary>
    internal sealed record Streets
    {
        public required string Region { get; init; }
        public required IReadOnlyList<string> Names { get; init; }

        /// <summary>The listed street a sign hangs in, by the street it names or the address of the domicile; null when none.</summary>
        public string? Of(ShopSignForm form, string region) => RegionCode.Contains(Region, region)
            ? Names.FirstOrDefault(name => form.Sign.Street.Trim() == name || form.Enterprise.Domicile.Address.Contains(name, StringComparison.Ordinal))
            : null;
    }
}
