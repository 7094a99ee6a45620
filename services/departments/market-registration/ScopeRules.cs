using OneVisit.Catalogue;

namespace OneVisit.MarketRegistration;

/// <summary>The standard phrases of business scopes (经营范围规范表述) and the permits that go with them.</summary>
internal sealed record ScopeRules
{
    /// <summary>Free to carry on.</summary>
    public required IReadOnlyList<string> General { get; init; }
    /// <summary>Registered at once, carried on once permitted.</summary>
    public required IReadOnlyList<Permitted> After { get; init; }
    /// <summary>Permitted before they are registered.</summary>
    public required IReadOnlyList<Permitted> Prior { get; init; }
    public required string Basis { get; init; }
    public required RuleReason None { get; init; }
    public required RuleReason NotStandard { get; init; }
    public required RuleReason Repeated { get; init; }
    public required RuleReason NeedsPermitFirst { get; init; }
    public required RuleReason DoesNotFitIndustry { get; init; }

    /// <summary>Phrases that need one permit.</summary>
    internal sealed record Permitted(string Permit, string PermitEn, IReadOnlyList<string> Phrases);

    public bool IsStandard(string phrase) => General.Contains(phrase) || PermitAfter(phrase) is not null || PermitBefore(phrase) is not null;

    public Permitted? PermitAfter(string phrase) => After.FirstOrDefault(p => p.Phrases.Contains(phrase));

    public Permitted? PermitBefore(string phrase) => Prior.FirstOrDefault(p => p.Phrases.Contains(phrase));

    /// <summary>The permits a scope still needs before its business may start.</summary>
    public IReadOnlyList<Permitted> PermitsAfter(IEnumerable<string> scope) =>
        [.. scope.Select(Written).Select(PermitAfter).OfType<Permitted>().Distinct()];

    /// <summary>A phrase as the list writes it: brackets of either width are the same.</summary>
    public static string Written(string phrase) => phrase.Trim().Replace('（', '(').Replace('）', ')');
}
