using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Editing;

/// <summary>What a change of an item, or of what it issues, means to applicants beside the form.</summary>
internal static class ItemDiff
{
    public static IEnumerable<string> Of(ServiceItem last, ServiceItem next, CityCatalogue before, CityCatalogue after)
    {
        foreach (var change in Changes(last, next))
            yield return $"{next.Id}: {change}";
        foreach (var type in last.Outputs.Union(next.Outputs).Order(StringComparer.Ordinal))
            if (!next.Outputs.Contains(type))
                yield return $"{next.Id}: no longer issues {type}";
            else if (!last.Outputs.Contains(type))
                yield return $"{next.Id}: issues {type} too";
            else
                foreach (var change in Changes(before.FindLicence(type), after.FindLicence(type)))
                    yield return $"{type}: {change}";
    }

    private static List<string> Changes(ServiceItem last, ServiceItem next)
    {
        var changes = new List<string>();
        if (last.Name != next.Name)
            changes.Add(Named(last.Name, next.Name));
        if (last.Limits.Committed.With() != next.Limits.Committed.With())
            changes.Add($"committed {last.Limits.Committed.With()} -> {next.Limits.Committed.With()}");
        if (last.Limits.Statutory.With() != next.Limits.Statutory.With())
            changes.Add($"statutory {last.Limits.Statutory.With()} -> {next.Limits.Statutory.With()}");
        if (last.DecidedBy != next.DecidedBy)
            changes.Add($"decided {Decided(last)} -> {Decided(next)}");
        if (last.Handling != next.Handling)
            changes.Add($"handling {KebabCase.Of(last.Handling)} -> {KebabCase.Of(next.Handling)}");
        if (!last.ApplicantKinds.ToHashSet().SetEquals(next.ApplicantKinds))
        {
            changes.Add("open to" + string.Concat(last.ApplicantKinds.Except(next.ApplicantKinds).Select(k => $" -{KebabCase.Of(k)}"))
                + string.Concat(next.ApplicantKinds.Except(last.ApplicantKinds).Select(k => $" +{KebabCase.Of(k)}")));
        }
        // What is left out is as the city's limits say, or there is none.
        foreach (var (what, leftOut, before, after) in (ReadOnlySpan<(string, string, TimeLimit?, TimeLimit?)>)
        [
            ("time for a supplement", "none", last.Supplement?.Limit, next.Supplement?.Limit), ("time for the visit", "none", last.Inspection, next.Inspection),
            ("issuing", "as usual", last.Issuing, next.Issuing), ("extension", "as usual", last.Extension, next.Extension), ("check afterwards", "none", last.AfterCheck, next.AfterCheck),
        ])
        {
            if (before?.With() != after?.With())
                changes.Add($"{what} {before?.With() ?? leftOut} -> {after?.With() ?? leftOut}");
        }
        if (Sampled(last) != Sampled(next))
            changes.Add($"drawn for a check afterwards {Sampled(last)} -> {Sampled(next)}");
        var (unanswered, unansweredNow) = (last.Supplement?.Unanswered ?? Unanswered.Decide, next.Supplement?.Unanswered ?? Unanswered.Decide);
        if (unanswered != unansweredNow)
            changes.Add($"a supplement that does not come: {KebabCase.Of(unanswered)} -> {KebabCase.Of(unansweredNow)}");
        if (last.WhenTimeIsUp != next.WhenTimeIsUp)
            changes.Add($"when time is up: {KebabCase.Of(last.WhenTimeIsUp)} -> {KebabCase.Of(next.WhenTimeIsUp)}");
        if (last.FourEyes is null != next.FourEyes is null)
            changes.Add($"people who sign an answer: {Signing(last)} -> {Signing(next)}");
        if (!last.Conditions.SequenceEqual(next.Conditions))
            changes.Add("what must hold for an application to be accepted has changed");
        return changes;
    }

    private static IEnumerable<string> Changes(LicenceType? last, LicenceType? next)
    {
        if (last is null || next is null)
            yield break;
        if (last.Name != next.Name)
            yield return Named(last.Name, next.Name);
        if (last.Validity?.Years != next.Validity?.Years)
            yield return $"valid {Valid(last)} -> {Valid(next)}";
        if (Corrected(last) is var before && Corrected(next) is var now && before != now)
            yield return $"corrected by itself: {before} -> {now}";
    }

    private static string Corrected(LicenceType type) => type.Correction is { } errata
        ? string.Join(", ", errata.Fields.Concat((errata.Shared ?? []).Select(f => $"{f} with others"))) + $" ({errata.Basis})"
        : "nothing";

    private static string Valid(LicenceType type) => type.Validity is { } validity ? $"{validity.Years} years" : "without end";

    private static string Sampled(ServiceItem item) => item.Sample is { } sample ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{sample.Share:0.##%} within {sample.Limit.With()}") : "none";

    private static string Decided(ServiceItem item) => item.DecidedBy switch
    {
        DecidedBy.AtOnce => "at once",
        DecidedBy.People => "by people",
        _ => "by rule",
    };

    private static int Signing(ServiceItem item) => item.FourEyes is null ? 1 : 2;

    internal static string With(this TimeLimit limit) => $"{limit.Days} {KebabCase.Of(limit.Unit)}s";

    public static string Named(Text last, Text next) => $"called '{last.Zh}' -> '{next.Zh}', '{last.En}' -> '{next.En}'";
}
