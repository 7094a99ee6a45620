using System.Text.RegularExpressions;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;

namespace OneVisit.MarketRegistration;

/// <summary>What an application says of a person: the pointer to them and what they are called, never their number.</summary>
internal readonly record struct Role(string Pointer, string Zh, string En)
{
    public static readonly Role LegalRepresentative = new("/legalRepresentative", "法定代表人", "legal representative");
    public static readonly Role Operator = new("/legalRepresentative", "经营者", "operator");

    public static Role Shareholder(int index) => new($"/shareholders/{index}", $"第 {index + 1} 位股东", $"shareholder at position {index + 1}");
}

/// <summary>The rules of the people named in an application, and their checks. No finding repeats an identity number.</summary>
internal sealed record PeopleRules
{
    public required int MinimumAgeYears { get; init; }
    public required string PhonePattern { get; init; }
    public required RuleReason NameMissing { get; init; }
    public required RuleReason IdentityNumberInvalid { get; init; }
    public required RuleReason UnderAge { get; init; }
    public required RuleReason PhoneInvalid { get; init; }

    /// <summary>Every rule broken by one who is to act for the entity.</summary>
    public IEnumerable<Finding> Broken(Role role, Person person, DateOnly today) =>
    [
        .. Identity(role, person.Name, person.IdNumber, today),
        .. Age(role, person.IdNumber, today),
        .. Phone(role, person.Phone),
    ];

    /// <summary>A name, and an identity number that is valid and whose owner is born by today.</summary>
    public IEnumerable<Finding> Identity(Role role, string name, string idNumber, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(name))
            yield return NameMissing.Finding("person-name-missing", $"{role.Pointer}/name", ("role", role.Zh), ("roleEn", role.En));
        if (IdentityNumber.DateOfBirth(idNumber) is not { } born || born > today)
            yield return IdentityNumberInvalid.Finding(
                "identity-number-invalid", $"{role.Pointer}/idNumber", ("role", role.Zh), ("roleEn", role.En));
    }

    private IEnumerable<Finding> Age(Role role, string idNumber, DateOnly today)
    {
        if (IdentityNumber.DateOfBirth(idNumber) is { } born && born <= today && born.AddYears(MinimumAgeYears) > today)
            yield return UnderAge.Finding("person-under-age", $"{role.Pointer}/idNumber",
                ("role", role.Zh), ("roleEn", role.En), ("minimumAge", MinimumAgeYears));
    }

    private IEnumerable<Finding> Phone(Role role, string phone)
    {
        if (!Regex.IsMatch(phone, PhonePattern, RegexOptions.CultureInvariant))
            yield return PhoneInvalid.Finding("phone-invalid", $"{role.Pointer}/phone", ("role", role.Zh), ("roleEn", role.En));
    }
}
