using System.Globalization;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Signage;

/// <summary>
/// A permanent shop-front sign (门店招牌设置). Signs of ordinary size in ordinary streets are decided by rule; large ones and those in
/// protected streets by people.
/// </summary>
internal sealed class ShopSign(RuleBook<ShopSignRules> book) : ItemHandler<ShopSignForm>
{
    public ShopSign() : this(RuleBook<ShopSignRules>.Load("signage", "shop-sign")) { }

    public override string Item => "signage.shop-sign";

    public override ReviewResult Review(Application<ShopSignForm> application, Facts facts)
    {
        var version = book.VersionAt(application.Today);
        var (rule, rules) = ($"shop-sign/{version.Version}", version.Rules);

        Finding[] broken = [.. SignChecks.Broken(rules, application)];
        if (broken.Length > 0)
            return new ReviewResult.Refused(rule, broken);

        Finding[] open = [.. SignChecks.Open(rules, application)];
        if (open.Length > 0)
            return new ReviewResult.LeftToPeople(open);

        var validUntil = rules.Validity.Until(application.Today, application.Form.Sign.Lighting);
        return new ReviewResult.Passed(rule, rules.Passed.With(("validUntil", Iso(validUntil))), rules.Passed.Basis, []);
    }

    public override Needs IssueNeeds(Application<ShopSignForm> application, IReadOnlyList<Licence> inputs) =>
        new([], [new NumberNeed(Sequence(application), 1)]);

    public override IssueResult Issue(Application<ShopSignForm> application, IReadOnlyList<Licence> inputs, Facts facts)
    {
        var sign = application.Form.Sign;
        var number = string.Create(CultureInfo.InvariantCulture,
            $"sign-{RegionCode.CountyOf(application.Region)}-{facts.FirstNumber(Sequence(application)):0000000}");
        var validUntil = book.At(application.Today).Validity.Until(application.Today, sign.Lighting);

        var permit = new SignPermit(sign.Text, sign.Street, sign.Lighting, validUntil, new SignPermit.Size(
            sign.WidthMetres, sign.HeightMetres, sign.ProjectionMetres, sign.BottomHeightMetres, application.Form.AreaSquareMetres));
        return new IssueResult.Issued(
            [new NewLicence(number, "sign-permit", validUntil, permit)],
            [new RegisterClaim(new RegisterKey("sign", number), permit, Lasting: true)]);
    }

    private static string Sequence(Application<ShopSignForm> application) => $"sign/{RegionCode.CountyOf(application.Region)}";

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>The permit's content.</summary>
internal sealed record SignPermit(string Text, string Street, string Lighting, DateOnly ValidUntil, SignPermit.Size Dimensions)
{
    internal sealed record Size(
        decimal WidthMetres, decimal HeightMetres, decimal ProjectionMetres, decimal BottomHeightMetres, decimal AreaSquareMetres);
}
