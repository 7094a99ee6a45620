using System.Diagnostics;
using System.Text.Json;
using Dapper;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>
/// Derives anew the columns that rest on more than the state, page by page and a slice at a time, so that whoever waits for a moment is woken in between.
/// Only what has come out otherwise is written; a row that a message changes meanwhile is written by that, with the same result.
/// </summary>
internal sealed class Rederivation<TState>(Store.Store store, AggregateTable<TState> table)
    where TState : class
{
    private const int Page = 500;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(400);

    /// <summary>The last row that was looked at; null when nothing is to be done.</summary>
    private Guid? _after;

    public bool GoesOn => _after is not null;

    /// <summary>From the first row on, also when it was half way through.</summary>
    public void Begin() => _after = table.DerivedWhere is null ? null : Guid.Empty;

    /// <summary>As much as fits into a slice.</summary>
    /// <exception cref="StoreUnavailableException">The next call goes on where this one was.</exception>
    public async Task GoOnAsync(CancellationToken cancel)
    {
        for (var started = Stopwatch.GetTimestamp(); _after is { } after && Stopwatch.GetElapsedTime(started) < Slice;)
        {
            var rows = await PageAsync(after, cancel);
            var moved = rows.Where(HasMoved).Select(r => r.Id).ToList();
            if (moved.Count > 0 && !await WrittenAsync(moved))
                continue;
            _after = rows.Count < Page ? null : rows[^1].Id;
        }
    }

    private async Task<List<(Guid Id, string State, IReadOnlyList<string?> Kept)>> PageAsync(Guid after, CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        var columns = string.Join(", ", table.Derived.Select(d => $"cast({d.Column.Name} as text)"));
        var rows = new List<(Guid, string, IReadOnlyList<string?>)>();
        await using var reader = await connection.ExecuteReaderAsync(
            $"select cast(id as text), state, {columns} from {table.Name} where {table.DerivedWhere} and id > @after order by id limit @limit", new { after, limit = Page });
        while (await reader.ReadAsync(cancel))
            rows.Add((Guid.Parse(reader.GetString(0)), reader.GetString(1), [.. Enumerable.Range(2, table.Derived.Count).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))]));
        return rows;
    }

    private bool HasMoved((Guid Id, string State, IReadOnlyList<string?> Kept) row)
    {
        try
        {
            var state = table.Read(row.State);
            return table.Derived.Where((d, i) => Written(d.Value(state)) != row.Kept[i]).Any();
        }
        catch (JsonException)
        {
            // Left to verify, which names it: one row that cannot be read is in nobody's way.
            return false;
        }
    }

    private static string? Written(object? value) => value is DateOnly day ? SqliteTransactionRunner.Date(day) : (string?)value;

    /// <summary>False when a message has changed one of them in this moment: read again.</summary>
    private async Task<bool> WrittenAsync(List<Guid> ids)
    {
        try
        {
            return await store.TransactAsync(async transaction =>
            {
                var opened = await transaction.OpenAsync(new Opening([], [], [], table.Name, false, ids, default));
                var rows = opened.Aggregates.OrderBy(a => a.Key).Select(a =>
                {
                    var state = a.Value.State.Read(table.Json);
                    return (object?[])[a.Key, a.Value.Version, a.Value.Version, .. table.Derived.Select(d => d.Value(state))];
                }).ToList();
                Column[] columns = [new("id", ColumnType.Uuid), new("expected", ColumnType.Bigint), new("version", ColumnType.Bigint), .. table.Derived.Select(d => d.Column)];
                await transaction.CommitAsync(new Writes([], [new UpdateRows(table.Name, columns, rows)], []));
                return true;
            });
        }
        catch (StoreConflictException)
        {
            return false;
        }
    }
}
