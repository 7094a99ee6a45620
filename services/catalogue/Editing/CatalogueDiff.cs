using System.Globalization;
using System.Text;
using System.Text.Json;
using OneVisit.Contracts;
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
        var (gathered, gatheredNow) = (before.Limits.Supplement!.Collection.With(), after.Limits.Supplement!.Collection.With());
        if (gathered != gatheredNow)
            lines.Add($"~ everywhere: what departments ask for is gathered for {gathered} -> {gatheredNow}");
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
        lines.AddRange(InspectionDiff.Of(before.Inspections, after.Inspections));
        return lines;
    }

    private static IEnumerable<string> Changes(CityCatalogue before, CityCatalogue after, Bundle last, Bundle next, DateOnly day)
    {
        var changes = new Dictionary<string, List<string>>();
        var situations = 0;
        foreach (var (place, then) in Places(before, after, last, next))
        {
            if (DiffSituations.Of(last, next, then, place) is not { } met)
            {
                changes["    there are too many situations to compare\n"] = [];
                break;
            }
            foreach (var situation in met)
            {
                situations++;
                var change = situation switch
                {
                    { Last: null } => "    can be answered so now\n",
                    { Next: null } => "    can no longer be answered so\n",
                    _ => Compared(before.PlanOf(last, then, situation.Last, day), after.PlanOf(next, place, situation.Next, day), day, before, after),
                };
                if (change.Length == 0)
                    continue;
                if (!changes.TryGetValue(change, out var where))
                    changes[change] = where = [];
                where.Add(Said(place, situation.All, last.RestsOnPlace || next.RestsOnPlace));
            }
        }
        var offered = (last.IsInForce(day), next.IsInForce(day)) switch
        {
            (true, false) => ", no longer offered",
            (false, true) => ", now offered",
            _ => "",
        };
        string[] everywhere = [.. Everywhere(before, after, last, next)];
        if (changes.Count == 0 && last.Version == next.Version && offered.Length == 0 && everywhere.Length == 0)
            yield break;
        yield return $"~ {next.Id} {last.Version} -> {next.Version}{offered}";
        foreach (var line in everywhere)
            yield return $"  {line}";
        foreach (var (change, where) in changes)
        {
            yield return where.Count is 0 ? "  not compared:" : where.Count == situations ? "  in every situation:" : $"  in {where.Count} of {situations} situations, such as {string.Join("; ", where.Take(MostExamples))}:";
            yield return change.TrimEnd('\n');
        }
    }

    /// <summary>One place for each way either version can see a place, among those where both decide; after and before.</summary>
    private static IEnumerable<(Region Now, Region Then)> Places(CityCatalogue before, CityCatalogue after, Bundle last, Bundle next)
    {
        string[] looked = [.. last.Conditions.Concat(next.Conditions).SelectMany(c => c.Regions).Distinct()];
        return after.Regions.Where(next.IsDecidedIn)
            .Select(r => (Now: r, Then: before.FindRegion(r.Code)!)).Where(r => r.Then is not null && last.IsDecidedIn(r.Then))
            .DistinctBy(r => string.Concat(looked.Select(code => $"{r.Now.LiesIn(code)}{r.Then.LiesIn(code)}")));
    }

    private static IEnumerable<string> Everywhere(CityCatalogue before, CityCatalogue after, Bundle last, Bundle next)
    {
        if (last.Name != next.Name)
            yield return ItemDiff.Named(last.Name, next.Name);
        var (old, now) = (PlacesOf(before, last), PlacesOf(after, next));
        if (now.Except(old).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } more)
            yield return $"newly offered in {string.Join(", ", more)}";
        if (old.Except(now).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } fewer)
            yield return $"no longer offered in {string.Join(", ", fewer)}";
    }

    private static HashSet<string> PlacesOf(CityCatalogue catalogue, Bundle bundle) => [.. catalogue.Regions.Where(bundle.IsDecidedIn).Select(r => r.Code)];

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
        foreach (var change in FieldDiff.Of(last.Form, next.Form).Concat(Papers(last, next)).Concat(Items(last, next, before, after)))
            text.Append(CultureInfo.InvariantCulture, $"    {change}\n");
        return text.ToString();
    }

    private static IEnumerable<string> Items(Plan last, Plan next, CityCatalogue before, CityCatalogue after) => next.Items
        .SelectMany(i => last.FindItem(i.Item.Id) is { } old ? ItemDiff.Of(old.Item, i.Item, before, after) : []).Distinct();

    private static IEnumerable<string> Papers(Plan last, Plan next)
    {
        foreach (var now in next.Materials)
            if (last.Materials.FirstOrDefault(m => m.Id == now.Id) is { } old)
            {
                if (old.Necessity != now.Necessity)
                    yield return $"{now.Id}: {KebabCase.Of(old.Necessity)} -> {KebabCase.Of(now.Necessity)}";
                if (old.Tolerance is { } tolerated && now.Tolerance is { } tolerable && ItemDiff.With(tolerated) != ItemDiff.With(tolerable))
                    yield return $"{now.Id}: may be brought within {ItemDiff.With(tolerated)} -> {ItemDiff.With(tolerable)}";
                if (old.Grade != now.Grade)
                    yield return $"{now.Id}: grade {old.Grade} -> {now.Grade}";
                if (old.Copies != now.Copies)
                    yield return string.Create(CultureInfo.InvariantCulture, $"{now.Id}: copies {old.Copies} -> {now.Copies}");
                if (old.Original != now.Original)
                    yield return $"{now.Id}: the original {(now.Original ? "has to be shown" : "need no longer be shown")}";
                if (!old.Forms.ToHashSet().SetEquals(now.Forms))
                    yield return $"{now.Id}: {string.Join(" or ", old.Forms.Select(f => KebabCase.Of(f)).Order())} -> {string.Join(" or ", now.Forms.Select(f => KebabCase.Of(f)).Order())}";
                if (old.Name != now.Name)
                    yield return $"{now.Id}: {ItemDiff.Named(old.Name, now.Name)}";
            }
    }

    private static int WorkingDays(Plan plan, DateOnly day, CityCatalogue catalogue) =>
        catalogue.Calendar.WorkingDays(day, Timing.Of(plan, day, catalogue.Calendar).Finish);

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

    private static string Said(Region place, IReadOnlyDictionary<string, JsonElement> answers, bool namesPlace)
    {
        var said = answers.Select(a => $"{a.Key}={(a.Value.ValueKind == JsonValueKind.String ? a.Value.GetString() : a.Value.GetRawText())}");
        return string.Join(", ", namesPlace || answers.Count == 0 ? said.Append($"in {place.Code}") : said);
    }
}
