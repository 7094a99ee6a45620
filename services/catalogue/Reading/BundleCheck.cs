using System.Text.Json;
using OneVisit.Catalogue.Forms;

namespace OneVisit.Catalogue.Reading;

/// <summary>
/// Compiles a bundle with every combination of answers and places that its conditions look at, so that a contradiction between two items is
/// found when the catalogue is loaded, and items that never meet may differ.
/// </summary>
internal sealed class BundleCheck(Bundle bundle, IReadOnlyCollection<Region> regions, SourceFile file)
{
    // Twelve yes-or-no questions that decide something; people have given up long before.
    private const int MostCombinations = 4096;

    public void Report()
    {
        for (var i = 0; i < bundle.Items.Count; i++)
        {
            var item = bundle.Items[i];
            if (item.Required && bundle.Items.Any(o => !o.Required && o.Item.Outputs.Intersect(item.Item.Awaits).Any()))
                file.ReportOnce($"/items/{i}", $"{item.Item.Id} is required and needs a licence of an item that is not");
        }
        var places = Places();
        if (places.Count == 0)
        {
            file.ReportOnce("/items", "there is no region in which every item is decided");
            return;
        }
        if (Combinations() is not { } combinations)
            return;
        var seen = new HashSet<string>();
        foreach (var place in places)
            foreach (var answers in combinations)
            {
                var situation = new Situation(bundle, new Answers(answers), place);
                if (seen.Add(string.Concat(bundle.Conditions.Select(c => c.Evaluate(situation) == true ? '1' : '0'))))
                    ReportPlan(place, situation.Answers);
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

    // One place for each way the conditions can see a place.
    private List<Region> Places()
    {
        string[] looked = [.. bundle.Conditions.SelectMany(c => c.Regions).Distinct()];
        return [.. regions.Where(bundle.IsDecidedIn).DistinctBy(r => string.Concat(looked.Select(code => r.LiesIn(code) ? '1' : '0')))];
    }

    private List<Dictionary<string, JsonElement>>? Combinations()
    {
        var combinations = new List<Dictionary<string, JsonElement>> { new() };
        foreach (var name in bundle.Conditions.SelectMany(c => c.Questions).Distinct())
        {
            if (ValuesOf(bundle.Questions.Find(name)!) is not { } values)
                return null;
            combinations = [.. from known in combinations
                               from value in values
                               select new Dictionary<string, JsonElement>(known) { [name] = value }];
            if (combinations.Count > MostCombinations)
            {
                file.ReportOnce("/questions", $"the questions have more than {MostCombinations} combinations of answers");
                return null;
            }
        }
        return combinations;
    }

    private List<JsonElement>? ValuesOf(FormField question)
    {
        switch (question.Node)
        {
            case BooleanNode:
                return [JsonSerializer.SerializeToElement(false), JsonSerializer.SerializeToElement(true)];
            case ChoiceNode choice:
                return [.. choice.Choices.Select(c => JsonSerializer.SerializeToElement(c.Value))];
            case NumberNode number:
                return [.. NumbersAround(question.Name, number.Whole ? 1m : 0.001m).Select(n => JsonSerializer.SerializeToElement(n))];
            default:
                file.ReportOnce("/questions", $"'{question.Name}' decides something and is no question with a closed list of answers, and no number");
                return null;
        }
    }

    // On each side of every number a condition looks at, and on it.
    private IEnumerable<decimal> NumbersAround(string question, decimal step) => bundle.Conditions.SelectMany(c => c.Thresholds)
        .Where(t => t.Question == question)
        .SelectMany(t => new[] { t.Number - step, t.Number, t.Number + step })
        .DefaultIfEmpty()
        .Distinct();
}
