using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>A place of the administrative division.</summary>
/// <param name="Code">GB/T 2260, six digits; nine for a street, twelve for a village (GB/T 10114).</param>
/// <param name="Parent">Null for the city itself, where this catalogue's world ends.</param>
public sealed record Region(string Code, Text Name, RegionLevel Level, Region? Parent)
{
    /// <summary>The place of that level that this one lies in, itself included; null when there is none.</summary>
    public Region? At(RegionLevel level)
    {
        for (var place = this; place is not null; place = place.Parent)
            if (place.Level == level)
                return place;
        return null;
    }
}

/// <summary><c>regions.yaml</c>.</summary>
internal sealed record RegionsText
{
    public required string City { get; init; }
    /// <summary>A parent stands before its children.</summary>
    public required IReadOnlyList<RegionText> Regions { get; init; }

    public IReadOnlyDictionary<string, Region> ToRegions(string source)
    {
        var regions = new Dictionary<string, Region>();
        foreach (var (code, name, level, parent) in Regions)
        {
            if (parent is not null && !regions.ContainsKey(parent))
                throw new InvalidDataException($"{source}: the parent of {code} does not stand before it");
            if (!regions.TryAdd(code, new(code, name, level, parent is null ? null : regions[parent])))
                throw new InvalidDataException($"{source}: {code} stands twice");
        }
        return regions.TryGetValue(City, out var city) && city is { Level: RegionLevel.City, Parent: null }
            ? regions
            : throw new InvalidDataException($"{source}: the city {City} is not among the regions, or is no city");
    }
}

internal sealed record RegionText(string Code, Text Name, RegionLevel Level, string? Parent = null);
