using System.Data.Common;
using System.Globalization;
using Dapper;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.Departments;

/// <summary>What is asked of an inbox.</summary>
/// <param name="State"><c>open</c>, <c>closed</c>, or null for both.</param>
/// <param name="Holder"><c>me</c>, <c>pool</c>, or a subject.</param>
/// <param name="Late">Whether the promised day is over.</param>
/// <param name="ByLateness">The one due first comes first; those whose clock stands come last. Else by the time of submission.</param>
/// <param name="After">The last task of the page before, with its promised day where the order is by that.</param>
internal sealed record InboxFilter(
    string? State, string? Region, ItemLifecycle? Lifecycle, string? Item, string? Bundle, Guid? Case, string? Holder, bool? Late, bool? Proposed, bool ByLateness,
    int Limit, (DateOnly Due, Guid Task)? After)
{
    public static InboxFilter Read(QueryReader query)
    {
        var sort = query.OneOf("sort", "submitted", "lateness");
        var state = query.OneOf("state", "open", "closed");
        var late = query.Flag("late");
        var byLateness = sort == "lateness";
        if (state == "closed" && byLateness)
            query.Report("sort", FaultCodes.NotAChoice, "What is closed is late no more: sort it by submission.");
        if (state == "closed" && late is not null)
            query.Report("late", FaultCodes.NotAChoice, "What is closed is late no more.");
        return new InboxFilter(
            byLateness || late is not null ? "open" : state, query.Region("region"), query.Choice<ItemLifecycle>("lifecycle"), query.Text("item"), query.Text("bundle"), query.Id("case"),
            query.Text("holder"), late, query.Flag("proposed"), byLateness, query.Limit(), CursorOf(query, byLateness));
    }

    /// <summary>The cursor behind a task.</summary>
    public string Cursor(Guid task, DateOnly due) => ByLateness ? $"{SqliteTransactionRunner.Date(due)}.{task}" : $"{task}";

    private static (DateOnly Due, Guid Task)? CursorOf(QueryReader query, bool byLateness)
    {
        if (query.Text("cursor") is not { } cursor)
            return null;
        var due = default(DateOnly);
        var id = cursor;
        if (byLateness && (cursor.Split('.') is not [var day, var rest] || !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out due)))
            id = "";
        else if (byLateness)
            id = cursor[11..];
        if (Guid.TryParse(id, out var task))
            return (due, task);
        query.Report("cursor", FaultCodes.WrongFormat, "The value of next of the page before is expected, in the same order.");
        return null;
    }
}

/// <summary>Reads a page of an inbox, with statements that both databases know and for which each has an index.</summary>
internal sealed class Inbox(InboxScope scope, Store.Store store)
{
    /// <summary>Of more authorities than these a caller sees so much of everything that reading in the order of the page finds it soon.</summary>
    private const int MostAuthorities = 24;

    public async Task<(IReadOnlyList<(long Version, TaskState State)> Rows, string? Next)> PageAsync(
        Caller caller, string department, InboxFilter filter, DateOnly today, CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        if (await StatementAsync(connection, caller, department, filter, today) is not var (statement, parameters))
            return ([], null);
        // Row by row and not by Dapper, which knows text as strings alone: a page of states is a quarter of a megabyte, and JSON is read from bytes.
        var rows = new List<(long Version, TaskState State)>(filter.Limit);
        (DateOnly? Due, Guid Task) last = default;
        await using var reader = await connection.ExecuteReaderAsync(statement, parameters);
        while (await reader.ReadAsync(cancel))
        {
            if (rows.Count == filter.Limit)
                return (rows, filter.Cursor(last.Task, last.Due ?? default));
            last = (reader.IsDBNull(1) ? null : reader.GetFieldValue<DateOnly>(1), reader.GetGuid(0));
            rows.Add((reader.GetInt64(2), new Utf8Json(reader.GetFieldValue<byte[]>(3)).Read(TaskJson.Default.TaskState)));
        }
        return (rows, null);
    }

    /// <summary>The statement that reads the page; null where the caller's authorities have nothing open.</summary>
    internal async Task<(string Statement, DynamicParameters Parameters)?> StatementAsync(
        DbConnection connection, Caller caller, string department, InboxFilter filter, DateOnly today)
    {
        var parameters = new DynamicParameters(new
        {
            department,
            own = RegionPattern.Of(caller.Region),
            asked = RegionPattern.Of(filter.Region),
            lifecycle = filter.Lifecycle is { } at ? KebabCase.Of(at) : null,
            item = filter.Item,
            bundle = filter.Bundle,
            @case = filter.Case ?? Guid.Empty,
            holder = filter.Holder == "me" ? caller.Subject : filter.Holder,
            today,
            due = filter.After?.Due ?? default,
            after = filter.After?.Task ?? Guid.Empty,
            limit = filter.Limit + 1,
        });
        var order = filter.ByLateness ? "due_on, id" : "id";
        var conditions = Conditions(filter);
        if (filter.State != "open" || caller.Region is not { } place || IsNarrow(filter))
            return (Sorted($"authority_region like @own {conditions}", order), parameters);
        // Few of an authority's tasks lie among all others': each authority's own are read in order, and the first of all of them taken.
        var authorities = (await connection.QueryAsync<string>(
            Authorities(), new { department, first = RegionCode.Stem(place), last = $"{RegionCode.Stem(place)}:", most = MostAuthorities + 1 })).AsList();
        if (authorities.Count == 0)
            return null;
        if (authorities.Count > MostAuthorities)
            return (Sorted($"authority_region like @own {conditions}", order), parameters);
        for (var i = 0; i < authorities.Count; i++)
            parameters.Add($"authority{i}", authorities[i]);
        if (authorities.Count == 1)
            return (Sorted($"authority_region = @authority0 {conditions}", order), parameters);
        var each = authorities.Select((_, i) => $"select id from ({Keys($"authority_region = @authority{i} {conditions}", order)}) a{i}");
        return (Sorted($"id in ({string.Join(" union all ", each)})", order), parameters);
    }

    private static string Sorted(string where, string order) => $"select id, due_on, version, state from task where {where} order by {order} limit @limit";

    private static string Keys(string where, string order) => $"select id from task where {where} order by {order} limit @limit";

    /// <summary>So few that they are found by themselves.</summary>
    private static bool IsNarrow(InboxFilter filter) => filter.Case is not null || filter.Holder is not (null or "pool");

    /// <summary>
    /// What is asked, written out as far as it can be: whether tasks are open, and not as a parameter, because only then does either database see
    /// that an index of the open ones will do.
    /// </summary>
    private string Conditions(InboxFilter filter)
    {
        string?[] conditions =
        [
            scope.Department is null ? "department = @department" : null,
            filter.State switch { "open" => "open", "closed" => "not open", _ => null },
            filter.After is null ? null : filter.ByLateness ? "(due_on, id) > (@due, @after)" : "id > @after",
            filter.Region is null ? null : "region like @asked",
            filter.Lifecycle is null ? null : "lifecycle = @lifecycle",
            filter.Item is null ? null : "item = @item",
            filter.Bundle is null ? null : "bundle = @bundle",
            filter.Case is null ? null : "case_id = @case",
            filter.Holder switch { null => null, "pool" => "holder like 'pool:%'", _ => "holder = @holder" },
            filter.Late switch { null => null, true => "due_on < @today", false => "due_on >= @today" },
            filter.Proposed switch { null => null, true => "proposed", false => "not proposed" },
        ];
        return string.Concat(conditions.OfType<string>().Select(c => $"and {c} "));
    }

    /// <summary>The places of the authorities that have open tasks, from one to the next by the index, and not task by task.</summary>
    private string Authorities()
    {
        var of = $"select min(authority_region) from task where open {scope.Condition} and authority_region < @last and authority_region";
        return $"""
            with recursive places (place) as (
                select ({of} >= @first)
                union all
                select ({of} > places.place) from places where places.place is not null)
            select place from places where place is not null limit @most
            """;
    }
}
