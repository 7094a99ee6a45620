using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Orchestrator.Cases;

/// <summary>What of a request an answer gives.</summary>
internal static class SupplementMatch
{
    /// <summary>What the request still lacks with this answer and the ones before it; null when it has everything. One that named nothing has everything with any answer.</summary>
    public static SupplementChanges? Missing(ItemState item, AnswerSupplement answer, SupplementedItem part)
    {
        if (answer.Given is null || item.Decision?.Requested is not { } demand)
            return null;
        var here = Given(item, answer, part);
        bool Lacks(string named, Func<SupplementChanges, IReadOnlyList<string>> of) =>
            part.Beyond?.Contains(named) != true && !of(here).Contains(named) && !(item.Given is { } before && of(before).Contains(named));
        SupplementChanges missing = new(
            [.. demand.Fields.Select(f => f.Pointer).Where(f => Lacks(f, of => of.Fields))],
            [.. demand.Materials.Select(m => m.Material).Where(m => Lacks(m, of => of.Materials))]);
        return missing.Fields.Count + missing.Materials.Count == 0 ? null : missing;
    }

    /// <summary>What of the request is in this very answer: papers that were sent, and fields that were sent or are other ones now.</summary>
    public static SupplementChanges Given(ItemState item, AnswerSupplement answer, SupplementedItem part)
    {
        if (item.Decision?.Requested is not { } demand || answer.Given is not { } given)
            return new([], []);
        return new(
            [
                .. demand.Fields.Select(f => f.Pointer).Where(f =>
                    (given.Form is { } form && JsonPointer.Find(form, f) is not null) || part.Changed?.Fields.Any(changed => Overlap(changed, f)) == true),
            ],
            [.. demand.Materials.Select(m => m.Material).Where(given.Materials.Contains)]);
    }

    /// <summary>Both together, each named once.</summary>
    public static SupplementChanges? And(this SupplementChanges? one, SupplementChanges? other) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        _ => new([.. one.Fields.Union(other.Fields)], [.. one.Materials.Union(other.Materials)]),
    };

    private static bool Overlap(string one, string other) =>
        one == other || one.StartsWith($"{other}/", StringComparison.Ordinal) || other.StartsWith($"{one}/", StringComparison.Ordinal);
}
