namespace OneVisit.Catalogue.Reading;

/// <summary>
/// Compiles a bundle in every kind of situation, so that a contradiction between two items is found when the catalogue is loaded, and items
/// that never meet may differ.
/// </summary>
internal sealed class BundleCheck(Bundle bundle, IReadOnlyCollection<Region> regions, SourceFile file)
{
    public void Report()
    {
        for (var i = 0; i < bundle.Items.Count; i++)
        {
            var item = bundle.Items[i];
            if (item.Required && bundle.Items.Any(o => !o.Required && o.Item.Outputs.Intersect(item.Item.Awaits).Any()))
                file.ReportOnce($"/items/{i}", $"{item.Item.Id} is required and needs a licence of an item that is not");
        }
        if (!BundleSituations.Places(bundle, regions).Any())
            file.ReportOnce("/items", "there is no region in which every item is decided");
        foreach (var (place, answers) in BundleSituations.Of(bundle, regions, file.ReportOnce))
            ReportPlan(place, new Answers(answers));
    }

    private void ReportPlan(Region place, Answers answers)
    {
        var conflicts = new List<Conflict>();
        var plan = Compiler.Compile(bundle, place, answers, bundle.HoldsFrom, Competence.Plain, conflicts);
        foreach (var conflict in conflicts)
            file.ReportOnce(At(conflict.Item), conflict.Message);
        var outputs = plan.Items.SelectMany(i => i.Item.Outputs).ToHashSet();
        foreach (var item in plan.Items)
            foreach (var need in item.Item.Needs.Where(n => !outputs.Contains(n)))
                file.ReportOnce(At(item.Item.Id), $"{item.Item.Id} needs a {need}, and with some answers no item of the bundle issues one");
        if (plan.Items.Count == 0)
            file.ReportOnce("/items", "with some answers no item applies");
    }

    private string At(string? item)
    {
        for (var i = 0; i < bundle.Items.Count; i++)
            if (bundle.Items[i].Item.Id == item)
                return $"/items/{i}";
        return "/items";
    }
}
