using OneVisit.Contracts.Codes;
using OneVisit.Contracts.Licences;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.MarketRegistration;

/// <summary>How an entity enters the register: a credit code from the authority's own sequence, and the licence that carries it.</summary>
internal static class EntityRegister
{
    /// <summary>The name once more, in case a person passed the review and nothing was reserved then; and one organisation code.</summary>
    public static Needs Needs(RegistrationRules rules, EntityName? name, string region) => new(
        name is null ? [] : [NameChecks.Key(rules.Names, name, region)],
        [new NumberNeed(Sequence(region), 1)]);

    /// <summary>Issues the licence under the next credit code, or says why it cannot.</summary>
    /// <param name="name">Null for an entity without a name of its own.</param>
    /// <param name="category">Of the credit code, GB 32100.</param>
    /// <param name="content">The licence's content, given the credit code.</param>
    public static IssueResult Issue<TForm>(
        RegistrationRules rules, Application<TForm> application, EntityName? name, char category, Facts facts,
        Func<string, BusinessLicenceContent> content)
    {
        var region = RegionCode.CountyOf(application.Region);
        if (name is not null && NameChecks.Taken(rules.Names, name, region, application.TaskId, facts).FirstOrDefault() is { } taken)
            return new IssueResult.Failed(taken.Code, taken.Reason, Final: true);
        if (CreditCode(rules, region, category, facts.FirstNumber(Sequence(region))) is not { } creditCode)
            return new IssueResult.Failed("credit-codes-exhausted", rules.CreditCode.Exhausted.With(("region", region)), Final: true);

        var licence = content(creditCode);
        List<RegisterClaim> claims = [new(new RegisterKey("entity", creditCode), new { licence.Name, licence.EntityKind }, Lasting: true)];
        if (name is not null && facts.Find(NameChecks.Key(rules.Names, name, region)) is null)
            claims.Add(NameChecks.Reservation(rules.Names, name, region));
        return new IssueResult.Issued([new NewLicence(creditCode, BusinessLicence.Type, null, licence)], claims);
    }

    /// <summary>The credit code with the authority's n-th organisation code; null when the authority has none or no more.</summary>
    public static string? CreditCode(RegistrationRules rules, string region, char category, long number)
    {
        if (rules.AuthorityOf(region) is not { } authority)
            return null;
        var digits = new char[OrganisationCode.BodyLength - authority.CodeSegment.Length];
        for (var i = digits.Length - 1; i >= 0; i--)
            (number, digits[i]) = (
                number / UnifiedSocialCreditCode.Characters.Length,
                UnifiedSocialCreditCode.Characters[(int)(number % UnifiedSocialCreditCode.Characters.Length)]);
        return number == 0
            ? UnifiedSocialCreditCode.Compose(rules.CreditCode.Authority, category, region, authority.CodeSegment + new string(digits))
            : null;
    }

    private static string Sequence(string region) => $"credit-code/{RegionCode.CountyOf(region)}";
}

/// <summary>The business licence's content.</summary>
/// <param name="EntityKind"><c>company</c> or <c>individual</c>.</param>
/// <param name="LegalRepresentative">A company's legal representative or an individual business's operator, by name.</param>
/// <param name="RegisteredCapital">Null for an individual business.</param>
/// <param name="TermUntil">Last day of the term; null for an unlimited one.</param>
/// <param name="PermitsNeeded">What must be obtained before parts of the scope are carried on.</param>
internal sealed record BusinessLicenceContent(
    string UnifiedSocialCreditCode,
    string Name,
    string EntityKind,
    string LegalRepresentative,
    Capital? RegisteredCapital,
    DateOnly EstablishedOn,
    DateOnly? TermUntil,
    string Domicile,
    IReadOnlyList<string> Scope,
    IReadOnlyList<string> PermitsNeeded);
