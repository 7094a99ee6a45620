using System.Text.RegularExpressions;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;

namespace OneVisit.MarketRegistration;

/// <summary>How a finding speaks of a person: by their place in the form and their part in the entity, never by their number.</summary>
internal readonly record struct Role(string Pointer, string Zh, string En);

/// <summary>What people call the parts persons play.</summary>
internal sealed record RoleNames(Text LegalRepresentative, Text Operator, Text Shareholder);

/// <summary>The rules of the people named in an application, and their checks. No finding repeats an identity number.</summary>
internal sealed record PeopleRules
{
    public required int MinimumAgeYears { get; init; }
    public required string PhonePattern { get; init; }
    public required RoleNames Roles { get; init; }
    public required RuleReason NameMissing { get; init; }
    public required RuleReason IdentityNumberInvalid { get; init; }
    public required RuleReason UnderAge { get; init; }
    public required RuleReason PhoneInvalid { get; init; }

    /// <summary>Every rule broken by the legal representative of a company.</summary>
    public IEnumerable<Finding> LegalRepresentative(Person person, DateOnly today) => Acting(Roles.LegalRepresentative, person, today);

    /// <summary>Every rule broken by the operator of an individual business.</summary>
    public IEnumerable<Finding> Operator(Person person, DateOnly today) => Acting(Roles.Operator, person, today);

    /// <summary>Every rule broken by a shareholder, who may be a child.</summary>
    public IEnumerable<Finding> Shareholder(int index, Shareholder shareholder, DateOnly today) => Identity(
        new Role($"/shareholders/{index}", $"{Roles.Shareholder.Zh} {index + 1}", $"{Roles.Shareholder.En} {index + 1}"),
        shareholder.Name, shareholder.IdNumber, today);

    private IEnumerable<Finding> Acting(Text called, Person person, DateOnly today)
    {
        var role = new Role("/legalRepresentative", called.Zh, called.En);
        return
        [
            .. Identity(role, person.Name, person.IdNumber, today),
            .. Age(role, person.IdNumber, today),
            .. Phone(role, person.Phone),
        ];
    }

    /// <summary>A name, and an identity number that is valid and whose owner is born by today.</summary>
    private IEnumerable<Finding> Identity(Role role, string name, string idNumber, DateOnly today)
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
