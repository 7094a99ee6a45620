namespace OneVisit.Contracts;

/// <summary>Codes of administrative divisions, GB/T 2260 (6 digits) and GB/T 10114 (9 for towns, 12 for villages).</summary>
public static class RegionCode
{
    /// <summary>What every code at or below the place begins with: 43 for the province 430000, 4306 for the city 430600, 430602 for the district.</summary>
    public static string Stem(string code)
    {
        if (code.Length != 6)
            return code;
        return code.EndsWith("0000", StringComparison.Ordinal) ? code[..2]
            : code.EndsWith("00", StringComparison.Ordinal) ? code[..4]
            : code;
    }
}
