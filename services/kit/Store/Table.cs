using System.Text.Json.Serialization.Metadata;

namespace OneVisit.Kit.Store;

/// <summary>What a column holds, named as in the DDL both databases read.</summary>
public enum ColumnType
{
    Uuid,
    Text,
    Bigint,
    Boolean,
    /// <summary>Exact to the millisecond in both databases.</summary>
    Instant,
    Date,
    /// <summary>An object or an array as text, a <see cref="Utf8Json"/> or a string: no query looks inside, and both databases give back what they were given.</summary>
    Json,
    Bytes,
}

/// <summary>A column by name and type.</summary>
public readonly record struct Column(string Name, ColumnType Type);

/// <summary>Rows to be inserted into one table. <paramref name="Rows"/> holds one array a row, in the columns' order.</summary>
internal sealed record InsertRows(string Table, Column[] Columns, IReadOnlyList<object?[]> Rows);

/// <summary>
/// Rows to be updated by id and expected version. The columns begin with id, expected version, version. A row that is no longer
/// at its expected version fails the whole transaction with <see cref="StoreConflictException"/>.
/// </summary>
internal sealed record UpdateRows(string Table, Column[] Columns, IReadOnlyList<object?[]> Rows);

/// <summary>Aggregates that must be at these versions when the transaction commits.</summary>
internal sealed record UnchangedRows(string Table, IReadOnlyList<(Guid Id, long Version)> Rows);

/// <summary>When aggregates that have not changed want to be woken next; one that has moved on meanwhile knows better and is left alone.</summary>
internal sealed record WakeRows(string Table, IReadOnlyList<(Guid Id, long Version, DateTimeOffset? At)> Rows);

/// <summary>
/// An event: a row of <c>delivery</c> for each row of <c>subscription</c> that wants it at this moment, behind what the same subscription has not been told of
/// the same case yet.
/// </summary>
/// <param name="Number">Counts the events of the batch from 1.</param>
internal sealed record EventRow(Guid Id, long Number, Guid Owner, Guid Case, string Department, string Region, string Kind, Utf8Json Body, DateTimeOffset At);

/// <summary>The table of a service's aggregate, whatever its state.</summary>
public interface IAggregateTable
{
    string Name { get; }
}

/// <summary>
/// The table of a service's aggregate. It has <c>id, version, state, journal_count, journal_hash, state_checksum, wakes_at</c>; the columns added here
/// are for finding aggregates. What is long and hardly ever changes, such as a submitted form, is kept apart: see <see cref="Enclosing"/>.
/// </summary>
public sealed class AggregateTable<TState>(string name, JsonTypeInfo<TState> json) : IAggregateTable
    where TState : class
{
    private readonly List<(Column Column, Func<TState, object?> Value)> _indexed = [];
    private readonly List<(Column Column, Func<TState, object?> Value)> _derived = [];

    public string Name { get; } = name;

    internal JsonTypeInfo<TState> Json { get; } = json;

    internal IReadOnlyList<(Column Column, Func<TState, object?> Value)> Indexed => _indexed;

    /// <summary>Those of <see cref="Indexed"/> that rest on more than the state.</summary>
    internal IReadOnlyList<(Column Column, Func<TState, object?> Value)> Derived => _derived;

    /// <summary>Of which rows those that rest on more than the state are derived anew: where this column, or condition, holds.</summary>
    public string? DerivedWhere { get; private set; }

    /// <summary>Of a row that is new. The same array every time, as the two below: what is made of it once can be found again by it.</summary>
    internal Column[] InsertColumns => field ??= [new("id", ColumnType.Uuid), .. Changing, .. EnclosureColumns];

    /// <summary>Of a row that changes, but whose enclosure does not.</summary>
    internal Column[] UpdateColumns => field ??= [new("id", ColumnType.Uuid), new("expected", ColumnType.Bigint), .. Changing];

    /// <summary>Of a row that changes together with its enclosure.</summary>
    internal Column[] UpdateColumnsWithEnclosure => field ??= [.. UpdateColumns, .. EnclosureColumns];

    private IEnumerable<Column> Changing =>
    [
        new("version", ColumnType.Bigint),
        new("state", ColumnType.Json),
        new("journal_count", ColumnType.Bigint),
        new("journal_hash", ColumnType.Text),
        new("state_checksum", ColumnType.Bigint),
        new("wakes_at", ColumnType.Instant),
        .. _indexed.Select(i => i.Column),
    ];

    private IEnumerable<Column> EnclosureColumns => HasEnclosure ? [new Column(Enclosure.Pointer, ColumnType.Bigint)] : [];

    /// <summary>True when something of the aggregate is kept with its journal, and not in the column <c>state</c>.</summary>
    internal bool HasEnclosure => EnclosureOf is not null;

    internal Func<TState, Utf8Json>? EnclosureOf { get; private set; }

    internal Func<TState, Utf8Json, TState>? WithEnclosure { get; private set; }

    internal Action<TState>? PutAway { get; private set; }

    /// <summary>
    /// The columns by which aggregates are found, and what each says of a state: for whoever compares. Of those that rest on more than the state, the ones of a
    /// row that was closed before they were added may be empty.
    /// </summary>
    public IEnumerable<(Column Column, Func<TState, object?> Value, bool IsDerived)> Found =>
        _indexed.Select(i => (i.Column, i.Value, _derived.Exists(d => d.Column == i.Column)));

    /// <summary>Reads the column <c>state</c>; the enclosure is not in it.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is not such a state.</exception>
    public TState Read(string state) =>
        System.Text.Json.JsonSerializer.Deserialize(state, Json) ?? throw new System.Text.Json.JsonException("the state is null");

    /// <summary>A column by which aggregates are found; written again with every change.</summary>
    public AggregateTable<TState> Column(string column, ColumnType type, Func<TState, object?> value)
    {
        _indexed.Add((new Column(column, type), value));
        return this;
    }

    /// <summary>
    /// A column, of the type text or date, that rests on more than the state, such as a calendar: written with every change, and derived anew when
    /// <see cref="UnitOfWork.Unit{TState}.MomentsRestOn"/> gives another, and at the start; so a column that was added later is filled too.
    /// </summary>
    /// <param name="where">Of which rows it is derived anew: a condition over columns, the same for every column of a table.</param>
    public AggregateTable<TState> DerivedColumn(string column, ColumnType type, Func<TState, object?> value, string where)
    {
        if (type is not (ColumnType.Text or ColumnType.Date))
            throw new ArgumentException("a text or a date", nameof(type));
        _derived.Add((new Column(column, type), value));
        DerivedWhere = where;
        return Column(column, type, value);
    }

    /// <summary>
    /// Keeps JSON with the entry of the journal it came with: written once, and again, with a later entry, only when <paramref name="read"/> gives another object
    /// than was loaded. A decision that changes it enters something; <see cref="Utf8Json.Empty"/> itself is none.
    /// </summary>
    /// <param name="putAway">Lets go of what was made of the JSON to decide by: states are remembered by the thousand, and the JSON is enough to make it again.</param>
    public AggregateTable<TState> Enclosing(Func<TState, Utf8Json> read, Func<TState, Utf8Json, TState> attach, Action<TState>? putAway = null)
    {
        PutAway = putAway;
        EnclosureOf = read;
        WithEnclosure = attach;
        return this;
    }
}
