using OneVisit.Contracts;

namespace OneVisit.MarketRegistration;

/// <summary>The checks of a business scope.</summary>
internal static class ScopeChecks
{
    /// <summary>Every rule the scope breaks.</summary>
    /// <param name="industry">The name's industry; null for an entity without a name.</param>
    public static IEnumerable<Finding> Broken(RegistrationRules rules, IReadOnlyList<string> scope, string? industry) =>
    [
        .. Empty(rules.BusinessScope, scope),
        .. NotStandard(rules.BusinessScope, scope),
        .. Repeated(rules.BusinessScope, scope),
        .. NotFittingIndustry(rules, scope, industry),
    ];

    /// <summary>What the rules leave to people: phrases whose permit comes first.</summary>
    public static IEnumerable<Finding> Open(ScopeRules rules, IReadOnlyList<string> scope) =>
        from phrase in scope.Index()
        let prior = rules.PermitBefore(ScopeRules.Written(phrase.Item))
        where prior is not null
        select rules.NeedsPermitFirst.Finding("scope-needs-permit-first", Pointer(phrase.Index),
            ("phrase", phrase.Item), ("permit", prior.Permit), ("permitEn", prior.PermitEn));

    private static IEnumerable<Finding> Empty(ScopeRules rules, IReadOnlyList<string> scope)
    {
        if (scope.Count == 0)
            yield return rules.None.Finding("scope-empty", "/enterprise/scope");
    }

    private static IEnumerable<Finding> NotStandard(ScopeRules rules, IReadOnlyList<string> scope) => scope
        .Index().Where(phrase => !rules.IsStandard(ScopeRules.Written(phrase.Item)))
        .Select(phrase => rules.NotStandard.Finding("scope-phrase-not-standard", Pointer(phrase.Index), ("phrase", phrase.Item)));

    private static IEnumerable<Finding> Repeated(ScopeRules rules, IReadOnlyList<string> scope) => scope
        .Index().GroupBy(phrase => ScopeRules.Written(phrase.Item)).Where(same => same.Count() > 1)
        .Select(same => rules.Repeated.Finding("scope-phrase-repeated", Pointer(same.ElementAt(1).Index), ("phrase", same.Key)));

    private static IEnumerable<Finding> NotFittingIndustry(RegistrationRules rules, IReadOnlyList<string> scope, string? industry)
    {
        if (industry is not null
            && rules.Names.TradeOf(industry)?.ScopeMustContain is { } required
            && !scope.Any(phrase => phrase.Contains(required, StringComparison.Ordinal)))
            yield return rules.BusinessScope.DoesNotFitIndustry.Finding(
                "scope-does-not-fit-industry", "/enterprise/scope", ("industry", industry), ("required", required));
    }

    private static string Pointer(int index) => $"/enterprise/scope/{index}";
}
