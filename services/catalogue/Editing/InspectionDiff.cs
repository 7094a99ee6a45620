using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Editing;

/// <summary>What of joint inspections applicants would notice: how soon a visit is made, what they may choose, and how long for.</summary>
internal static class InspectionDiff
{
    public static IEnumerable<string> Of(CityInspections last, CityInspections next)
    {
        string[] changes = [.. Changes(last, next)];
        return changes.Length == 0 ? [] : ["~ joint inspections", .. changes.Select(c => $"    {c}")];
    }

    private static IEnumerable<string> Changes(CityInspections last, CityInspections next)
    {
        foreach (var (what, before, after) in ((string, TimeLimit, TimeLimit)[])
            [("planning", last.Planning, next.Planning), ("time for the applicant's choice", last.Consent, next.Consent), ("time for the findings", last.Findings, next.Findings)])
        {
            if (before.With() != after.With())
                yield return $"{what} {before.With()} -> {after.With()}";
        }
        if (last.Slots.Offered != next.Slots.Offered)
            yield return $"times offered {last.Slots.Offered} -> {next.Slots.Offered}";
        if (last.Slots.DaysAhead != next.Slots.DaysAhead)
            yield return $"working days ahead {last.Slots.DaysAhead} -> {next.Slots.DaysAhead}";
        if (!last.Visits.Select(Said).SequenceEqual(next.Visits.Select(Said)))
            yield return "when visits are made has changed";
    }

    // The basis is nothing that applicants notice.
    private static string Said(VisitDays visits) =>
        $"{visits.Department}|{visits.Region}|{string.Join(',', visits.Weekdays ?? ["working-days"])}|{string.Join(',', visits.Parts.Select(p => KebabCase.Of(p)))}";
}
