using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;

namespace OneVisit.MarketRegistration;

/// <summary>The rules of market registration, as the catalogue holds them. Amounts in CNY, areas in square metres.</summary>
internal sealed record RegistrationRules
{
    public required IReadOnlyList<RegionRule> Regions { get; init; }
    public required NameRules Names { get; init; }
    public required ScopeRules BusinessScope { get; init; }
    public required DomicileRules Domicile { get; init; }
    public required PeopleRules People { get; init; }
    public required TermRules Term { get; init; }
    public required CompanyRules Company { get; init; }
    public required IndividualRules Individual { get; init; }
    public required CreditCodeRules CreditCode { get; init; }

    /// <summary>What the authority of a region registers for; null where this department has no authority.</summary>
    public RegionRule? AuthorityOf(string region) => Regions.FirstOrDefault(r => r.Region == RegionCode.CountyOf(region));
}

/// <param name="Names">The region names a name may begin with.</param>
/// <param name="CodeSegment">The first characters of every organisation code the authority gives.</param>
internal sealed record RegionRule(string Region, IReadOnlyList<string> Names, string CodeSegment);

/// <summary>A paper that must be there.</summary>
internal sealed record MaterialRule
{
    public required string Material { get; init; }
    public required RuleReason Missing { get; init; }

    /// <summary>A finding for every paper that is not there.</summary>
    public static IEnumerable<Finding> MissingOf(IEnumerable<MaterialRule> rules, IReadOnlyList<MaterialReference> given) => rules
        .Where(rule => given.All(material => material.Material != rule.Material))
        .Select(rule => rule.Missing.Finding($"{rule.Material}-missing", "/materials"));
}

/// <summary>What a passed review says, depending on whether parts of the scope still need a permit.</summary>
internal sealed record PassedReasons
{
    public required RuleReason Plain { get; init; }
    public required RuleReason WithPermits { get; init; }

    public (Text Reason, string LegalBasis) For(string name, IReadOnlyList<ScopeRules.Permitted> permits)
    {
        var reason = permits.Count == 0 ? Plain : WithPermits;
        return (reason.With(
            ("name", name),
            ("permits", string.Join("、", permits.Select(p => p.Permit))),
            ("permitsEn", string.Join(", ", permits.Select(p => p.PermitEn)))), reason.Basis);
    }
}

internal sealed record IndividualRules
{
    public required PassedReasons Passed { get; init; }
    public required IReadOnlyList<string> OrganisationForms { get; init; }
    public required IReadOnlyList<MaterialRule> Materials { get; init; }
    /// <summary>The category of the credit code (GB 32100).</summary>
    public required char CodeCategory { get; init; }
}

internal sealed record CreditCodeRules
{
    /// <summary>The registering authority of the credit code (GB 32100).</summary>
    public required char Authority { get; init; }
    public required RuleReason Exhausted { get; init; }
}
