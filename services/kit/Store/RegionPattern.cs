using OneVisit.Contracts.Codes;

namespace OneVisit.Kit.Store;

/// <summary>Places in statements.</summary>
public static class RegionPattern
{
    /// <summary>What SQL's <c>like</c> matches with the codes of a place and of every place below it; with every code when it is null.</summary>
    /// <param name="region">A well-formed code (<see cref="RegionCode.IsWellFormed"/>): digits mean nothing to <c>like</c>.</param>
    public static string Of(string? region) => region is null ? "%" : $"{RegionCode.Stem(region)}%";
}
