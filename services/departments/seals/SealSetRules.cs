using OneVisit.Catalogue;
using OneVisit.Contracts.Codes;

namespace OneVisit.Seals;

/// <summary>The city's rules for a first set of seals, as the catalogue holds them.</summary>
internal sealed record SealSetRules
{
    public required RuleReason Passed { get; init; }
    public required KindRule Kinds { get; init; }
    public required OfficialSealRule OfficialSeal { get; init; }
    public required EngraverRule Engravers { get; init; }
    public required FeeRule Fee { get; init; }
    public required NumberRule Numbers { get; init; }
    public required RuleReason LicenceMissing { get; init; }

    internal sealed record KindRule
    {
        public required IReadOnlyList<Kind> Known { get; init; }
        public required RuleReason None { get; init; }
        public required RuleReason Unknown { get; init; }
        public required RuleReason Repeated { get; init; }

        public string Ids => string.Join(", ", Known.Select(k => k.Id));
    }

    /// <summary>A kind of seal and what people call it.</summary>
    internal sealed record Kind(string Id, string Zh, string En);

    internal sealed record OfficialSealRule
    {
        public required string Kind { get; init; }
        public required IReadOnlyList<string> CompulsoryForForms { get; init; }
        public required RuleReason Missing { get; init; }
        public required RuleReason AlreadyFiled { get; init; }
    }

    internal sealed record EngraverRule
    {
        public required IReadOnlyList<Engraver> List { get; init; }
        public required RuleReason NotListed { get; init; }
        public required RuleReason Closed { get; init; }

        /// <summary>The engravers that work for a region, open or not.</summary>
        public IEnumerable<Engraver> For(string region) => List.Where(e => e.Regions.Any(r => RegionCode.Contains(r, region)));
    }

    /// <param name="Regions">GB/T 2260 codes; a city's code covers its counties.</param>
    internal sealed record Engraver(string Id, string Name, IReadOnlyList<string> Regions, bool Open);

    internal sealed record FeeRule
    {
        /// <summary>CNY.</summary>
        public required decimal ToApplicant { get; init; }
        public required string PaidBy { get; init; }
        public required string Basis { get; init; }
    }

    internal sealed record NumberRule
    {
        public required int SequenceDigits { get; init; }
        public required RuleReason Exhausted { get; init; }
    }
}
