using OneVisit.Contracts;

namespace OneVisit.Tax;

/// <summary>What follows from a registration: the taxes due and the invoices granted (税费种认定, 发票票种核定).</summary>
internal static class Determination
{
    /// <summary>The taxes due from the organisation form and the industry.</summary>
    public static IEnumerable<TaxDue> Taxes(RegistrationRules rules, RegistrationForm form)
    {
        var (industry, organisationForm) = (Industry(form), form.Enterprise.Name?.OrganisationForm ?? "");
        var filing = rules.TaxpayerKinds.Find(form.Tax.TaxpayerKind)!.Filing;
        return rules.Taxes
            .Where(tax => tax.IsDueFrom(industry, organisationForm))
            .Select(tax => new TaxDue(tax.Id, new Text(tax.Zh, tax.En), tax.Filing ?? filing, tax.Basis));
    }

    /// <summary>The invoices granted, each with its first monthly quota.</summary>
    public static IEnumerable<InvoiceGrant> Invoices(RegistrationRules rules, RegistrationForm form)
    {
        var watched = rules.Invoices.Watched.Industries.Any(word => Industry(form).Contains(word, StringComparison.Ordinal));
        return
            from id in form.Tax.InvoiceKinds
            let kind = rules.Invoices.Find(id)!
            select new InvoiceGrant(kind.Id, new Text(kind.Zh, kind.En), kind.Quota(form.Tax.TaxpayerKind, watched), kind.MaximumAmount);
    }

    private static string Industry(RegistrationForm form) => form.Enterprise.Name?.Industry ?? "";
}

/// <summary>The registration's content.</summary>
internal sealed record TaxRegistration(
    string UnifiedSocialCreditCode, string EntityName, string TaxpayerKind, string Bookkeeping,
    IReadOnlyList<TaxDue> Taxes, IReadOnlyList<InvoiceGrant> Invoices);

/// <param name="Filing"><c>monthly</c> or <c>quarterly</c>.</param>
internal sealed record TaxDue(string Kind, Text Name, string Filing, string LegalBasis);

/// <param name="MonthlyQuota">Invoices a month to begin with.</param>
/// <param name="MaximumAmount">The largest amount of one invoice, CNY.</param>
internal sealed record InvoiceGrant(string Kind, Text Name, int MonthlyQuota, decimal MaximumAmount);
