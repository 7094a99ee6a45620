using System.Collections.Concurrent;

namespace OneVisit.Kit.Store;

/// <summary>
/// The texts of statements that write rows on PostgreSQL. Each is made once for a table and its columns: of a small batch a tenth of what is
/// allocated would be texts that are always the same.
/// </summary>
internal static class PostgresTexts
{
    // An array is equal to itself alone, so those of Insert and Update are the arrays of their tables.
    private static readonly ConcurrentDictionary<(string Table, Column[] Columns), string> Inserts = new();
    private static readonly ConcurrentDictionary<(string Table, Column[] Columns), string> Updates = new();

    public static string Insert(InsertRows insert) => Inserts.GetOrAdd((insert.Table, insert.Columns), static key =>
    {
        var names = string.Join(", ", key.Columns.Select(c => c.Name));
        return $"insert into {key.Table} ({names}) select {names} from {Rows(key.Columns)}";
    });

    /// <summary>
    /// The parameter after the columns' is how many rows there are. The commit is in the same pipeline, so a row count read afterwards would come too late:
    /// the check must fail in SQL.
    /// </summary>
    public static string Update(UpdateRows update) => Updates.GetOrAdd((update.Table, update.Columns), static key => $"""
        with changed as (
            update {key.Table} t set {string.Join(", ", key.Columns.Skip(2).Select(c => $"{c.Name} = v.{c.Name}"))} from {Rows(key.Columns)} where t.id = v.id and t.version = v.expected returning 1)
        select 1 / (count(*) = ${key.Columns.Length + 1})::int from changed
        """);

    /// <summary>The rows as a relation: <c>unnest($1, $2) as v(id, version)</c>.</summary>
    public static string Rows(Column[] columns) =>
        $"unnest({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))}) as v({string.Join(", ", columns.Select(c => c.Name))})";
}
