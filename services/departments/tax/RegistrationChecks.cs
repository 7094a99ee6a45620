using OneVisit.Contracts;

namespace OneVisit.Tax;

/// <summary>The checks of a tax registration. Each yields a finding for what it sees wrong, nothing for what is right.</summary>
internal static class RegistrationChecks
{
    /// <summary>Every rule the registration breaks.</summary>
    public static IEnumerable<Finding> Broken(RegistrationRules rules, RegistrationForm form) =>
    [
        .. TaxpayerKind(rules.TaxpayerKinds, form.Tax),
        .. Bookkeeping(rules.TaxpayerKinds, form.Tax),
        .. NoInvoice(rules.Invoices, form.Tax),
        .. UnknownInvoices(rules.Invoices, form.Tax),
        .. RepeatedInvoices(rules.Invoices, form.Tax),
        .. InvoicesOfOthers(rules, form.Tax),
    ];

    private static IEnumerable<Finding> TaxpayerKind(RegistrationRules.TaxpayerRule rule, TaxChoice tax)
    {
        if (rule.Find(tax.TaxpayerKind) is null)
            yield return rule.Unknown.Finding("taxpayer-kind-unknown", "/tax/taxpayerKind",
                ("kind", tax.TaxpayerKind), ("known", string.Join(", ", rule.List.Select(k => k.Id))));
    }

    private static IEnumerable<Finding> Bookkeeping(RegistrationRules.TaxpayerRule rule, TaxChoice tax)
    {
        if (rule.Find(tax.TaxpayerKind) is { } kind && !kind.Bookkeeping.Contains(tax.Bookkeeping))
            yield return rule.BookkeepingNotAllowed.Finding("bookkeeping-not-allowed", "/tax/bookkeeping",
                ("kind", kind.Zh), ("kindEn", kind.En), ("bookkeeping", tax.Bookkeeping), ("allowed", string.Join(", ", kind.Bookkeeping)));
    }

    private static IEnumerable<Finding> NoInvoice(RegistrationRules.InvoiceRule rule, TaxChoice tax)
    {
        if (tax.InvoiceKinds.Count == 0)
            yield return rule.None.Finding("invoice-kinds-empty", "/tax/invoiceKinds");
    }

    private static IEnumerable<Finding> UnknownInvoices(RegistrationRules.InvoiceRule rule, TaxChoice tax) => tax.InvoiceKinds
        .Index().Where(k => rule.Find(k.Item) is null)
        .Select(k => rule.Unknown.Finding("invoice-kind-unknown", $"/tax/invoiceKinds/{k.Index}",
            ("kind", k.Item), ("known", string.Join(", ", rule.List.Select(i => i.Id)))));

    private static IEnumerable<Finding> RepeatedInvoices(RegistrationRules.InvoiceRule rule, TaxChoice tax) => tax.InvoiceKinds
        .Index().GroupBy(k => k.Item).Where(g => g.Count() > 1)
        .Select(g => rule.Repeated.Finding(
            "invoice-kind-repeated", $"/tax/invoiceKinds/{g.ElementAt(1).Index}", ("kind", g.Key), ("count", g.Count())));

    private static IEnumerable<Finding> InvoicesOfOthers(RegistrationRules rules, TaxChoice tax) =>
        from chosen in tax.InvoiceKinds.Index()
        let taxpayer = rules.TaxpayerKinds.Find(tax.TaxpayerKind)
        let invoice = rules.Invoices.Find(chosen.Item)
        where taxpayer is not null && invoice is not null && !invoice.MonthlyQuota.ContainsKey(taxpayer.Id)
        select rules.Invoices.NotForTaxpayer.Finding("invoice-kind-not-for-taxpayer", $"/tax/invoiceKinds/{chosen.Index}",
            ("taxpayer", taxpayer.Zh), ("taxpayerEn", taxpayer.En), ("invoice", invoice.Zh), ("invoiceEn", invoice.En));
}
