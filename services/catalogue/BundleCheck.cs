using System.Text.Json;
using OneVisit.Catalogue.Forms;

namespace OneVisit.Catalogue;

/// <summary>
/// Compiles a bundle with every combination of answers that its conditions look at, so that a contradiction between two items is found when
/// the catalogue is loaded, and items that never meet may differ.
/// </summary>
internal static class BundleCheck
{
    // Twelve yes-or-no questions that decide something; people have given up long before.
    private const int MostCombinations = 4096;

    /// <exception cref="InvalidDataException">Names the file and the contradiction.</exception>
    public static void RefuseContradictions(Bundle bundle, IReadOnlyList<Region> regions, string path)
    {
        if (bundle.Items.FirstOrDefault(i => i.Required && bundle.Items.Any(o => !o.Required && o.Item.Outputs.Intersect(i.Item.Needs).Any())) is { } item)
            throw new InvalidDataException($"{path}: {item.Item.Id} is required and needs a licence of an item that is not");
        var place = regions.FirstOrDefault(bundle.IsDecidedIn)
            ?? throw new InvalidDataException($"{path}: there is no region in which every item is decided");
        var seen = new HashSet<string>();
        foreach (var answers in Combinations(bundle, path))
            if (seen.Add(string.Concat(bundle.Conditions.Select(c => c.Evaluate(answers) == true ? '1' : '0'))))
                RefuseUnmetNeeds(Compile(bundle, place, answers, path), path);
    }

    private static Plan Compile(Bundle bundle, Region place, Answers answers, string path)
    {
        try
        {
            return Compiler.Compile(bundle, place, answers);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private static void RefuseUnmetNeeds(Plan plan, string path)
    {
        var outputs = plan.Items.SelectMany(i => i.Item.Outputs).ToHashSet();
        foreach (var item in plan.Items)
            if (item.Item.Needs.FirstOrDefault(n => !outputs.Contains(n)) is { } need)
                throw new InvalidDataException($"{path}: {item.Item.Id} needs a {need}, and with some answers no item of the bundle issues one");
    }

    private static IEnumerable<Answers> Combinations(Bundle bundle, string path)
    {
        var deciding = bundle.Conditions.SelectMany(c => c.Questions).Distinct().Select(q => bundle.Questions.Find(q)!).ToArray();
        var combinations = new List<Dictionary<string, JsonElement>> { new() };
        foreach (var question in deciding)
        {
            combinations = [.. from known in combinations
                               from value in ValuesOf(question, path)
                               select new Dictionary<string, JsonElement>(known) { [question.Name] = value }];
            if (combinations.Count > MostCombinations)
                throw new InvalidDataException($"{path}: the questions have more than {MostCombinations} combinations of answers");
        }
        return combinations.Select(c => new Answers(c));
    }

    private static IEnumerable<JsonElement> ValuesOf(FormField question, string path) => question.Node switch
    {
        BooleanNode => [JsonSerializer.SerializeToElement(false), JsonSerializer.SerializeToElement(true)],
        ChoiceNode choice => choice.Choices.Select(c => JsonSerializer.SerializeToElement(c.Value)),
        _ => throw new InvalidDataException($"{path}: '{question.Name}' decides something and is no question with a closed list of answers"),
    };
}
