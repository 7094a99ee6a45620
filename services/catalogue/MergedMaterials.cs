using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>The merged list of materials: one that several items ask for is handed in once, in a form and of a grade that suits them all.</summary>
internal static class MergedMaterials
{
    /// <exception cref="InvalidDataException">Two items mean different things by one id, or no form suits both.</exception>
    public static IEnumerable<PlanMaterial> Of(IReadOnlyList<PlanItem> items, string path) =>
        from item in items
        from material in item.Item.Materials
        where item.Materials.Contains(material.Id)
        group (item.Item, Material: material) by material.Id into asked
        select Merge([.. asked.Select(a => a.Item)], [.. asked.Select(a => a.Material)], path);

    private static PlanMaterial Merge(IReadOnlyList<ServiceItem> neededBy, IReadOnlyList<ItemMaterial> asked, string path)
    {
        var first = asked[0];
        if (asked.Any(m => m.Name != first.Name))
            throw new InvalidDataException($"{path}: the material '{first.Id}' has different names in {string.Join(", ", neededBy.Select(i => i.Id))}");
        MaterialForm[] forms = [.. first.Forms.Where(f => asked.All(m => m.Forms.Contains(f)))];
        return forms.Length == 0
            ? throw new InvalidDataException($"{path}: no form of the material '{first.Id}' suits {string.Join(", ", neededBy.Select(i => i.Id))}")
            : new(first.Id, first.Name, asked.Max(m => m.Necessity), forms, asked.Min(m => m.Grade),
                [.. neededBy.Select(i => i.Id)], Reasons.ForNeeded(neededBy));
    }
}
