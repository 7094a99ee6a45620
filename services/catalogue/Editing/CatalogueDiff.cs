using System.Globalization;
using System.Text;
using System.Text.Json;
using OneVisit.Catalogue.Reading;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Editing;

/// <summary>What a change of the catalogue means to applicants: what they fill in, hand in, wait, come and pay for, more or less.</summary>
public static class CatalogueDiff
{
    // More examples of situations would not be read.
    private const int MostExamples = 3;

    /// <summary>The change in words, one bundle after the other; empty when applicants will notice nothing.</summary>
    /// <param name="day">The day on which both are looked at.</param>
    public static IReadOnlyList<string> Of(CityCatalogue before, CityCatalogue after, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var lines = new List<string>();
        var (old, now) = (before.BundlesOn(day).ToDictionary(b => b.Id), after.BundlesOn(day).ToDictionary(b => b.Id));
        foreach (var id in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            if (!now.TryGetValue(id, out var next))
                lines.Add($"- {id}: no longer there");
            else if (!old.TryGetValue(id, out var last))
                lines.Add($"+ {id} {next.Version}: new ({next.Name.En})");
            else
                lines.AddRange(Changes(before, after, last, next, day));
        }
        return lines;
    }

    private static IEnumerable<string> Changes(CityCatalogue before, CityCatalogue after, Bundle last, Bundle next, DateOnly day)
    {
        var changes = new Dictionary<string, List<string>>();
        var situations = 0;
        foreach (var (place, answers) in BundleSituations.Of(next, after.Regions, (_, _) => { }))
        {
            situations++;
            var change = before.FindRegion(place.Code) is { } then && last.IsDecidedIn(then)
                ? Compared(PlanOf(before, last, then, Known(last, answers), day), PlanOf(after, next, place, new(answers), day), day, before, after)
                : $"    newly offered in {place.Code}\n";
            if (change.Length == 0)
                continue;
            if (!changes.TryGetValue(change, out var where))
                changes[change] = where = [];
            where.Add(Said(place, answers, next.RestsOnPlace));
        }
        var offered = (last.IsInForce(day), next.IsInForce(day)) switch
        {
            (true, false) => ", no longer offered",
            (false, true) => ", now offered",
            _ => "",
        };
        if (changes.Count == 0 && last.Version == next.Version && offered.Length == 0)
            yield break;
        yield return $"~ {next.Id} {last.Version} -> {next.Version}{offered}";
        foreach (var (change, where) in changes)
        {
            yield return where.Count == situations ? "  in every situation:" : $"  in {where.Count} of {situations} situations, such as {string.Join("; ", where.Take(MostExamples))}:";
            yield return change.TrimEnd('\n');
        }
    }

    private static Plan PlanOf(CityCatalogue catalogue, Bundle bundle, Region place, Answers answers, DateOnly day) => catalogue.PlanOf(bundle, place, answers, day);

    private static Answers Known(Bundle bundle, Dictionary<string, JsonElement> answers) => new(answers
        .Where(a => bundle.Questions.Find(a.Key) is { } question && IsAdmissible(question.Node, a.Value)).ToDictionary());

    private static bool IsAdmissible(Forms.FormNode node, JsonElement value)
    {
        var faults = new List<Fault>();
        node.Validate(value, "", faults);
        return faults.Count == 0;
    }

    private static string Compared(Plan last, Plan next, DateOnly day, CityCatalogue before, CityCatalogue after)
    {
        var text = new StringBuilder();
        List(text, "items", last.Items.Select(i => i.Item.Id), next.Items.Select(i => i.Item.Id));
        List(text, "fields", last.Fields.Select(f => f.Pointer), next.Fields.Select(f => f.Pointer));
        List(text, "papers", last.Materials.Where(m => m.Necessity == Necessity.Required).Select(m => m.Id), next.Materials.Where(m => m.Necessity == Necessity.Required).Select(m => m.Id));
        List(text, "papers that may be left out", last.Materials.Where(m => m.Necessity != Necessity.Required).Select(m => m.Id), next.Materials.Where(m => m.Necessity != Necessity.Required).Select(m => m.Id));
        Number(text, "working days", WorkingDays(last, day, before), WorkingDays(next, day, after));
        Number(text, "visits", last.Visits.Promised, next.Visits.Promised);
        Number(text, $"fees in {next.Fees.Currency}", last.Fees.Total, next.Fees.Total);
        return text.ToString();
    }

    private static int WorkingDays(Plan plan, DateOnly day, CityCatalogue catalogue)
    {
        var finish = Timing.Of(plan, day, catalogue.Calendar).Finish;
        var days = 0;
        for (var at = day.AddDays(1); at <= finish; at = at.AddDays(1))
            if (catalogue.Calendar.IsWorkingDay(at))
                days++;
        return days;
    }

    private static void List(StringBuilder text, string what, IEnumerable<string> last, IEnumerable<string> next)
    {
        var (old, now) = (last.ToHashSet(), next.ToHashSet());
        if (old.SetEquals(now))
            return;
        text.Append(CultureInfo.InvariantCulture, $"    {what} {old.Count} -> {now.Count}:");
        foreach (var gone in old.Except(now).Order(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $" -{gone}");
        foreach (var added in now.Except(old).Order(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $" +{added}");
        text.Append('\n');
    }

    private static void Number(StringBuilder text, string what, decimal last, decimal next)
    {
        if (last != next)
            text.Append(CultureInfo.InvariantCulture, $"    {what} {last:0.##} -> {next:0.##}\n");
    }

    private static string Said(Region place, Dictionary<string, JsonElement> answers, bool namesPlace)
    {
        var said = answers.Select(a => $"{a.Key}={(a.Value.ValueKind == JsonValueKind.String ? a.Value.GetString() : a.Value.GetRawText())}");
        return string.Join(", ", namesPlace || answers.Count == 0 ? said.Append($"in {place.Code}") : said);
    }
}
