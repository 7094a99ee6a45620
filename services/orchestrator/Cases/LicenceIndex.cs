using OneVisit.Contracts;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>Finds a licence by its number: an entry of the orchestrator's register, which also keeps numbers of one type unique.</summary>
public static class LicenceIndex
{
    public const string Kind = "licence";

    /// <summary>A number is unique within its type; some types share numbers on purpose (the credit code).</summary>
    public static RegisterClaim Claim(CaseState state, Licence licence) => new(
        KeyOf(licence.Number, licence.Type),
        new LicenceEntry(state.CaseId, state.Applicant.Name, licence),
        Lasting: true);

    /// <summary>The keys of a number whatever its type, as a condition: a range, and in it those where nothing but the type follows.</summary>
    public static (string Sql, LicenceKeys Keys) OfAnyType(string number) => (
        // Keys are ordered by their bytes: '0' is the character after '/'.
        "key > @from and key < @until and substr(key, @start) not like '%/%'",
        new LicenceKeys($"{number}/", $"{number}0", number.EnumerateRunes().Count() + 2));

    public static RegisterKey KeyOf(string number, string type) => new(Kind, $"{number}/{type}");
}

/// <summary>Which keys are looked for.</summary>
/// <param name="TypeStart">Where in a key the type begins, counted in characters from 1.</param>
public sealed record LicenceKeys(string From, string Until = "", int TypeStart = 0);

/// <summary>What is kept with the number.</summary>
public sealed record LicenceEntry(Guid CaseId, string Holder, Licence Licence);
