namespace OneVisit.Contracts.Codes;

/// <summary>
/// Codes of places: GB/T 2260 (six digits: province 2, city 2, county 2; <c>00</c> where a level is not meant), continued by GB/T 10114
/// to towns and streets (9 digits) and communities and villages (12 digits).
/// </summary>
public static class RegionCode
{
    private const int CountyLength = 6;

    /// <summary>True for 6, 9 or 12 digits, whether or not there is such a place.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> region) => region.Length is 6 or 9 or 12 && !region.ContainsAnyExceptInRange('0', '9');

    /// <summary>The six-digit part of a code: the county, district or city a street or community belongs to.</summary>
    public static string CountyOf(string region) => region.Length > CountyLength ? region[..CountyLength] : region;

    /// <summary>What every code at or below the place begins with: 43 for the province 430000, 4306 for the city 430600, 430602 for the district.</summary>
    public static string Stem(string region)
    {
        var stem = region;
        while (stem.Length is > 2 and <= CountyLength && stem.EndsWith("00", StringComparison.Ordinal))
            stem = stem[..^2];
        return stem;
    }

    /// <summary>True when the inner place is the outer one or lies in it: <c>430600</c> contains <c>430602</c> and <c>430602001</c>.</summary>
    public static bool Contains(string outer, string inner) =>
        inner.Length >= outer.Length && inner.StartsWith(Stem(outer), StringComparison.Ordinal);
}
