using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>
/// The merged list of materials: one that several items ask for is handed in once, in a form and of a grade that suits them all. A paper that
/// the city issues is not asked for: an item of the plan issues it, or it is looked up.
/// </summary>
internal static class MergedMaterials
{
    public static (IReadOnlyList<PlanMaterial> Asked, IReadOnlyList<PlanProvision> Provided) Of(
        IReadOnlyList<PlanItem> items, Dictionary<string, string[]> issued, List<Conflict> conflicts)
    {
        var groups = new List<(string Id, List<ServiceItem> NeededBy, List<ItemMaterial> Asked)>();
        var at = new Dictionary<string, int>();
        foreach (var item in items)
            foreach (var material in item.Item.Materials)
            {
                if (!item.Materials.Contains(material.Id))
                    continue;
                if (!at.TryGetValue(material.Id, out var known))
                {
                    at[material.Id] = known = groups.Count;
                    groups.Add((material.Id, [], []));
                }
                groups[known].NeededBy.Add(item.Item);
                groups[known].Asked.Add(material);
            }
        var (asked, provided, reasons) = (new List<PlanMaterial>(groups.Count), new List<PlanProvision>(), new ReasonsOnce());
        foreach (var (id, neededBy, wanted) in groups)
        {
            RefuseDifferentMeanings(wanted, neededBy, conflicts);
            var (ids, reason) = reasons.For(neededBy);
            if (wanted[0].IssuedAs is { } type)
            {
                var from = issued.GetValueOrDefault(type) ?? [];
                // Who renews a permit shows the old one: what an item issues itself is not there yet.
                foreach (var group in neededBy.GroupBy(i => from.Length > 0 && !i.Outputs.Contains(type), i => i.Id))
                    provided.Add(group.Key ? new(id, null, type, from, [.. group], Reasons.ForProvided(type, from)) : new(id, null, type, [], [.. group], Reasons.ForLookedUp(type)));
            }
            else
            {
                asked.Add(Merge(id, wanted, ids, reason));
            }
        }
        return (asked, provided);
    }

    private static PlanMaterial Merge(string id, List<ItemMaterial> asked, IReadOnlyList<string> neededBy, Contracts.Text reason)
    {
        var first = asked[0];
        var necessity = asked.Max(m => m.Necessity);
        return new(id, first.Name, necessity, FormsFor(asked), asked.Min(m => m.Grade), neededBy, reason)
        {
            Source = first.Source,
            Original = asked.Exists(m => m.Original),
            Copies = asked.Max(m => m.Copies),
            Tolerance = necessity == Necessity.Tolerable ? asked.Select(m => m.Tolerance).OfType<TimeLimit>().MinBy(t => t.Days) : null,
            Sample = asked.Find(m => m.Sample is not null)?.Sample,
            Blank = asked.Find(m => m.Blank is not null)?.Blank,
        };
    }

    private static MaterialForm[] FormsFor(List<ItemMaterial> asked) => [.. asked[0].Forms.Where(f => asked.TrueForAll(m => m.Forms.Contains(f)))];

    private static void RefuseDifferentMeanings(List<ItemMaterial> asked, List<ServiceItem> neededBy, List<Conflict> conflicts)
    {
        if (asked.Count == 1)
            return;
        var first = asked[0];
        var items = string.Join(", ", neededBy.Select(i => i.Id));
        if (asked.Exists(m => m.Name != first.Name))
            conflicts.Add(new(neededBy[^1].Id, $"the material '{first.Id}' has different names in {items}"));
        if (asked.Exists(m => m.IssuedAs != first.IssuedAs))
            conflicts.Add(new(neededBy[^1].Id, $"the material '{first.Id}' is issued by the city in some of {items} and not in others"));
        // Days of two kinds have no shorter one.
        if (asked.Select(m => m.Tolerance?.Unit).OfType<DayUnit>().Distinct().Count() > 1)
            conflicts.Add(new(neededBy[^1].Id, $"the material '{first.Id}' may be brought later by limits of different units in {items}"));
        if (FormsFor(asked).Length == 0)
            conflicts.Add(new(neededBy[^1].Id, $"no form of the material '{first.Id}' suits {items}"));
    }
}
