using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Catalogue.Reading;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Editing;

/// <summary>
/// Every kind of situation that two versions of a bundle can meet: whatever decides something in either of them is answered, so that neither
/// is looked at with a question open.
/// </summary>
internal static class DiffSituations
{
    /// <param name="Last">What of it the version before was answered; null where it could not be answered so.</param>
    /// <param name="Next">The same of the version after.</param>
    public sealed record Both(IReadOnlyDictionary<string, JsonElement> All, Answers? Last, Answers? Next);

    /// <returns>Null where there are too many to compare.</returns>
    public static IReadOnlyList<Both>? Of(Bundle last, Bundle next, Region placeOfLast, Region placeOfNext)
    {
        var combinations = new List<Dictionary<string, JsonElement>> { new() };
        foreach (var name in last.Conditions.Concat(next.Conditions).SelectMany(c => c.Questions).Distinct())
        {
            JsonElement[] values = [.. Values(last, name).Concat(Values(next, name)).DistinctBy(v => v.GetRawText())];
            combinations = [.. from known in combinations
                               from value in values
                               select new Dictionary<string, JsonElement>(known) { [name] = value }];
            if (combinations.Count > BundleSituations.MostCombinations)
                return null;
        }
        var seen = new HashSet<string>();
        var situations = new List<Both>();
        foreach (var answers in combinations)
        {
            var (before, after) = (Given(last, placeOfLast, answers), Given(next, placeOfNext, answers));
            if ((before is not null || after is not null) && seen.Add($"{Outcome(last, placeOfLast, before)}/{Outcome(next, placeOfNext, after)}"))
                situations.Add(new(answers.Where(a => IsGiven(before, a.Key) || IsGiven(after, a.Key)).ToDictionary(), before, after));
        }
        return situations;
    }

    private static bool IsGiven(Answers? answers, string question) => answers?[question] is not null;

    private static IEnumerable<JsonElement> Values(Bundle bundle, string question) =>
        bundle.Questions.Find(question) is { } known ? BundleSituations.ValuesOf(bundle, known) ?? [] : [];

    private static Answers? Given(Bundle bundle, Region place, Dictionary<string, JsonElement> answers)
    {
        var own = answers.Where(a => bundle.Questions.Find(a.Key) is not null).ToDictionary();
        var situation = new Situation(bundle, new Answers(own), place);
        var asked = own.Where(a => situation.IsAsked(a.Key) != false).ToDictionary();
        return asked.All(a => IsAdmissible(bundle.Questions.Find(a.Key)!.Node, a.Value)) ? new Answers(asked) : null;
    }

    private static bool IsAdmissible(FormNode node, JsonElement value)
    {
        var faults = new List<Fault>();
        node.Validate(value, "", faults);
        return faults.Count == 0;
    }

    private static string Outcome(Bundle bundle, Region place, Answers? answers)
    {
        if (answers is null)
            return "";
        var situation = new Situation(bundle, answers, place);
        return string.Concat(bundle.Conditions.Select(c => c.Evaluate(situation) == true ? '1' : '0'));
    }
}
