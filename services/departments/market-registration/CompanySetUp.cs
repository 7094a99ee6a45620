using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.MarketRegistration;

/// <summary>
/// The set-up of a company (公司设立登记): a formal review of name, scope, capital, term, domicile and people. A pass reserves the name;
/// the licence carries the unified social credit code the other departments wait for.
/// </summary>
internal sealed class CompanySetUp(RuleBook<RegistrationRules> book) : ItemHandler<CompanyForm>
{
    public CompanySetUp() : this(RuleBook<RegistrationRules>.Load("market-registration", "registration")) { }

    public override string Item => "market-registration.company-set-up";

    public override IReadOnlyList<RegisterKey> ReviewKeys(Application<CompanyForm> application) =>
        [NameChecks.Key(book.At(application.Today).Names, application.Form.Enterprise.Name, application.Region)];

    public override ReviewResult Review(Application<CompanyForm> application, Facts facts)
    {
        var version = book.VersionAt(application.Today);
        var (rule, rules) = ($"company-set-up/{version.Version}", version.Rules);

        Finding[] broken = [.. Broken(rules, application, facts)];
        if (broken.Length > 0)
            return new ReviewResult.Refused(rule, broken);

        Finding[] open = [.. Open(rules, application.Form)];
        if (open.Length > 0)
            return new ReviewResult.LeftToPeople(open);

        var enterprise = application.Form.Enterprise;
        var (reason, basis) = rules.Company.Passed.For(enterprise.Name.Full, rules.BusinessScope.PermitsAfter(enterprise.Scope));
        return new ReviewResult.Passed(rule, reason, basis, [NameChecks.Reservation(rules.Names, enterprise.Name, application.Region)]);
    }

    public override Needs IssueNeeds(Application<CompanyForm> application, IReadOnlyList<Licence> inputs) =>
        EntityRegister.Needs(book.At(application.Today), application.Form.Enterprise.Name, application.Region);

    public override IssueResult Issue(Application<CompanyForm> application, IReadOnlyList<Licence> inputs, Facts facts)
    {
        var rules = book.At(application.Today);
        var enterprise = application.Form.Enterprise;
        return EntityRegister.Issue(rules, application, enterprise.Name, rules.Company.CodeCategory, facts, creditCode => new BusinessLicenceContent(
            creditCode,
            enterprise.Name.Full,
            "company",
            application.Form.LegalRepresentative.Name,
            enterprise.RegisteredCapital,
            application.Today,
            TermRules.Until(application.Today, enterprise.TermYears),
            enterprise.Domicile.Address,
            [.. enterprise.Scope.Select(ScopeRules.Written)],
            [.. rules.BusinessScope.PermitsAfter(enterprise.Scope).Select(p => p.Permit)]));
    }

    private static IEnumerable<Finding> Broken(RegistrationRules rules, Application<CompanyForm> application, Facts facts)
    {
        var enterprise = application.Form.Enterprise;
        return
        [
            .. NameChecks.Broken(rules, enterprise.Name, application.Region, rules.Company.OrganisationForms, complete: true),
            .. NameChecks.Taken(rules.Names, enterprise.Name, application.Region, application.TaskId, facts),
            .. ScopeChecks.Broken(rules, enterprise.Scope, enterprise.Name.Industry),
            .. rules.Term.Broken(enterprise.TermYears),
            .. rules.Domicile.Broken(enterprise.Domicile, application.Region),
            .. rules.People.LegalRepresentative(application.Form.LegalRepresentative, application.Today),
            .. CompanyChecks.Broken(rules, application.Form, application.Today),
            .. MaterialRule.MissingOf(rules.Company.Materials, application.Materials),
        ];
    }

    private static IEnumerable<Finding> Open(RegistrationRules rules, CompanyForm form) =>
    [
        .. NameChecks.Open(rules.Names, form.Enterprise.Name),
        .. ScopeChecks.Open(rules.BusinessScope, form.Enterprise.Scope),
        .. CompanyChecks.Open(rules.Company, form),
    ];
}
