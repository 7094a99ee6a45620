using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OneVisit.Kit.Store;

/// <summary>
/// A statement prepared once on a connection. Values are bound from spans and read in place, so that a row costs neither an object nor a
/// string. Parameters are <c>?1</c>, <c>?2</c> and so on; what is bound to one stays bound until the next value.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int LongestOnStack = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">SQLite cannot prepare it.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public void Dispose() => _statement.Dispose();

    /// <summary>Runs it to its end.</summary>
    /// <returns>The rows it changed, when it changes rows.</returns>
    /// <exception cref="SqliteException">With SQLite's result code.</exception>
    public int Execute()
    {
        try
        {
            while (Step())
            {
            }
            return raw.sqlite3_changes(_database);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Runs it and shows every row.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="SqliteException">With SQLite's result code.</exception>
    public int Read(Action<SqliteStatement>? row = null)
    {
        try
        {
            var rows = 0;
            for (; Step(); rows++)
                row?.Invoke(this);
            return rows;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>A uuid is text here, as Dapper writes it elsewhere: 36 lower-case characters.</summary>
    public SqliteStatement Bind(int parameter, Guid id)
    {
        Span<byte> text = stackalloc byte[36];
        id.TryFormat(text, out var length);
        return BindText(parameter, text[..length]);
    }

    /// <summary>An instant is text here, which sorts in time: UTC, seven digits of a second.</summary>
    public SqliteStatement Bind(int parameter, DateTimeOffset at)
    {
        Span<byte> text = stackalloc byte[32];
        at.UtcDateTime.TryFormat(text, out var length, "O", System.Globalization.CultureInfo.InvariantCulture);
        return BindText(parameter, text[..length]);
    }

    public SqliteStatement Bind(int parameter, long number)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, number));
        return this;
    }

    public SqliteStatement Bind(int parameter, string text)
    {
        if (text.Length <= LongestOnStack / 3)
        {
            Span<byte> few = stackalloc byte[LongestOnStack];
            return BindText(parameter, few[..Encoding.UTF8.GetBytes(text, few)]);
        }
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return BindText(parameter, bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Text that is UTF-8 already.</summary>
    public SqliteStatement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, which would be null to SQLite.
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(_statement, parameter, "") : raw.sqlite3_bind_text(_statement, parameter, utf8));
        return this;
    }

    public SqliteStatement BindBytes(int parameter, ReadOnlySpan<byte> bytes)
    {
        Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, parameter, 0) : raw.sqlite3_bind_blob(_statement, parameter, bytes));
        return this;
    }

    public SqliteStatement BindNull(int parameter)
    {
        Check(raw.sqlite3_bind_null(_statement, parameter));
        return this;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public Utf8Json Json(int column) => new(Utf8(column).ToArray());

    public Guid Uuid(int column) => Guid.Parse(Utf8(column));

    /// <summary>A column's text or bytes; valid until the next row.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_statement, column);

    private bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result != raw.SQLITE_DONE)
            Check(result);
        return false;
    }

    /// <summary>Ready for the next run. What failed was told by the step already.</summary>
    private void Reset() => _ = raw.sqlite3_reset(_statement);

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, _database);
    }
}
