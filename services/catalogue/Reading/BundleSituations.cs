using System.Text.Json;
using OneVisit.Catalogue.Forms;

namespace OneVisit.Catalogue.Reading;

/// <summary>Every kind of situation a bundle can meet: one place and one set of answers for each way its conditions can come out.</summary>
internal static class BundleSituations
{
    // Twelve yes-or-no questions that decide something; people have given up long before.
    public const int MostCombinations = 4096;

    /// <param name="report">Takes what keeps the situations from being listed.</param>
    public static IEnumerable<(Region Place, Dictionary<string, JsonElement> Answers)> Of(
        Bundle bundle, IReadOnlyCollection<Region> regions, Action<string, string> report)
    {
        if (Combinations(bundle, report) is not { } combinations)
            yield break;
        var seen = new HashSet<string>();
        foreach (var place in Places(bundle, regions))
            foreach (var answers in combinations)
            {
                var situation = new Situation(bundle, new Answers(answers), place);
                if (seen.Add(string.Concat(bundle.Conditions.Select(c => c.Evaluate(situation) == true ? '1' : '0'))))
                    yield return (place, answers.Where(a => situation.IsAsked(a.Key) != false).ToDictionary());
            }
    }

    /// <summary>One place for each way the conditions can see a place, among those where every item is decided.</summary>
    public static IEnumerable<Region> Places(Bundle bundle, IReadOnlyCollection<Region> regions)
    {
        string[] looked = [.. bundle.Conditions.SelectMany(c => c.Regions).Distinct()];
        return regions.Where(bundle.IsDecidedIn).DistinctBy(r => string.Concat(looked.Select(code => r.LiesIn(code) ? '1' : '0')));
    }

    private static List<Dictionary<string, JsonElement>>? Combinations(Bundle bundle, Action<string, string> report)
    {
        var combinations = new List<Dictionary<string, JsonElement>> { new() };
        foreach (var name in bundle.Conditions.SelectMany(c => c.Questions).Distinct())
        {
            if (ValuesOf(bundle, bundle.Questions.Find(name)!) is not { } values)
            {
                report("/questions", $"'{name}' decides something and is no question with a closed list of answers, and no number");
                return null;
            }
            combinations = [.. from known in combinations
                               from value in values
                               select new Dictionary<string, JsonElement>(known) { [name] = value }];
            if (combinations.Count > MostCombinations)
            {
                report("/questions", $"the questions have more than {MostCombinations} combinations of answers");
                return null;
            }
        }
        return combinations;
    }

    /// <summary>The answers of a question that come to different things; null where it has no end of them.</summary>
    public static IEnumerable<JsonElement>? ValuesOf(Bundle bundle, FormField question) => question.Node switch
    {
        BooleanNode => [JsonSerializer.SerializeToElement(false), JsonSerializer.SerializeToElement(true)],
        ChoiceNode choice => choice.Choices.Select(c => JsonSerializer.SerializeToElement(c.Value)),
        NumberNode number => NumbersAround(bundle, question.Name, number).Select(n => JsonSerializer.SerializeToElement(n)),
        _ => null,
    };

    // Every number a condition looks at, and one of those before, between and after them, as far as the question can be answered so.
    private static IEnumerable<decimal> NumbersAround(Bundle bundle, string question, NumberNode number)
    {
        decimal[] marks = [.. bundle.Conditions.SelectMany(c => c.Thresholds).Where(t => t.Question == question).Select(t => t.Number).Distinct().Order()];
        decimal? least = number.Minimum <= number.ExclusiveMinimum ? null : number.Minimum;
        var (first, last) = (marks.Length == 0 ? number.Maximum : marks[0], marks.Length == 0 ? least : marks[^1]);
        return marks
            .Concat(marks.Zip(marks.Skip(1), (a, b) => Between(a, b, number.Whole)))
            .Append(least is { } min ? number.Whole ? decimal.Ceiling(min) : min : Between(number.ExclusiveMinimum, first, number.Whole))
            .Append(number.Maximum is { } max ? number.Whole ? decimal.Floor(max) : max : Between(last ?? number.ExclusiveMinimum, null, number.Whole))
            .Where(n => !(number.Whole && !decimal.IsInteger(n)) && !(n < number.Minimum) && !(n <= number.ExclusiveMinimum) && !(n > number.Maximum))
            .Distinct();
    }

    // A number more than one and less than the other, where there is one. Beyond the last decimal there is none.
    private static decimal Between(decimal? a, decimal? b, bool whole) => (a, b) switch
    {
        (null, null) => 0,
        (null, { } below) => below == decimal.MinValue ? below : decimal.Ceiling(below) - 1,
        ({ } above, null) => above == decimal.MaxValue ? above : decimal.Floor(above) + 1,
        ({ } above, { } below) => whole ? decimal.Floor(above) + 1 : above + ((below / 2) - (above / 2)),
    };
}
