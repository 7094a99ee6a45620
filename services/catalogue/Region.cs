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

    /// <summary>True when this place is the other, or lies in it.</summary>
    public bool LiesIn(string code)
    {
        for (var place = this; place is not null; place = place.Parent)
            if (place.Code == code)
                return true;
        return false;
    }
}

/// <summary><c>regions.yaml</c>.</summary>
internal sealed record RegionsText
{
    public required string City { get; init; }
    /// <summary>A parent stands before its children.</summary>
    public required IReadOnlyList<RegionText> Regions { get; init; }
}

/// <param name="Parent">May be left out for a street, whose county is its first six digits, and for a village, whose street is its first nine.</param>
internal sealed record RegionText(string Code, Text Name, RegionLevel Level, string? Parent = null)
{
    public string? ParentCode => Parent ?? Level switch
    {
        RegionLevel.Street when Code.Length == 9 => Code[..6],
        RegionLevel.Village when Code.Length == 12 => Code[..9],
        _ => null,
    };
}
