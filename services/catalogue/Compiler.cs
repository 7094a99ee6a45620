using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>Two items of a bundle that cannot be handled as one thing.</summary>
/// <param name="Item">The id of the item at which it showed; null when it concerns all.</param>
internal sealed record Conflict(string? Item, string Message);

/// <summary>
/// Compiles a bundle: a pure function of the bundle with its items in the versions of a day, the place, the answers and the day. The order in
/// which the catalogue lists items makes no difference: a plan's order follows from what depends on what, then from the items' ids.
/// </summary>
public static class Compiler
{
    /// <param name="competence">Which authorities decide on that day.</param>
    /// <exception cref="InvalidDataException">
    /// The items contradict each other. The catalogue is checked for this with every combination of answers when it is loaded, so it never
    /// happens to an applicant.
    /// </exception>
    public static Plan Compile(Bundle bundle, Region region, Answers answers, DateOnly day, Competence competence)
    {
        var conflicts = new List<Conflict>();
        var plan = Compile(bundle, region, answers, day, competence, conflicts);
        return conflicts.Count == 0
            ? plan
            : throw new InvalidDataException($"{bundle.Id} {bundle.Version}: {string.Join("; ", conflicts.Select(c => c.Message))}");
    }

    internal static Plan Compile(Bundle bundle, Region region, Answers answers, DateOnly day, Competence competence, List<Conflict> conflicts)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(region);
        ArgumentNullException.ThrowIfNull(answers);
        var situation = new Situation(bundle, answers, region);
        var applicable = new List<BundleItem>(bundle.Items.Count);
        var possible = new List<ServiceItem>();
        foreach (var item in bundle.Items)
        {
            if (Applies(item.When, situation) is not { } applies)
                possible.Add(item.Item);
            else if (applies)
                applicable.Add(item);
        }
        var ordered = IssuingOrder.Of(applicable, conflicts);
        var issued = Issued(ordered);
        var undecided = possible.SelectMany(i => i.Outputs).Where(t => !issued.ContainsKey(t)).ToHashSet();

        var items = new PlanItem[ordered.Count];
        var form = ObjectNode.Empty;
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Item(ordered[i], ordered, bundle, region, situation, day, competence);
            form = Merge(form, items[i].Item, Asked(items[i].Item, issued, undecided), conflicts);
        }
        form = form with { Title = bundle.Name };
        var materials = MergedMaterials.Of(items, issued, conflicts);
        return new Plan
        {
            Bundle = bundle,
            Region = region,
            Items = items,
            Form = form,
            TolerantForm = possible.Count == 0 ? form : Tolerant(form, items, possible, issued, undecided),
            Fields = MergedFields.Of(items, issued, undecided),
            UndecidedFields = undecided.Count == 0 ? 0 : items.Sum(i => i.Item.Leaves.Count(l => MergedFields.IsIssuedBy(l.Node, i.Item, undecided.Contains))),
            Materials = materials.Asked,
            Provided = [.. MergedFields.Provided(items, issued), .. materials.Provided],
            PossibleMaterials = PossibleMaterials(ordered, possible, situation, issued),
            Fees = Fees(items, conflicts),
            Visits = Visits(items),
            IsSettled = bundle.Conditions.All(c => c.Evaluate(situation) is not null),
            OpenQuestions = [.. bundle.Questions.Fields.Where(q => answers[q.Name] is null && situation.IsAsked(q.Name) == true)],
        };
    }

    private static bool? Applies(Condition? condition, Situation situation) => condition is null ? true : condition.Evaluate(situation);

    /// <summary>Licence type to the items of the plan that issue it.</summary>
    private static Dictionary<string, string[]> Issued(IReadOnlyList<BundleItem> items)
    {
        var issued = new Dictionary<string, string[]>();
        foreach (var item in items)
            foreach (var type in item.Item.Outputs)
                issued[type] = issued.TryGetValue(type, out var others) ? [.. others, item.Item.Id] : [item.Item.Id];
        return issued;
    }

    private static PlanItem Item(
        BundleItem item, IReadOnlyList<BundleItem> all, Bundle bundle, Region region, Situation situation, DateOnly day, Competence competence)
    {
        var materials = new List<string>(item.Item.Materials.Count);
        foreach (var material in item.Item.Materials)
            if (Applies(material.When, situation) == true)
                materials.Add(material.Id);
        return new(
            item.Item,
            competence.AuthorityOf(item.Item, region, day)
                ?? throw new InvalidDataException($"{bundle.Id} {bundle.Version}: {item.Item.Id} is decided at no level that {region.Code} lies in"),
            item.Required,
            IssuingOrder.Before(item, all),
            materials,
            Reasons.ForItem(item, bundle));
    }

    /// <summary>
    /// What an item asks for itself. What it issues itself it may also ask for: the name of the company it is about to register. What another may yet
    /// issue is not asked before that is known; so a plan with open answers never asks for more than each that it can become.
    /// </summary>
    private static ObjectNode Asked(ServiceItem item, Dictionary<string, string[]> issued, HashSet<string> undecided) =>
        item.Form.HasOutputs ? item.Form.Without(type => (issued.ContainsKey(type) || undecided.Contains(type)) && !item.Outputs.Contains(type)) : item.Form;

    private static ObjectNode Merge(ObjectNode form, ServiceItem item, ObjectNode asked, List<Conflict> conflicts)
    {
        var found = new List<string>();
        var merged = form.Merge(asked, "", found);
        foreach (var message in found)
            conflicts.Add(new(item.Id, $"{item.Id}: {message}"));
        return merged;
    }

    private static ObjectNode Tolerant(ObjectNode form, PlanItem[] items, List<ServiceItem> possible, Dictionary<string, string[]> issued, HashSet<string> undecided)
    {
        var tolerant = possible.Aggregate(form, (merged, item) => merged.Tolerating(item.Form));
        return undecided.Count == 0 ? tolerant : items.Aggregate(tolerant, (merged, item) => merged.Tolerating(Asked(item.Item, issued, [])));
    }

    private static HashSet<string> PossibleMaterials(
        IReadOnlyList<BundleItem> applicable, List<ServiceItem> possible, Situation situation, Dictionary<string, string[]> issued)
    {
        var ids = new HashSet<string>();
        foreach (var item in applicable)
            Add(item.Item);
        foreach (var item in possible)
            Add(item);
        return ids;

        void Add(ServiceItem item)
        {
            foreach (var material in item.Materials)
                if ((material.IssuedAs is not { } type || !issued.ContainsKey(type) || item.Outputs.Contains(type)) && Applies(material.When, situation) != false)
                    ids.Add(material.Id);
        }
    }

    private static PlanFees Fees(PlanItem[] items, List<Conflict> conflicts)
    {
        var (total, perItem) = (0m, new PlanFee[items.Length]);
        var currency = items.Length == 0 ? "CNY" : items[0].Item.Fee.Currency;
        for (var i = 0; i < items.Length; i++)
        {
            var fee = items[i].Item.Fee;
            perItem[i] = new(items[i].Item.Id, fee.Amount, fee.PaidBy, fee.Basis);
            if (fee.PaidBy == Payer.Applicant)
                total += fee.Amount;
            if (fee.Currency != currency)
                conflicts.Add(new(items[i].Item.Id, $"the fees are in several currencies: {currency} and {fee.Currency}"));
        }
        return new(total, currency, perItem);
    }

    // Handled as one thing, what one item makes the applicant come for is done on the same trip as the next.
    private static PlanVisits Visits(PlanItem[] items) => new(
        items.Select(i => i.Item.Visits.Count).DefaultIfEmpty().Max(),
        [.. items.Select(i => new PlanVisit(i.Item.Id, i.Item.Visits.Count, i.Item.Visits.Why))]);
}
