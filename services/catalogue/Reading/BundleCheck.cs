using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Reading;

/// <summary>
/// Compiles a bundle in every kind of situation, so that a contradiction between two items is found when the catalogue is loaded, and items
/// that never meet may differ.
/// </summary>
/// <param name="text">What it was read from. Where it names more items than the bundle has, they have faults of their own, and what they would bring is
/// not missed.</param>
internal sealed class BundleCheck(Bundle bundle, BundleText text, IReadOnlyCollection<Region> regions, SourceFile file)
{
    private readonly HashSet<Condition> _held = new(ReferenceEqualityComparer.Instance);

    public void Report()
    {
        for (var i = 0; i < bundle.Items.Count; i++)
        {
            var item = bundle.Items[i];
            if (item.Required && bundle.Items.Any(o => !o.Required && o.Item.Outputs.Intersect(item.Item.Awaits).Any()))
                file.ReportOnce(At(item.Item.Id), $"{item.Item.Id} is required and needs a licence of an item that is not");
        }
        // An item that is decided nowhere has a fault of its own.
        if (!BundleSituations.Places(bundle, regions).Any() && bundle.Items.All(i => regions.Any(r => r.At(i.Item.DecidedAt) is not null)))
            file.ReportOnce("/items", "there is no region in which every item is decided");
        if (ReportWidth())
            return;
        var tried = false;
        foreach (var (place, answers) in BundleSituations.Of(bundle, regions, file.ReportOnce))
        {
            tried = true;
            var situation = new Situation(bundle, new Answers(answers), place);
            _held.UnionWith(bundle.Conditions.SelectMany(c => c.WithParts).Where(c => c.Evaluate(situation) == true));
            ReportPlan(place, situation.Answers);
        }
        if (tried)
            ReportNeverHeld();
    }

    /// <summary>What can never hold was meant otherwise. What rests on a question that is never asked follows from that.</summary>
    private void ReportNeverHeld()
    {
        foreach (var (question, condition) in bundle.QuestionConditions)
            ReportNeverHeld(condition, $"/questions/{JsonPointer.Escape(question)}/when", "");
        foreach (var item in bundle.Items)
        {
            if (item.When is { } when)
                ReportNeverHeld(when, $"{At(item.Item.Id)}/when", "");
            foreach (var material in item.Item.Materials)
                if (material.When is { } condition)
                    ReportNeverHeld(condition, At(item.Item.Id), $"the condition of {material.Id} of {item.Item.Id} ");
        }
    }

    private void ReportNeverHeld(Condition condition, string pointer, string which)
    {
        if (condition.Questions.Any(q => bundle.QuestionConditions.TryGetValue(q, out var asked) && !_held.Contains(asked)))
            return;
        if (!_held.Contains(condition))
            file.ReportOnce(pointer, $"{which}can never hold, whatever is answered and wherever the matter is");
        else if (condition.WithParts.Any(c => !_held.Contains(c)))
            file.ReportOnce(pointer, $"{which}has a part that can never hold, whatever is answered and wherever the matter is");
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
        ReportForm(plan);
        if (bundle.Items.Count < text.Items.Count)
            return;
        var outputs = plan.Items.SelectMany(i => i.Item.Outputs).ToHashSet();
        foreach (var item in plan.Items)
            foreach (var need in item.Item.Needs.Where(n => !outputs.Contains(n)))
                file.ReportOnce(At(item.Item.Id), $"{item.Item.Id} needs a {need}, and with some answers no item of the bundle issues one");
        if (plan.Items.Count == 0)
            file.ReportOnce("/items", "with some answers no item applies");
    }

    /// <summary>What nothing can be written at is told of the last item that has a rule there.</summary>
    private void ReportForm(Plan plan)
    {
        FillableCheck.Report(plan.Form, "", (path, message) =>
        {
            var field = path.Split('/')[1];
            file.ReportOnce(At(plan.Items.Last(i => i.Item.Form.Find(field) is not null).Item.Id), $"{path}: {message}");
        });
        foreach (var item in plan.Items)
            FillableCheck.ReportDiffering(item.Item.Form, plan.Form, "", (path, message) => file.ReportOnce(At(item.Item.Id), $"{item.Item.Id}: {path}: {message}"));
    }

    private string At(string? item) => item is null ? "/items" : $"/items/{text.IndexOf(item)}";
}
