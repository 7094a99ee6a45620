namespace OneVisit.Seals;

/// <summary>What the seal set asks of the merged form.</summary>
internal sealed record SealSetForm(SealOrder Seals, Enterprise Enterprise);

/// <param name="Engraver">The engraver's id on the city's list.</param>
internal sealed record SealOrder(IReadOnlyList<string> Kinds, string Engraver);

internal sealed record Enterprise(EnterpriseName? Name);

/// <param name="OrganisationForm">Null for an individual business that has none in its name.</param>
internal sealed record EnterpriseName(string? OrganisationForm);
