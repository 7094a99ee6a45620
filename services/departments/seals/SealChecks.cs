using OneVisit.Contracts;
using OneVisit.Kit.Departments;

namespace OneVisit.Seals;

/// <summary>The checks of a seal set. Each yields a finding for what it sees wrong, nothing for what is right.</summary>
internal static class SealChecks
{
    /// <summary>Every rule the order breaks.</summary>
    public static IEnumerable<Finding> Broken(SealSetRules rules, Application<SealSetForm> application) =>
    [
        .. NoSeal(rules.Kinds, application.Form.Seals),
        .. UnknownKinds(rules.Kinds, application.Form.Seals),
        .. RepeatedKinds(rules.Kinds, application.Form.Seals),
        .. OfficialSealMissing(rules.OfficialSeal, application.Form),
        .. Engraver(rules.Engravers, application),
    ];

    private static IEnumerable<Finding> NoSeal(SealSetRules.KindRule rule, SealOrder order)
    {
        if (order.Kinds.Count == 0)
            yield return rule.None.Finding("seal-kinds-empty", "/seals/kinds");
    }

    private static IEnumerable<Finding> UnknownKinds(SealSetRules.KindRule rule, SealOrder order) => order.Kinds
        .Index().Where(k => rule.Known.All(known => known.Id != k.Item))
        .Select(k => rule.Unknown.Finding(
            "seal-kind-unknown", $"/seals/kinds/{k.Index}", ("kind", k.Item), ("known", rule.Ids)));

    private static IEnumerable<Finding> RepeatedKinds(SealSetRules.KindRule rule, SealOrder order) => order.Kinds
        .Index().GroupBy(k => k.Item).Where(g => g.Count() > 1)
        .Select(g => rule.Repeated.Finding(
            "seal-kind-repeated", $"/seals/kinds/{g.ElementAt(1).Index}", ("kind", g.Key), ("count", g.Count())));

    private static IEnumerable<Finding> OfficialSealMissing(SealSetRules.OfficialSealRule rule, SealSetForm form)
    {
        if (form.Enterprise.Name?.OrganisationForm is { } organisationForm
            && rule.CompulsoryForForms.Contains(organisationForm) && !form.Seals.Kinds.Contains(rule.Kind))
            yield return rule.Missing.Finding("official-seal-missing", "/seals/kinds", ("form", organisationForm));
    }

    private static IEnumerable<Finding> Engraver(SealSetRules.EngraverRule rule, Application<SealSetForm> application)
    {
        SealSetRules.Engraver[] listed = [.. rule.For(application.Region)];
        var open = string.Join(", ", listed.Where(e => e.Open).Select(e => e.Id));
        var chosen = application.Form.Seals.Engraver;
        switch (listed.FirstOrDefault(e => e.Id == chosen))
        {
            case null:
                yield return rule.NotListed.Finding("engraver-not-listed", "/seals/engraver",
                    ("engraver", chosen), ("region", application.Region), ("known", open));
                break;
            case { Open: false } closed:
                yield return rule.Closed.Finding("engraver-closed", "/seals/engraver", ("engraver", closed.Name), ("known", open));
                break;
        }
    }
}
