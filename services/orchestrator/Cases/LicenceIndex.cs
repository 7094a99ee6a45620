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

    public static RegisterKey KeyOf(string number, string type) => new(Kind, $"{number}/{type}");
}

/// <summary>What is kept with the number.</summary>
public sealed record LicenceEntry(Guid CaseId, string Holder, Licence Licence);
