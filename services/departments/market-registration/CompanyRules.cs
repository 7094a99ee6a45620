using OneVisit.Catalogue;

namespace OneVisit.MarketRegistration;

/// <summary>What is asked of a company alone. Amounts in CNY.</summary>
internal sealed record CompanyRules
{
    public required PassedReasons Passed { get; init; }
    public required IReadOnlyList<string> OrganisationForms { get; init; }
    public required CapitalRule Capital { get; init; }
    public required ShareholderRule Shareholders { get; init; }
    public required IReadOnlyList<MaterialRule> Materials { get; init; }
    /// <summary>The category of the credit code (GB 32100).</summary>
    public required char CodeCategory { get; init; }

    internal sealed record CapitalRule
    {
        public required string Currency { get; init; }
        public required decimal PeopleDecideAbove { get; init; }
        public required RuleReason NotPositive { get; init; }
        public required RuleReason CurrencyUnknown { get; init; }
        public required RuleReason UnusuallyLarge { get; init; }
    }

    internal sealed record ShareholderRule
    {
        public required decimal TotalPercent { get; init; }
        public required IReadOnlyList<ShareholderLimit> Limits { get; init; }
        public required RuleReason Count { get; init; }
        public required RuleReason ShareNotPositive { get; init; }
        public required RuleReason Total { get; init; }
        public required RuleReason Repeated { get; init; }
    }

    /// <summary>How many shareholders companies of these forms may have.</summary>
    internal sealed record ShareholderLimit(IReadOnlyList<string> Forms, int Minimum, int Maximum);
}
