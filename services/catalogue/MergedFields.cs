using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>Which items need each field of a merged form, and which fields are not asked because an item issues them.</summary>
internal static class MergedFields
{
    public static IReadOnlyList<PlanField> Of(IReadOnlyList<PlanItem> items, Dictionary<string, string[]> issued)
    {
        var fields = new List<(string Pointer, FormNode Node, List<ServiceItem> NeededBy)>();
        var at = new Dictionary<string, int>();
        foreach (var item in items)
            foreach (var (pointer, node) in item.Item.Leaves)
            {
                if (IsProvided(node, item.Item, issued))
                    continue;
                if (at.TryGetValue(pointer, out var known))
                {
                    fields[known].NeededBy.Add(item.Item);
                    continue;
                }
                at[pointer] = fields.Count;
                fields.Add((pointer, node, [item.Item]));
            }
        var reasons = new ReasonsOnce();
        var merged = new PlanField[fields.Count];
        for (var i = 0; i < merged.Length; i++)
        {
            var (ids, reason) = reasons.For(fields[i].NeededBy);
            merged[i] = new(fields[i].Pointer, fields[i].Node.Title!, ids, reason);
        }
        return merged;
    }

    public static IEnumerable<PlanProvision> Provided(IReadOnlyList<PlanItem> items, Dictionary<string, string[]> issued)
    {
        if (!items.Any(i => i.Item.Form.HasOutputs))
            return [];
        return from item in items
               from leaf in item.Item.Leaves
               where IsProvided(leaf.Node, item.Item, issued)
               group (item.Item, leaf.Node) by leaf.Pointer into field
               let output = field.First().Node.Output!
               let type = output[..output.IndexOf('.', StringComparison.Ordinal)]
               let neededBy = field.Select(f => f.Item).ToArray()
               select new PlanProvision(null, field.Key, type, issued[type], [.. neededBy.Select(i => i.Id)], Reasons.ForProvided(type, issued[type]));
    }

    /// <summary>The fields of a form that are no objects, with their pointers. An object that is an output as a whole is one.</summary>
    public static IEnumerable<(string Pointer, FormNode Node)> LeavesOf(ObjectNode node, string pointer)
    {
        foreach (var field in node.Fields)
        {
            var at = $"{pointer}/{JsonPointer.Escape(field.Name)}";
            if (field.Node is not ObjectNode { Output: null } inner)
                yield return (at, field.Node);
            else
                foreach (var leaf in LeavesOf(inner, at))
                    yield return leaf;
        }
    }

    private static bool IsProvided(FormNode node, ServiceItem item, Dictionary<string, string[]> issued) =>
        node.Output is { } output && output[..output.IndexOf('.', StringComparison.Ordinal)] is var type && issued.ContainsKey(type) && !item.Outputs.Contains(type);
}
