namespace OneVisit.Catalogue;

/// <summary>The order in which items can be issued: each after the ones whose licences it needs.</summary>
internal static class IssuingOrder
{
    /// <summary>Orders items by how far they stand from those that need nothing, then by id: the order of the input makes no difference.</summary>
    /// <exception cref="InvalidDataException">Items wait for each other in a ring.</exception>
    public static IReadOnlyList<BundleItem> Of(IReadOnlyList<BundleItem> items, string path)
    {
        var waiting = items.OrderBy(i => i.Item.Id, StringComparer.Ordinal).ToList();
        var ordered = new List<BundleItem>(items.Count);
        while (waiting.Count > 0)
        {
            var awaited = waiting.SelectMany(i => i.Item.Outputs).ToHashSet();
            BundleItem[] ready = [.. waiting.Where(i => !i.Item.Needs.Any(awaited.Contains))];
            if (ready.Length == 0)
                throw new InvalidDataException($"{path}: {string.Join(", ", waiting.Select(i => i.Item.Id))} wait for each other's licences");
            ordered.AddRange(ready);
            waiting.RemoveAll(i => ready.Contains(i));
        }
        return ordered;
    }
}
