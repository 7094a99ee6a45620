using System.Runtime.CompilerServices;
using OneVisit.Kit.Store;

namespace OneVisit.Unit.UnitOfWork;

public sealed class RowStatementsTests
{
    private readonly RowStatements _statements = new(static (table, columns) => $"{table}: {string.Join(", ", columns.Select(c => c.Name))}");

    [Fact]
    public void A_text_is_made_once_for_its_columns()
    {
        Column[] columns = [new("id", ColumnType.Uuid), new("at", ColumnType.Instant)];
        Assert.Equal("visit: id, at", _statements.Of("visit", columns));
        Assert.Same(_statements.Of("visit", columns), _statements.Of("visit", columns));
    }

    [Fact]
    public void The_same_columns_of_another_table_have_a_text_of_their_own()
    {
        Column[] columns = [new("id", ColumnType.Uuid)];
        _statements.Of("visit", columns);
        Assert.Equal("case: id", _statements.Of("case", columns));
        Assert.Equal("visit: id", _statements.Of("visit", columns));
    }

    [Fact]
    public void Columns_that_nobody_uses_any_more_are_not_kept()
    {
        var (text, columns) = Once();
        GC.Collect();
        Assert.False(columns.IsAlive, "the columns are still held");
        Assert.False(text.IsAlive, "the text is still held");
        GC.KeepAlive(_statements);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference Text, WeakReference Columns) Once()
    {
        Column[] columns = [new("id", ColumnType.Uuid)];
        return (new WeakReference(_statements.Of("visit", columns)), new WeakReference(columns));
    }
}
