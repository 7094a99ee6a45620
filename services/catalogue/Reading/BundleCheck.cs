using OneVisit.Catalogue.Forms;

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
        if (ReportWidth())
            return;
        foreach (var (place, answers) in BundleSituations.Of(bundle, regions, file.ReportOnce))
            ReportPlan(place, new Answers(answers));
    }

    /// <summary>
    /// Counts all items together, also those that never meet: as long as an answer is open, the form tolerates the fields of every item that
    /// may yet apply.
    /// </summary>
    private bool ReportWidth()
    {
        var members = new Dictionary<string, HashSet<string>>();
        foreach (var item in bundle.Items)
            Gather(item.Item.Form, "", members);
        var tooWide = members.Where(m => m.Value.Count > ObjectNode.MostMembers).ToList();
        foreach (var (path, names) in tooWide)
            file.ReportOnce("/items", $"the forms of all items together have {names.Count} members{(path.Length == 0 ? "" : $" in {path}")}: an object has at most {ObjectNode.MostMembers}, group them");
        return tooWide.Count > 0;
    }

    private static void Gather(FormNode node, string path, Dictionary<string, HashSet<string>> members)
    {
        if (node is ArrayNode list)
            Gather(list.Items, path, members);
        if (node is not ObjectNode o)
            return;
        if (!members.TryGetValue(path, out var names))
            members[path] = names = [];
        foreach (var field in o.Fields)
        {
            names.Add(field.Name);
            Gather(field.Node, $"{path}/{field.Name}", members);
        }
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
