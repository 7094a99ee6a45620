using OneVisit.Contracts;

namespace OneVisit.MarketRegistration;

/// <summary>The checks of what only a company has: capital and shareholders.</summary>
internal static class CompanyChecks
{
    /// <summary>Every rule the company breaks.</summary>
    public static IEnumerable<Finding> Broken(RegistrationRules rules, CompanyForm form, DateOnly today) =>
    [
        .. Capital(rules.Company.Capital, form.Enterprise.RegisteredCapital),
        .. ShareholderCount(rules.Company.Shareholders, form),
        .. form.Shareholders.Index().SelectMany(s => rules.People.Shareholder(s.Index, s.Item, today)),
        .. Shares(rules.Company.Shareholders, form.Shareholders),
        .. ShareTotal(rules.Company.Shareholders, form.Shareholders),
        .. RepeatedShareholders(rules.Company.Shareholders, form.Shareholders),
    ];

    /// <summary>What the rules leave to people.</summary>
    public static IEnumerable<Finding> Open(CompanyRules rules, CompanyForm form)
    {
        var (amount, limit) = (form.Enterprise.RegisteredCapital.Amount, rules.Capital.PeopleDecideAbove);
        if (amount > limit)
            yield return rules.Capital.UnusuallyLarge.Finding(
                "registered-capital-unusually-large", "/enterprise/registeredCapital/amount", ("amount", amount), ("limit", limit));
    }

    private static IEnumerable<Finding> Capital(CompanyRules.CapitalRule rule, Capital capital)
    {
        if (capital.Amount <= 0)
            yield return rule.NotPositive.Finding(
                "registered-capital-not-positive", "/enterprise/registeredCapital/amount", ("amount", capital.Amount));
        if (capital.Currency != rule.Currency)
            yield return rule.CurrencyUnknown.Finding("registered-capital-currency", "/enterprise/registeredCapital/currency",
                ("currency", capital.Currency), ("required", rule.Currency));
    }

    private static IEnumerable<Finding> ShareholderCount(CompanyRules.ShareholderRule rule, CompanyForm form)
    {
        var limit = rule.Limits.FirstOrDefault(l => l.Forms.Contains(form.Enterprise.Name.OrganisationForm));
        var count = form.Shareholders.Count;
        if (limit is not null && (count < limit.Minimum || count > limit.Maximum))
            yield return rule.Count.Finding("shareholder-count", "/shareholders",
                ("count", count), ("minimum", limit.Minimum), ("maximum", limit.Maximum));
    }

    private static IEnumerable<Finding> Shares(CompanyRules.ShareholderRule rule, IReadOnlyList<Shareholder> shareholders) => shareholders
        .Index().Where(s => s.Item.SharePercent <= 0)
        .Select(s => rule.ShareNotPositive.Finding("share-not-positive", $"/shareholders/{s.Index}/sharePercent",
            ("position", s.Index + 1), ("percent", s.Item.SharePercent)));

    private static IEnumerable<Finding> ShareTotal(CompanyRules.ShareholderRule rule, IReadOnlyList<Shareholder> shareholders)
    {
        var total = shareholders.Sum(s => s.SharePercent);
        if (shareholders.Count > 0 && total != rule.TotalPercent)
            yield return rule.Total.Finding("shares-do-not-add-up", "/shareholders", ("total", total), ("required", rule.TotalPercent));
    }

    private static IEnumerable<Finding> RepeatedShareholders(CompanyRules.ShareholderRule rule, IReadOnlyList<Shareholder> shareholders) => shareholders
        .Index().GroupBy(s => s.Item.IdNumber).SelectMany(same => same.Skip(1))
        .Select(s => rule.Repeated.Finding("shareholder-repeated", $"/shareholders/{s.Index}", ("position", s.Index + 1)));
}
