using OneVisit.Catalogue;

namespace OneVisit.MarketRegistration;

/// <summary>The rules of entity names (企业名称登记管理规定).</summary>
internal sealed record NameRules
{
    public required RuleReason RegionNotOfAuthority { get; init; }
    public required TradeNameRule TradeName { get; init; }
    public required IReadOnlyList<ReservedWordRule> ReservedWords { get; init; }
    public required IReadOnlyList<Trade> Trades { get; init; }
    public required RuleReason IndustryMissing { get; init; }
    public required RuleReason IndustryUnknown { get; init; }
    public required RuleReason IndustryForPeople { get; init; }
    public required RuleReason IndustryForCompaniesOnly { get; init; }
    public required RuleReason OrganisationForm { get; init; }
    public required RuleReason SameName { get; init; }

    /// <summary>
    /// The trade an industry expression belongs to: the one with the longest word found in it, the one found first among equals.
    /// Null when no word is found.
    /// </summary>
    public Trade? TradeOf(string? industry)
    {
        if (industry is null)
            return null;
        (Trade? Trade, int Length, int At) best = default;
        foreach (var trade in Trades)
        {
            // Counted through: an enumerator for each trade's words was a fortieth of all that a case allocates.
            for (var w = 0; w < trade.Words.Count; w++)
            {
                var word = trade.Words[w];
                if (word.Length >= best.Length && industry.IndexOf(word, StringComparison.Ordinal) is >= 0 and var at && (word.Length, -at).CompareTo((best.Length, -best.At)) > 0)
                    best = (trade, word.Length, at);
            }
        }
        return best.Trade;
    }

    internal sealed record TradeNameRule
    {
        public required int MinimumCharacters { get; init; }
        public required int MaximumCharacters { get; init; }
        public required RuleReason Length { get; init; }
        public required RuleReason NotChinese { get; init; }
    }

    internal sealed record ReservedWordRule
    {
        public required IReadOnlyList<string> Words { get; init; }
        public required RuleReason Reason { get; init; }
    }

    /// <param name="Words">Words that place an industry expression in this trade.</param>
    /// <param name="CompaniesOnly">Closed to individual businesses.</param>
    /// <param name="PeopleDecide">An officer looks at every application.</param>
    /// <param name="ScopeMustContain">Words one phrase of the business scope must contain.</param>
    internal sealed record Trade(
        string Id, IReadOnlyList<string> Words, bool CompaniesOnly = false, bool PeopleDecide = false, string? ScopeMustContain = null);
}
