using System.Globalization;
using OneVisit.Kit.Store;

namespace OneVisit.All.Verify;

/// <summary>The columns by which an aggregate is found, read as one text and compared with its state: they decide who sees it, and where it stands.</summary>
internal static class FoundColumns
{
    // Between columns, and for one that is null: no text that is kept has them.
    private const char Between = '\u001f';
    private const string Nothing = "\u0001";

    /// <summary>An expression in either database, of an aggregate called <c>a</c>.</summary>
    public static string Sql<TState>(AggregateTable<TState> table)
        where TState : class =>
        string.Join($" || '{Between}' || ", table.Found.Select(f => $"coalesce({Text(f.Column)}, '{Nothing}')").DefaultIfEmpty("''"));

    /// <summary>
    /// Which of them say other than the state; not what, which may be somebody's name. A day rests on a calendar: of it only whether there is one, which is so for those that are looked for. A row that was closed
    /// before such columns were added has none of them; one that is open is given them at the start.
    /// </summary>
    public static IReadOnlyList<string> Strays<TState>(AggregateTable<TState> table, TState state, string found)
        where TState : class
    {
        string?[] said = [.. found.Split(Between).Select(text => text == Nothing ? null : text)];
        var columns = table.Found.ToList();
        var looked = columns.Exists(c => c.Column.Name == table.DerivedWhere && c.Value(state) is true);
        var older = !looked && columns.Index().All(c => !c.Item.IsDerived || said[c.Index] is null);
        List<string>? strays = null;
        foreach (var (at, (column, value, isDerived)) in columns.Index())
        {
            var there = said[at];
            if (column.Type == ColumnType.Date)
            {
                if (!older && looked != there is not null)
                    (strays ??= []).Add($"its column {column.Name} is {(there is null ? "empty" : "filled")}, and by its state it is {(looked ? "" : "not ")}sorted by it");
                // The last day there is; PostgreSQL has it as infinity.
                else if (there is not (null or "infinity") && !DateOnly.TryParseExact(there, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                    (strays ??= []).Add($"its column {column.Name} is no date");
                continue;
            }
            if (isDerived && older)
                continue;
            var right = value(state) switch { null => null, bool yes => yes ? "true" : "false", Guid id => id.ToString("D"), var other => Convert.ToString(other, CultureInfo.InvariantCulture) };
            if (there != right)
                (strays ??= []).Add($"its column {column.Name} says other than its state");
        }
        return strays ?? [];
    }

    private static string Text(Column column) => column.Type switch
    {
        ColumnType.Boolean => $"case when a.{column.Name} then 'true' when not a.{column.Name} then 'false' end",
        ColumnType.Text => $"a.{column.Name}",
        _ => $"cast(a.{column.Name} as text)",
    };
}
