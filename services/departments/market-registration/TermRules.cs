using OneVisit.Catalogue;
using OneVisit.Contracts;

namespace OneVisit.MarketRegistration;

/// <summary>The rule of an entity's term (经营期限), in whole years; null is an unlimited one.</summary>
internal sealed record TermRules
{
    public required int MinimumYears { get; init; }
    public required int MaximumYears { get; init; }
    public required RuleReason Reason { get; init; }

    /// <summary>A finding for a term outside the limits.</summary>
    public IEnumerable<Finding> Broken(int? years)
    {
        if (years < MinimumYears || years > MaximumYears)
            yield return Reason.Finding("term-out-of-range", "/enterprise/termYears",
                ("years", years.Value), ("minimum", MinimumYears), ("maximum", MaximumYears));
    }

    /// <summary>The last day of a term that begins on a day; null for an unlimited one.</summary>
    public static DateOnly? Until(DateOnly begins, int? years) => years is { } limited ? begins.AddYears(limited).AddDays(-1) : null;
}
