namespace OneVisit.Contracts.Codes;

/// <summary>An authority (实施主体) is a department in a region: <c>430602.tax</c>. What nobody of it has taken yet is in its pool.</summary>
public static class AuthorityId
{
    private const string Pool = "pool:";

    /// <summary>The region before the dot; empty when there is none.</summary>
    public static string RegionOf(string authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return authority[..Math.Max(0, authority.IndexOf('.', StringComparison.Ordinal))];
    }

    /// <summary>The holder of what nobody of the authority has taken yet: <c>pool:430602.tax</c>.</summary>
    public static string PoolOf(string authority) => Pool + authority;

    public static bool IsPool(string holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        return holder.StartsWith(Pool, StringComparison.Ordinal);
    }
}
