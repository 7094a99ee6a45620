using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Licences;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Tax;

/// <summary>
/// A new taxpayer's registration: the taxpayer kind, the taxes due and the first invoices, in one step (新办纳税人套餐).
/// The credit code of the business licence is the taxpayer's number.
/// </summary>
internal sealed class Registration(RuleBook<RegistrationRules> book) : ItemHandler<RegistrationForm>
{
    public Registration() : this(RuleBook<RegistrationRules>.Load("tax", "registration")) { }

    public override string Item => "tax.registration";

    public override ReviewResult Review(Application<RegistrationForm> application, Facts facts)
    {
        var version = book.VersionAt(application.Today);
        var (rule, rules) = ($"registration/{version.Version}", version.Rules);

        Finding[] broken = [.. RegistrationChecks.Broken(rules, application.Form)];
        return broken.Length > 0
            ? new ReviewResult.Refused(rule, broken)
            : new ReviewResult.Passed(rule, Passed(rules, application.Form), rules.Passed.Basis, []);
    }

    public override Needs IssueNeeds(Application<RegistrationForm> application, IReadOnlyList<Licence> inputs) =>
        BusinessLicence.In(inputs) is { } licence ? new([TaxpayerOf(licence)], []) : Needs.None;

    public override IssueResult Issue(Application<RegistrationForm> application, IReadOnlyList<Licence> inputs, Facts facts)
    {
        var rules = book.At(application.Today);
        if (BusinessLicence.In(inputs) is not { } licence)
            return new IssueResult.Failed("business-licence-missing", rules.LicenceMissing.With(), Final: true);
        if (facts.Find(TaxpayerOf(licence)) is { } registered && registered.Owner != application.TaskId)
            return new IssueResult.Failed("taxpayer-already-registered", rules.AlreadyRegistered.With(("name", licence.Name)), Final: true);

        var registration = new TaxRegistration(
            licence.CreditCode, licence.Name, application.Form.Tax.TaxpayerKind, application.Form.Tax.Bookkeeping,
            [.. Determination.Taxes(rules, application.Form)], [.. Determination.Invoices(rules, application.Form)]);
        return new IssueResult.Issued(
            [new NewLicence($"{licence.CreditCode}-tax", "tax-registration", null, registration)],
            [new RegisterClaim(TaxpayerOf(licence), registration, Lasting: true)]);
    }

    private static Text Passed(RegistrationRules rules, RegistrationForm form)
    {
        var kind = rules.TaxpayerKinds.Find(form.Tax.TaxpayerKind)!;
        Text[] invoices = [.. Determination.Invoices(rules, form).Select(i => rules.Invoices.Granted.With(
            ("invoice", i.Name.Zh), ("invoiceEn", i.Name.En), ("quota", i.MonthlyQuota)))];
        return rules.Passed.With(
            ("kind", kind.Zh), ("kindEn", kind.En), ("taxCount", Determination.Taxes(rules, form).Count()),
            ("invoices", string.Join("、", invoices.Select(i => i.Zh))), ("invoicesEn", string.Join(", ", invoices.Select(i => i.En))));
    }

    private static RegisterKey TaxpayerOf(BusinessLicence licence) => new("taxpayer", licence.CreditCode);
}
