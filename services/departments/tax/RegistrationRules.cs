using OneVisit.Catalogue;

namespace OneVisit.Tax;

/// <summary>The rules of taxpayer registration, as the catalogue holds them. Amounts in CNY.</summary>
internal sealed record RegistrationRules
{
    public required RuleReason Passed { get; init; }
    public required TaxpayerRule TaxpayerKinds { get; init; }
    public required InvoiceRule Invoices { get; init; }
    public required IReadOnlyList<TaxRule> Taxes { get; init; }
    public required RuleReason LicenceMissing { get; init; }
    public required RuleReason AlreadyRegistered { get; init; }

    internal sealed record TaxpayerRule
    {
        public required IReadOnlyList<TaxpayerKind> List { get; init; }
        public required string Basis { get; init; }
        public required RuleReason Unknown { get; init; }
        public required RuleReason BookkeepingNotAllowed { get; init; }

        public TaxpayerKind? Find(string id) => List.FirstOrDefault(k => k.Id == id);
    }

    /// <param name="Filing">How often the turnover taxes are filed.</param>
    /// <param name="Bookkeeping">The ways of keeping books open to this kind.</param>
    internal sealed record TaxpayerKind(string Id, string Zh, string En, string Filing, IReadOnlyList<string> Bookkeeping);

    internal sealed record InvoiceRule
    {
        public required IReadOnlyList<InvoiceKind> List { get; init; }
        public required RuleReason Granted { get; init; }
        public required WatchedRule Watched { get; init; }
        public required RuleReason None { get; init; }
        public required RuleReason Unknown { get; init; }
        public required RuleReason NotForTaxpayer { get; init; }
        public required RuleReason Repeated { get; init; }

        public InvoiceKind? Find(string id) => List.FirstOrDefault(k => k.Id == id);
    }

    /// <param name="MaximumAmount">The largest amount of one invoice.</param>
    /// <param name="MonthlyQuota">The first number of invoices a month, by taxpayer kind; a kind not named may not have these invoices.</param>
    /// <param name="WatchedMonthlyQuota">The quota instead, in a watched trade.</param>
    internal sealed record InvoiceKind(
        string Id, string Zh, string En, decimal MaximumAmount, IReadOnlyDictionary<string, int> MonthlyQuota, int WatchedMonthlyQuota)
    {
        public int Quota(string taxpayerKind, bool watched) => watched ? WatchedMonthlyQuota : MonthlyQuota[taxpayerKind];
    }

    /// <summary>Trades whose first quota is lower, by words in the industry.</summary>
    internal sealed record WatchedRule
    {
        public required IReadOnlyList<string> Industries { get; init; }
        public required string Basis { get; init; }
    }

    /// <summary>One tax, and from whom it is due.</summary>
    /// <param name="Filing">How often it is filed; null where it follows the taxpayer kind.</param>
    /// <param name="Forms">Only from these organisation forms.</param>
    /// <param name="NotForms">From all but these organisation forms.</param>
    /// <param name="Industries">Only from industries that contain one of these words.</param>
    internal sealed record TaxRule(
        string Id, string Zh, string En, string Basis, string? Filing = null,
        IReadOnlyList<string>? Forms = null, IReadOnlyList<string>? NotForms = null, IReadOnlyList<string>? Industries = null)
    {
        public bool IsDueFrom(string industry, string organisationForm) =>
            Forms?.Contains(organisationForm) != false
            && NotForms?.Contains(organisationForm) != true
            && Industries?.Any(word => industry.Contains(word, StringComparison.Ordinal)) != false;
    }
}
