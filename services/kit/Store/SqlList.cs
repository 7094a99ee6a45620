using Dapper;

namespace OneVisit.Kit.Store;

/// <summary>A list in a statement that both databases know.</summary>
public static class SqlList
{
    /// <summary>The values as parameters one by one, for <c>in (…)</c>: as one parameter a list is an array to PostgreSQL and nothing to SQLite.</summary>
    public static (string List, DynamicParameters Parameters) Of<T>(IReadOnlyList<T> values)
    {
        var parameters = new DynamicParameters();
        for (var i = 0; i < values.Count; i++)
            parameters.Add($"p{i}", values[i]);
        return (string.Join(", ", values.Select((_, i) => $"@p{i}")), parameters);
    }
}
