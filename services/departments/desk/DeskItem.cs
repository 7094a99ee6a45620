using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Desk;

/// <summary>
/// An item whose department has no code of its own. People review it, or it is granted at once when it is complete: its form has been
/// checked before it came here. Its licences are made as the catalogue says.
/// </summary>
/// <param name="yearsOf">For how many years a licence type is valid; null where it does not expire.</param>
internal sealed class DeskItem(ServiceItem item, RuleBook<DeskRules> book, Func<string, int?> yearsOf) : IItemHandler
{
    private readonly LicenceMaker _maker = new(item, yearsOf);

    public string Item => item.Id;

    public IReadOnlyList<RegisterKey> ReviewKeys(Application<JsonElement> application) => [];

    public ReviewResult Review(Application<JsonElement> application, Facts facts)
    {
        var version = book.VersionAt(application.Today);
        // The rules of a department that got code after the case was sent here are not the desk's: people decide that too.
        if (item.DecidedBy != DecidedBy.AtOnce)
            return new ReviewResult.LeftToPeople([Finding(version.Rules.OfficerReviews, "officer-reviews", null)]);
        Finding[] missing =
        [
            .. item.Materials.Where(m => IsMissing(m, application)).Select(m =>
                Finding(version.Rules.MaterialMissing, "material-missing", "/materials", ("materialEn", m.Name.En), ("material", m.Name.Zh))),
        ];
        var reason = version.Rules.DecidedAtOnce;
        return missing.Length > 0
            ? new ReviewResult.LeftToPeople(missing)
            : new ReviewResult.Passed($"desk/{version.Version}", reason.With(), BasisOf(reason), []);
    }

    public Needs IssueNeeds(Application<JsonElement> application, IReadOnlyList<Licence> inputs) => _maker.Needs(application);

    public IssueResult Issue(Application<JsonElement> application, IReadOnlyList<Licence> inputs, Facts facts)
    {
        // The numbers were drawn a moment ago, for the item as it stood then.
        if (!_maker.Needs(application).Numbers.All(n => facts.HasNumber(n.Sequence)))
            return new IssueResult.Failed("catalogue-changed", new Text("事项目录刚刚更新，将重新制证", "The catalogue has just changed; issuing is tried again"), Final: false);
        var licences = _maker.Make(application, inputs, facts);
        return new IssueResult.Issued(licences, [.. licences.Select(l => new RegisterClaim(new RegisterKey(l.Type, l.Number), l.Data, Lasting: true))]);
    }

    /// <summary>
    /// What is asked only with some answers is not known here, and the submission was checked for it; what the city itself issues is not asked. What is
    /// promised comes before anything is issued.
    /// </summary>
    private static bool IsMissing(ItemMaterial asked, Application<JsonElement> application) =>
        asked is { Necessity: not Necessity.Optional, When: null, IssuedAs: null } && application.Materials.All(g => g.Material != asked.Id)
        && application.Promised?.Contains(asked.Id) != true;

    private Finding Finding(RuleReason reason, string code, string? pointer, params ReadOnlySpan<(string Name, object Value)> figures) =>
        reason.Finding(code, pointer, figures) with { LegalBasis = BasisOf(reason) };

    /// <summary>The item's own law, and the one the desk rests on.</summary>
    private string BasisOf(RuleReason reason) => string.Join("; ", [.. item.LegalBasis.Select(b => $"{b.Law} {b.Article}"), reason.Basis]);
}
