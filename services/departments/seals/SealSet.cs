using System.Globalization;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Contracts.Licences;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Seals;

/// <summary>
/// A new entity's first set of seals: ordered from a listed engraver at the city's cost and filed with public security (公章刻制备案).
/// The entity's name and credit code come from its business licence.
/// </summary>
internal sealed class SealSet(RuleBook<SealSetRules> book) : ItemHandler<SealSetForm>
{
    public SealSet() : this(RuleBook<SealSetRules>.Load("seals", "seal-set")) { }

    public override string Item => "seals.seal-set";

    public override ReviewResult Review(Application<SealSetForm> application, Facts facts)
    {
        var version = book.VersionAt(application.Today);
        var (rule, rules) = ($"seal-set/{version.Version}", version.Rules);

        Finding[] broken = [.. SealChecks.Broken(rules, application)];
        return broken.Length > 0
            ? new ReviewResult.Refused(rule, broken)
            : new ReviewResult.Passed(rule, Passed(rules, application), rules.Passed.Basis, []);
    }

    public override Needs IssueNeeds(Application<SealSetForm> application, IReadOnlyList<Licence> inputs) =>
        BusinessLicence.In(inputs) is { } licence
            ? new([OfficialSealOf(licence)], [new NumberNeed(Sequence(application), application.Form.Seals.Kinds.Count)])
            : Needs.None;

    public override IssueResult Issue(Application<SealSetForm> application, IReadOnlyList<Licence> inputs, Facts facts)
    {
        var rules = book.At(application.Today);
        if (BusinessLicence.In(inputs) is not { } licence)
            return new IssueResult.Failed("business-licence-missing", rules.LicenceMissing.With(), Final: true);

        var order = application.Form.Seals;
        var hasOfficialSeal = order.Kinds.Contains(rules.OfficialSeal.Kind);
        if (hasOfficialSeal && facts.Find(OfficialSealOf(licence)) is { } filed && filed.Owner != application.TaskId)
            return new IssueResult.Failed("official-seal-already-filed", rules.OfficialSeal.AlreadyFiled.With(("name", licence.Name)), Final: true);

        var region = RegionCode.CountyOf(application.Region);
        var first = facts.FirstNumber(Sequence(application));
        if (!Fits(first + order.Kinds.Count - 1, rules.Numbers.SequenceDigits))
            return new IssueResult.Failed("seal-numbers-exhausted", rules.Numbers.Exhausted.With(("region", region)), Final: true);

        Seal[] seals = [.. order.Kinds.Select((kind, i) => new Seal(kind, region + Padded(first + i, rules.Numbers.SequenceDigits)))];
        var filing = new SealFiling(licence.Name, licence.CreditCode, order.Engraver, seals, rules.Fee.ToApplicant, rules.Fee.PaidBy);
        return new IssueResult.Issued(
            [new NewLicence($"{seals[0].Number}-filing", "seal-filing", null, filing)],
            hasOfficialSeal ? [new RegisterClaim(OfficialSealOf(licence), filing, Lasting: true)] : []);
    }

    private static Text Passed(SealSetRules rules, Application<SealSetForm> application)
    {
        var order = application.Form.Seals;
        var engraver = rules.Engravers.For(application.Region).First(e => e.Id == order.Engraver);
        SealSetRules.Kind[] kinds = [.. rules.Kinds.Known.Where(k => order.Kinds.Contains(k.Id))];
        return rules.Passed.With(
            ("kinds", string.Join("、", kinds.Select(k => k.Zh))), ("kindsEn", string.Join(", ", kinds.Select(k => k.En))),
            ("engraver", engraver.Name), ("fee", rules.Fee.ToApplicant));
    }

    private static string Sequence(Application<SealSetForm> application) => $"seal/{RegionCode.CountyOf(application.Region)}";

    private static RegisterKey OfficialSealOf(BusinessLicence licence) => new("official-seal", licence.CreditCode);

    private static bool Fits(long number, int digits) => Padded(number, digits).Length == digits;

    private static string Padded(long number, int digits) => number.ToString($"D{digits}", CultureInfo.InvariantCulture);
}

/// <summary>The filing's content.</summary>
/// <param name="FeeToApplicant">CNY.</param>
internal sealed record SealFiling(
    string EntityName, string UnifiedSocialCreditCode, string Engraver, IReadOnlyList<Seal> Seals, decimal FeeToApplicant, string FeePaidBy);

/// <param name="Number">Thirteen digits: region 6, sequence 7.</param>
internal sealed record Seal(string Kind, string Number);
