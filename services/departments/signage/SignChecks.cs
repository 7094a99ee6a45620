using OneVisit.Contracts;
using OneVisit.Kit.Departments;

namespace OneVisit.Signage;

/// <summary>The checks of a shop-front sign. Each yields a finding for what it sees wrong, nothing for what is right.</summary>
internal static class SignChecks
{
    /// <summary>Every rule the sign breaks.</summary>
    public static IEnumerable<Finding> Broken(ShopSignRules rules, Application<ShopSignForm> application) =>
    [
        .. Temporary(rules, application.Form.Sign),
        .. Dimensions(rules, application.Form.Sign),
        .. Width(rules, application.Form.Sign),
        .. Height(rules, application.Form.Sign),
        .. Projection(rules, application.Form.Sign),
        .. BottomHeight(rules, application.Form.Sign),
        .. Lighting(rules, application.Form.Sign),
        .. InResidentialStreet(rules, application),
        .. InProtectedStreet(rules, application),
        .. Materials(rules, application),
    ];

    /// <summary>What the rules leave to people.</summary>
    public static IEnumerable<Finding> Open(ShopSignRules rules, Application<ShopSignForm> application)
    {
        var area = application.Form.AreaSquareMetres;
        if (area > rules.JointInspection.AboveSquareMetres)
            yield return rules.JointInspection.Reason.Finding(
                "sign-needs-joint-inspection", "/sign", ("area", area), ("limit", rules.JointInspection.AboveSquareMetres));

        if (Street(rules.ProtectedStreets.Streets, application) is { } street)
            yield return rules.ProtectedStreets.PeopleDecide.Finding("sign-in-protected-street", "/sign/street", ("street", street));
    }

    private static IEnumerable<Finding> Temporary(ShopSignRules rules, Sign sign)
    {
        if (sign.Temporary)
            yield return rules.Temporary.Finding("sign-temporary", "/sign/temporary");
    }

    private static IEnumerable<Finding> Dimensions(ShopSignRules rules, Sign sign)
    {
        var rule = rules.Dimensions;
        (string Member, decimal Value)[] dimensions =
            [("widthMetres", sign.WidthMetres), ("heightMetres", sign.HeightMetres), ("frontageMetres", sign.FrontageMetres)];
        return dimensions.Where(d => d.Value <= 0).Select(d => rule.Reason.Finding("sign-dimension-not-positive", $"/sign/{d.Member}",
            ("dimension", rule.Names[d.Member].Zh), ("dimensionEn", rule.Names[d.Member].En), ("value", d.Value)));
    }

    private static IEnumerable<Finding> Width(ShopSignRules rules, Sign sign)
    {
        var allowed = sign.FrontageMetres * rules.Width.MaximumShareOfFrontage;
        if (sign.WidthMetres > allowed)
            yield return rules.Width.Reason.Finding("sign-wider-than-frontage", "/sign/widthMetres",
                ("width", sign.WidthMetres), ("frontage", sign.FrontageMetres), ("allowed", allowed));
    }

    private static IEnumerable<Finding> Height(ShopSignRules rules, Sign sign)
    {
        if (sign.HeightMetres > rules.Height.MaximumMetres)
            yield return rules.Height.Reason.Finding("sign-too-high", "/sign/heightMetres",
                ("height", sign.HeightMetres), ("allowed", rules.Height.MaximumMetres));
    }

    private static IEnumerable<Finding> Projection(ShopSignRules rules, Sign sign)
    {
        if (sign.ProjectionMetres > rules.Projection.MaximumMetres)
            yield return rules.Projection.Reason.Finding("sign-projects-too-far", "/sign/projectionMetres",
                ("projection", sign.ProjectionMetres), ("allowed", rules.Projection.MaximumMetres));
    }

    private static IEnumerable<Finding> BottomHeight(ShopSignRules rules, Sign sign)
    {
        if (sign.BottomHeightMetres < rules.BottomHeight.MinimumMetres)
            yield return rules.BottomHeight.Reason.Finding("sign-hangs-too-low", "/sign/bottomHeightMetres",
                ("bottomHeight", sign.BottomHeightMetres), ("required", rules.BottomHeight.MinimumMetres));
    }

    private static IEnumerable<Finding> Lighting(ShopSignRules rules, Sign sign)
    {
        if (!rules.Lighting.Kinds.Contains(sign.Lighting))
            yield return rules.Lighting.Reason.Finding("sign-lighting-unknown", "/sign/lighting",
                ("lighting", sign.Lighting), ("allowed", string.Join(", ", rules.Lighting.Kinds)));
    }

    private static IEnumerable<Finding> InResidentialStreet(ShopSignRules rules, Application<ShopSignForm> application)
    {
        var rule = rules.ResidentialStreets;
        var lighting = application.Form.Sign.Lighting;
        if (Street(rule.Streets, application) is { } street && !rule.Lighting.Contains(lighting))
            yield return rule.Reason.Finding("sign-lighting-in-residential-street", "/sign/lighting",
                ("street", street), ("lighting", lighting), ("allowed", string.Join(", ", rule.Lighting)));
    }

    private static IEnumerable<Finding> InProtectedStreet(ShopSignRules rules, Application<ShopSignForm> application)
    {
        var rule = rules.ProtectedStreets;
        var sign = application.Form.Sign;
        if (Street(rule.Streets, application) is not { } street)
            yield break;
        if (sign.HeightMetres > rule.MaximumHeightMetres)
            yield return rule.HeightReason.Finding("sign-too-high-in-protected-street", "/sign/heightMetres",
                ("street", street), ("height", sign.HeightMetres), ("allowed", rule.MaximumHeightMetres));
        if (!rule.Lighting.Contains(sign.Lighting))
            yield return rule.LightingReason.Finding("sign-lighting-in-protected-street", "/sign/lighting",
                ("street", street), ("lighting", sign.Lighting), ("allowed", string.Join(", ", rule.Lighting)));
    }

    private static IEnumerable<Finding> Materials(ShopSignRules rules, Application<ShopSignForm> application)
    {
        var area = application.Form.AreaSquareMetres;
        return rules.Materials
            .Where(m => area >= m.FromSquareMetres && application.Materials.All(given => given.Material != m.Material))
            .Select(m => m.Reason.Finding($"{m.Material}-missing", "/materials", ("area", area), ("limit", m.FromSquareMetres)));
    }

    private static string? Street(IReadOnlyList<ShopSignRules.Streets> streets, Application<ShopSignForm> application) =>
        streets.Select(s => s.Of(application.Form, application.Region)).FirstOrDefault(name => name is not null);
}
