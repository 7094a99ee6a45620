using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.MarketRegistration;

/// <summary>
/// The set-up of an individual business (个体工商户设立登记): an operator, a place and a scope. A name is optional; without one the business
/// goes by its operator's.
/// </summary>
internal sealed class IndividualSetUp(RuleBook<RegistrationRules> book) : ItemHandler<IndividualForm>
{
    public IndividualSetUp() : this(RuleBook<RegistrationRules>.Load("market-registration", "registration")) { }

    public override string Item => "market-registration.individual-set-up";

    public override IReadOnlyList<RegisterKey> ReviewKeys(Application<IndividualForm> application) => application.Form.Enterprise.Name is { } name
        ? [NameChecks.Key(book.At(application.Today).Names, name, application.Region)]
        : [];

    public override ReviewResult Review(Application<IndividualForm> application, Facts facts)
    {
        var version = book.VersionAt(application.Today);
        var (rule, rules) = ($"individual-set-up/{version.Version}", version.Rules);

        Finding[] broken = [.. Broken(rules, application, facts)];
        if (broken.Length > 0)
            return new ReviewResult.Refused(rule, broken);

        Finding[] open = [.. Open(rules, application.Form.Enterprise)];
        if (open.Length > 0)
            return new ReviewResult.LeftToPeople(open);

        var (reason, basis) = rules.Individual.Passed.For(
            NameOf(application.Form), rules.BusinessScope.PermitsAfter(application.Form.Enterprise.Scope));
        return new ReviewResult.Passed(rule, reason, basis, application.Form.Enterprise.Name is { } name
            ? [NameChecks.Reservation(rules.Names, name, application.Region)]
            : []);
    }

    public override Needs IssueNeeds(Application<IndividualForm> application, IReadOnlyList<Licence> inputs) =>
        EntityRegister.Needs(book.At(application.Today), application.Form.Enterprise.Name, application.Region);

    public override IssueResult Issue(Application<IndividualForm> application, IReadOnlyList<Licence> inputs, Facts facts)
    {
        var rules = book.At(application.Today);
        var enterprise = application.Form.Enterprise;
        return EntityRegister.Issue(rules, application, enterprise.Name, rules.Individual.CodeCategory, facts, creditCode => new BusinessLicenceContent(
            creditCode,
            NameOf(application.Form),
            "individual",
            application.Form.LegalRepresentative.Name,
            RegisteredCapital: null,
            application.Today,
            TermRules.Until(application.Today, enterprise.TermYears),
            enterprise.Domicile.Address,
            [.. enterprise.Scope.Select(ScopeRules.Written)],
            [.. rules.BusinessScope.PermitsAfter(enterprise.Scope).Select(p => p.Permit)]));
    }

    private static IEnumerable<Finding> Broken(RegistrationRules rules, Application<IndividualForm> application, Facts facts)
    {
        var enterprise = application.Form.Enterprise;
        return
        [
            .. enterprise.Name is { } name ? BrokenByName(rules, name, application, facts) : [],
            .. ScopeChecks.Broken(rules, enterprise.Scope, enterprise.Name?.Industry),
            .. rules.Term.Broken(enterprise.TermYears),
            .. rules.Domicile.Broken(enterprise.Domicile, application.Region),
            .. rules.People.Operator(application.Form.LegalRepresentative, application.Today),
            .. MaterialRule.MissingOf(rules.Individual.Materials, application.Materials),
        ];
    }

    private static IEnumerable<Finding> BrokenByName(
        RegistrationRules rules, EntityName name, Application<IndividualForm> application, Facts facts) =>
    [
        .. NameChecks.Broken(rules, name, application.Region, rules.Individual.OrganisationForms, complete: false),
        .. NameChecks.CompaniesOnly(rules.Names, name),
        .. NameChecks.Taken(rules.Names, name, application.Region, application.TaskId, facts),
    ];

    private static IEnumerable<Finding> Open(RegistrationRules rules, IndividualEnterprise enterprise) =>
    [
        .. enterprise.Name is { } name ? NameChecks.Open(rules.Names, name) : [],
        .. ScopeChecks.Open(rules.BusinessScope, enterprise.Scope),
    ];

    private static string NameOf(IndividualForm form) => form.Enterprise.Name?.Full ?? form.LegalRepresentative.Name;
}
