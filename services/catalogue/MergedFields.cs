using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>Which items need each field of a merged form, and which fields are not asked because an item issues them.</summary>
internal static class MergedFields
{
    public static IReadOnlyList<PlanField> Of(IReadOnlyList<PlanItem> items, Dictionary<string, string[]> issued, HashSet<string> undecided)
    {
        var fields = new List<(string Pointer, FormNode Node, List<ServiceItem> NeededBy)>();
        var at = new Dictionary<string, int>();
        foreach (var item in items)
            foreach (var (pointer, node) in item.Item.Leaves)
            {
                if (IsIssuedBy(node, item.Item, type => issued.ContainsKey(type) || undecided.Contains(type)))
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
        // Two items may read one field from two licences.
        return from item in items
               from leaf in item.Item.Leaves
               where IsIssuedBy(leaf.Node, item.Item, issued.ContainsKey)
               group item.Item.Id by (leaf.Pointer, Licence: LicenceOf(leaf.Node.Output!)) into field
               let issuers = issued[field.Key.Licence]
               select new PlanProvision(null, field.Key.Pointer, field.Key.Licence, issuers, [.. field], Reasons.ForProvided(field.Key.Licence, issuers));
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

    /// <summary>Whether another item issues what a field is.</summary>
    /// <param name="isIssued">Whether an item of the plan issues this licence type.</param>
    public static bool IsIssuedBy(FormNode node, ServiceItem item, Func<string, bool> isIssued) =>
        node.Output is { } output && LicenceOf(output) is var type && isIssued(type) && !item.Outputs.Contains(type);

    private static string LicenceOf(string output) => output[..output.IndexOf('.', StringComparison.Ordinal)];
}
