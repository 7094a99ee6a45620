using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>An authority that is competent in another's place: <c>authorities.yaml</c>.</summary>
/// <param name="Item">The item it holds for.</param>
/// <param name="From">The authority that would decide otherwise, <c>430602.tax</c>.</param>
/// <param name="To">The one that decides, of the same department.</param>
/// <param name="Regions">The places of a matter for which it holds, with everything in them.</param>
/// <param name="ValidTo">The last day; null until further notice.</param>
public sealed record CompetenceEntry(
    string Item, CompetenceKind Kind, string From, string To, IReadOnlyList<string> Regions, DateOnly ValidFrom, string Basis, DateOnly? ValidTo = null)
{
    internal bool IsInForce(DateOnly day) => ValidFrom <= day && (ValidTo is not { } last || day <= last);
}

/// <summary>Which authority decides an item for a place on a day: that of the item's level, then what has been delegated, taken over or replaced.</summary>
public sealed class Competence
{
    public static readonly Competence Plain = new([]);

    private readonly Dictionary<string, CompetenceEntry[]> _entries;
    private readonly DateOnly[] _changes;

    internal Competence(IReadOnlyList<CompetenceEntry> entries)
    {
        _entries = entries.GroupBy(e => e.Item).ToDictionary(g => g.Key, g => g.ToArray());
        _changes = [.. entries.SelectMany(e => new[] { e.ValidFrom, e.ValidTo is { } last && last < DateOnly.MaxValue ? last.AddDays(1) : DateOnly.MaxValue }).Distinct().Order()];
    }

    /// <summary>Counts the days on which competence changes: two days with the same number have the same authorities.</summary>
    internal int EpochOf(DateOnly day) => _changes.Count(c => c <= day);

    /// <summary>The deciding authority, <c>430602.tax</c>; null where the place lies in no region of the deciding level.</summary>
    public string? AuthorityOf(ServiceItem item, Region place, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(place);
        if (item.AuthorityFor(place) is not { } authority || !_entries.TryGetValue(item.Id, out var entries))
            return item.AuthorityFor(place);
        // Each entry moves a matter once: what was delegated may be taken over, and a ring of entries has an end.
        foreach (var _ in entries)
        {
            if (Array.Find(entries, e => e.From == authority && e.IsInForce(day) && e.Regions.Any(place.LiesIn)) is not { } entry)
                break;
            authority = entry.To;
        }
        return authority;
    }
}
