using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>
/// Compiles a bundle: a pure function of the bundle, the place and the answers. The order in which the catalogue lists items makes no
/// difference: a plan's order follows from what depends on what, then from the items' ids.
/// </summary>
public static class Compiler
{
    /// <exception cref="InvalidDataException">
    /// The items contradict each other. The catalogue is checked for this with every combination of answers when it is loaded, so it never
    /// happens to an applicant.
    /// </exception>
    public static Plan Compile(Bundle bundle, Region region, Answers answers)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(answers);
        var path = $"{bundle.Id} {bundle.Version}";
        var applicable = IssuingOrder.Of([.. bundle.Items.Where(i => Applies(i.When, answers) == true)], path);
        ServiceItem[] possible = [.. bundle.Items.Where(i => Applies(i.When, answers) is null).Select(i => i.Item)];

        var form = applicable.Aggregate(ObjectNode.Empty, (merged, next) => merged.Merge(next.Item.Form, path)) with { Title = bundle.Name };
        PlanItem[] items = [.. applicable.Select(i => new PlanItem(
            i.Item,
            i.Item.AuthorityFor(region) ?? throw new InvalidDataException($"{path}: {i.Item.Id} is decided at no level that {region.Code} lies in"),
            i.Required,
            DependsOn(i, applicable),
            [.. i.Item.Materials.Where(m => Applies(m.When, answers) == true).Select(m => m.Id)],
            Reasons.ForItem(i, bundle)))];

        return new Plan
        {
            Bundle = bundle,
            Region = region,
            Items = items,
            Form = form,
            TolerantForm = possible.Aggregate(form, (tolerant, item) => tolerant.Tolerating(item.Form)),
            Fields = [.. MergedFields.Of([.. items.Select(i => i.Item)])],
            Materials = [.. MergedMaterials.Of(items, path)],
            PossibleMaterials = applicable.Select(i => i.Item).Concat(possible).SelectMany(i => i.Materials)
                .Where(m => Applies(m.When, answers) != false).Select(m => m.Id).ToHashSet(),
            Fees = Fees(items, path),
            Visits = Visits(items),
            OpenQuestions = [.. bundle.Questions.Fields.Where(q => answers[q.Name] is null)],
        };
    }

    private static bool? Applies(Condition? condition, Answers answers) => condition is null ? true : condition.Evaluate(answers);

    private static string[] DependsOn(BundleItem item, IReadOnlyList<BundleItem> all) =>
        [.. all.Where(other => other != item && other.Item.Outputs.Intersect(item.Item.Needs).Any()).Select(other => other.Item.Id)];

    private static PlanFees Fees(IReadOnlyList<PlanItem> items, string path)
    {
        PlanFee[] perItem = [.. items.Select(i => new PlanFee(i.Item.Id, i.Item.Fee.Amount, i.Item.Fee.PaidBy, i.Item.Fee.Basis))];
        string[] currencies = [.. items.Select(i => i.Item.Fee.Currency).Distinct()];
        return currencies.Length > 1
            ? throw new InvalidDataException($"{path}: the fees are in several currencies")
            : new(perItem.Where(f => f.PaidBy == Payer.Applicant).Sum(f => f.Amount), currencies.FirstOrDefault("CNY"), perItem);
    }

    // Handled as one thing, what one item makes the applicant come for is done on the same trip as the next.
    private static PlanVisits Visits(IReadOnlyList<PlanItem> items) => new(
        items.Select(i => i.Item.Visits.Count).DefaultIfEmpty().Max(),
        [.. items.Select(i => new PlanVisit(i.Item.Id, i.Item.Visits.Count, i.Item.Visits.Why))]);
}
