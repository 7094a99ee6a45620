namespace OneVisit.Catalogue;

/// <summary>The order in which items can be issued: each after the ones whose licences it awaits.</summary>
internal static class IssuingOrder
{
    /// <summary>
    /// Orders items by how far they stand from those that await nothing, then by id: the order of the input makes no difference. Items that
    /// wait for each other in a ring are a conflict.
    /// </summary>
    public static IReadOnlyList<BundleItem> Of(List<BundleItem> items, List<Conflict> conflicts)
    {
        items.Sort((a, b) => string.CompareOrdinal(a.Item.Id, b.Item.Id));
        var ordered = new List<BundleItem>(items.Count);
        var waiting = items;
        while (waiting.Count > 0)
        {
            var ready = waiting.FindAll(i => !waiting.Exists(other => other != i && Awaits(i, other)));
            if (ready.Count == 0)
            {
                conflicts.Add(new(waiting[0].Item.Id, $"{string.Join(", ", waiting.Select(i => i.Item.Id))} wait for each other's licences"));
                ready = waiting;
            }
            ordered.AddRange(ready);
            waiting = waiting.FindAll(i => !ready.Contains(i));
        }
        return ordered;
    }

    /// <summary>The ids of the items that one waits for.</summary>
    public static IReadOnlyList<string> Before(BundleItem item, IReadOnlyList<BundleItem> all)
    {
        List<string>? before = null;
        foreach (var other in all)
            if (other != item && Awaits(item, other))
                (before ??= []).Add(other.Item.Id);
        return before ?? (IReadOnlyList<string>)[];
    }

    private static bool Awaits(BundleItem item, BundleItem other)
    {
        foreach (var type in item.Item.Awaits)
            foreach (var output in other.Item.Outputs)
                if (type == output)
                    return true;
        return false;
    }
}
