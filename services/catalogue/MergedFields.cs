using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>Which items need each field of a merged form.</summary>
internal static class MergedFields
{
    public static IEnumerable<PlanField> Of(IReadOnlyList<ServiceItem> items) =>
        from item in items
        from leaf in Leaves(item.Form, "")
        group (item, leaf.Node) by leaf.Pointer into field
        let neededBy = field.Select(f => f.item).ToArray()
        select new PlanField(field.Key, field.First().Node.Title!, [.. neededBy.Select(i => i.Id)], Reasons.ForNeeded(neededBy));

    private static IEnumerable<(string Pointer, FormNode Node)> Leaves(ObjectNode node, string pointer)
    {
        foreach (var field in node.Fields)
        {
            var at = $"{pointer}/{JsonPointer.Escape(field.Name)}";
            if (field.Node is not ObjectNode inner)
                yield return (at, field.Node);
            else
                foreach (var leaf in Leaves(inner, at))
                    yield return leaf;
        }
    }
}
