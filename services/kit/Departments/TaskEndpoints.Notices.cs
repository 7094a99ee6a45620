using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.Departments;

/// <content>What a department's people are told of each other's doings. It is kept where the tasks are, and leaves the department in no message.</content>
internal static partial class TaskEndpoints
{
    private sealed partial class Api
    {
        public async Task<IResult> NoticesAsync(HttpContext http)
        {
            var (caller, department) = scope.Known(http);
            var query = new QueryReader(http.Request.Query);
            var (limit, before) = (query.Limit(), query.Cursor());
            if (query.Faults.Count > 0)
                return query.Problem;
            await using var connection = await running.Store.OpenAsync(http.RequestAborted);
            // What is told to one person is theirs, as whatever they act.
            var rows = (await connection.QueryAsync<(Guid Id, Guid Owner, string Kind, string Zh, string En, string Data, DateTimeOffset At)>($"""
                select id, owner, kind, zh, en, data, at from notice
                where department = @department and (subject = @me or (subject is null and role = @role and (region is null or region like @place)))
                  {(before is null ? "" : "and id < @before")}
                order by id desc limit @limit
                """, new
            {
                department,
                me = caller.Subject,
                role = KebabCase.Of(caller.Role),
                place = RegionPattern.Of(caller.Region),
                before = before ?? Guid.Empty,
                limit = limit + 1,
            })).AsList();
            var page = rows.Take(limit).Select(r => new TaskNoticeView(r.Id, r.Owner, r.Kind, new Text(r.Zh, r.En), JsonSerializer.Deserialize<JsonElement>(r.Data), r.At)).ToList();
            return Results.Json(new Page<TaskNoticeView>(page, rows.Count > limit ? page[^1].Id.ToString() : null), JsonText.WithNulls);
        }
    }
}

/// <summary>Something one of the department's people is to know.</summary>
/// <param name="Kind"><c>assigned</c>, <c>reassigned</c>, <c>released</c>, <c>delegated</c>, <c>returned</c>, <c>called-back</c>, <c>taken-over</c>, <c>signature-asked</c>, <c>not-agreed</c>, <c>system-silent</c>; others may follow.</param>
/// <param name="Data">For programs: the item, the case, and what was done by whom.</param>
public sealed record TaskNoticeView(Guid Id, Guid Task, string Kind, Text Text, JsonElement Data, DateTimeOffset At);
