using System.Runtime.CompilerServices;

namespace OneVisit.Kit.Store;

/// <summary>
/// The texts of one kind of statement that writes rows. Each is made once for the columns it writes: of a small batch a tenth of what is allocated
/// would be texts that are always the same.
/// </summary>
/// <param name="make">The text for a table and these of its columns.</param>
internal sealed class RowStatements(Func<string, Column[], string> make)
{
    // Found by the array itself and let go of with it: whoever writes often hands in the same array, and whoever makes a new one leaves nothing behind.
    private readonly ConditionalWeakTable<Column[], Statement> _made = [];

    public string Of(string table, Column[] columns)
    {
        if (_made.TryGetValue(columns, out var found) && found.Table == table)
            return found.Text;
        var text = make(table, columns);
        _made.AddOrUpdate(columns, new Statement(table, text));
        return text;
    }

    private sealed record Statement(string Table, string Text);
}
