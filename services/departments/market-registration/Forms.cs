namespace OneVisit.MarketRegistration;

/// <summary>What the set-up of a company asks of the merged form.</summary>
internal sealed record CompanyForm(CompanyEnterprise Enterprise, Person LegalRepresentative, IReadOnlyList<Shareholder> Shareholders);

/// <param name="Scope">Business scope, one standard phrase each.</param>
/// <param name="TermYears">Null for an unlimited term.</param>
internal sealed record CompanyEnterprise(
    EntityName Name, IReadOnlyList<string> Scope, Capital RegisteredCapital, int? TermYears, Domicile Domicile);

/// <summary>What the set-up of an individual business asks of the merged form. Its operator is the legal representative.</summary>
internal sealed record IndividualForm(IndividualEnterprise Enterprise, Person LegalRepresentative);

/// <param name="Name">Null for a business that goes by its operator's name.</param>
/// <param name="TermYears">Null for an unlimited term.</param>
internal sealed record IndividualEnterprise(EntityName? Name, IReadOnlyList<string> Scope, int? TermYears, Domicile Domicile);

/// <summary>The four parts of an entity's name. An individual business may leave out the last two.</summary>
internal sealed record EntityName(string RegionName, string TradeName, string? Industry, string? OrganisationForm)
{
    public string Full => RegionName + TradeName + Industry + OrganisationForm;
}

internal sealed record Capital(decimal Amount, string Currency);

/// <param name="Region">GB/T 2260 code, or a longer one that continues it.</param>
internal sealed record Domicile(string Region, string Address, decimal AreaSquareMetres, string Tenure);

internal sealed record Person(string Name, string IdNumber, string Phone);

internal sealed record Shareholder(string Name, string IdNumber, decimal SharePercent);
