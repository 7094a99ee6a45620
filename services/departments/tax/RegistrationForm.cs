namespace OneVisit.Tax;

/// <summary>What the tax registration asks of the merged form.</summary>
internal sealed record RegistrationForm(Enterprise Enterprise, TaxChoice Tax);

internal sealed record Enterprise(EnterpriseName? Name);

/// <summary>The parts of the name that taxes hang on; an individual business may have neither.</summary>
internal sealed record EnterpriseName(string? Industry, string? OrganisationForm);

/// <param name="TaxpayerKind"><c>small-scale</c> or <c>general</c>.</param>
/// <param name="Bookkeeping">Who keeps the books: <c>own</c>, <c>agent</c>, <c>simplified</c>.</param>
internal sealed record TaxChoice(string TaxpayerKind, IReadOnlyList<string> InvoiceKinds, string Bookkeeping);
