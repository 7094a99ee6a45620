using System.Text;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.MarketRegistration;

/// <summary>The checks of an entity's name: region name, trade name, industry, organisation form.</summary>
internal static class NameChecks
{
    /// <summary>Every rule the name breaks.</summary>
    /// <param name="forms">The organisation forms open to this kind of entity.</param>
    /// <param name="complete">False where a name may go without industry and organisation form.</param>
    public static IEnumerable<Finding> Broken(
        RegistrationRules rules, EntityName name, string region, IReadOnlyList<string> forms, bool complete) =>
    [
        .. RegionName(rules, name, region),
        .. Length(rules.Names.TradeName, name),
        .. Script(rules.Names.TradeName, name),
        .. ReservedWords(rules.Names, name),
        .. Industry(rules.Names, name, complete),
        .. OrganisationForm(rules.Names, name, forms, complete),
    ];

    /// <summary>What the rules leave to people.</summary>
    public static IEnumerable<Finding> Open(NameRules rules, EntityName name)
    {
        if (name.Industry is not { } industry)
            yield break;
        var trade = rules.TradeOf(industry);
        if (trade is null)
            yield return rules.IndustryUnknown.Finding("name-industry-unknown", "/enterprise/name/industry", ("industry", industry));
        if (trade is { PeopleDecide: true })
            yield return rules.IndustryForPeople.Finding("name-industry-for-people", "/enterprise/name/industry", ("industry", industry));
    }

    /// <summary>A trade closed to individual businesses.</summary>
    public static IEnumerable<Finding> CompaniesOnly(NameRules rules, EntityName name)
    {
        if (name.Industry is { } industry && rules.TradeOf(industry) is { CompaniesOnly: true })
            yield return rules.IndustryForCompaniesOnly.Finding(
                "name-industry-for-companies-only", "/enterprise/name/industry", ("industry", industry));
    }

    /// <summary>The same trade name in the same trade, registered by the same authority for somebody else.</summary>
    public static IEnumerable<Finding> Taken(NameRules rules, EntityName name, string region, Guid task, Facts facts)
    {
        if (facts.Find(Key(rules, name, region)) is { Revoked: false } entry && entry.Owner != task)
            yield return rules.SameName.Finding("name-taken", "/enterprise/name/tradeName", ("tradeName", name.TradeName));
    }

    /// <summary>The register key of a name: the authority's region, the trade (or the industry itself, where unknown), the trade name.</summary>
    public static RegisterKey Key(NameRules rules, EntityName name, string region) =>
        new("name", $"{RegionCode.CountyOf(region)}|{rules.TradeOf(name.Industry)?.Id ?? name.Industry}|{name.TradeName}");

    /// <summary>The name kept for its task; free again when the task is cancelled or its licence revoked.</summary>
    public static RegisterClaim Reservation(NameRules rules, EntityName name, string region) =>
        new(Key(rules, name, region), new { Name = name.Full }, Lasting: false);

    private static IEnumerable<Finding> RegionName(RegistrationRules rules, EntityName name, string region)
    {
        var allowed = rules.AuthorityOf(region)?.Names ?? [];
        if (!allowed.Contains(name.RegionName))
            yield return rules.Names.RegionNotOfAuthority.Finding("name-region-not-of-authority", "/enterprise/name/regionName",
                ("regionName", name.RegionName), ("allowed", string.Join(", ", allowed)));
    }

    private static IEnumerable<Finding> Length(NameRules.TradeNameRule rule, EntityName name)
    {
        var length = name.TradeName.EnumerateRunes().Count();
        if (length < rule.MinimumCharacters || length > rule.MaximumCharacters)
            yield return rule.Length.Finding("trade-name-length", "/enterprise/name/tradeName",
                ("tradeName", name.TradeName), ("length", length), ("minimum", rule.MinimumCharacters), ("maximum", rule.MaximumCharacters));
    }

    private static IEnumerable<Finding> Script(NameRules.TradeNameRule rule, EntityName name)
    {
        if (!name.TradeName.EnumerateRunes().All(IsChinese))
            yield return rule.NotChinese.Finding("trade-name-not-chinese", "/enterprise/name/tradeName", ("tradeName", name.TradeName));
    }

    private static IEnumerable<Finding> ReservedWords(NameRules rules, EntityName name) =>
        from rule in rules.ReservedWords
        from word in rule.Words
        where name.TradeName.Contains(word, StringComparison.Ordinal)
        select rule.Reason.Finding("trade-name-reserved-word", "/enterprise/name/tradeName", ("tradeName", name.TradeName), ("word", word));

    private static IEnumerable<Finding> Industry(NameRules rules, EntityName name, bool required)
    {
        if (required && string.IsNullOrWhiteSpace(name.Industry))
            yield return rules.IndustryMissing.Finding("name-industry-missing", "/enterprise/name/industry");
    }

    private static IEnumerable<Finding> OrganisationForm(NameRules rules, EntityName name, IReadOnlyList<string> allowed, bool required)
    {
        var form = name.OrganisationForm ?? "";
        if ((required || form.Length > 0) && !allowed.Contains(form))
            yield return rules.OrganisationForm.Finding("name-organisation-form", "/enterprise/name/organisationForm",
                ("form", form), ("allowed", string.Join(", ", allowed)));
    }

    /// <summary>CJK unified ideographs (GB 18030): the basic block, extension A, and the supplementary ideographic planes.</summary>
    private static bool IsChinese(Rune rune) => rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x3FFFF);
}
