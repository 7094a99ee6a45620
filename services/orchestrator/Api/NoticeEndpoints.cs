using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;

namespace OneVisit.Orchestrator.Api;

/// <summary>What the caller is to know: warnings, dates that moved, limits that were extended. The newest first.</summary>
internal sealed class NoticeEndpoints(Store store)
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/notices", (Delegate)ListAsync).RequireAuthorization().WithTags("notices").WithSummary("What you are to know, newest first")
            .Produces<Page<NoticeView>>().Problems(400, 401)
            .Query([new("case", Format: "uuid"), .. QueryParameter.OfAPage]);

    private async Task<IResult> ListAsync(HttpContext http)
    {
        var query = new QueryReader(http.Request.Query);
        var (@case, limit, before) = (query.Id("case"), query.Limit(), query.Cursor());
        if (query.Faults.Count > 0)
            return query.Problem;

        var caller = Caller.Of(http.User);
        // What applicants are told names one of them: said so, the index by subject finds it among everybody's.
        await using var connection = await store.OpenAsync(http.RequestAborted);
        var rows = (await connection.QueryAsync<(Guid Id, Guid Owner, string Kind, string Zh, string En, string Data, DateTimeOffset At)>($"""
            select id, owner, kind, zh, en, data, at from notice
            where role = @role and {(caller.Role == Role.Applicant ? "subject = @me" : "(subject is null or subject = @me)")} and (department is null or department = @department)
              and (region is null or region like @place) {(before is null ? "" : "and id < @before")} {(@case is null ? "" : "and owner = @owner")}
            order by id desc limit @limit
            """, new
        {
            role = KebabCase.Of(caller.Role),
            me = caller.Subject,
            department = caller.Department,
            place = RegionPattern.Of(caller.Region),
            before = before ?? Guid.Empty,
            owner = @case ?? Guid.Empty,
            limit = limit + 1,
        })).AsList();
        var page = rows.Take(limit).Select(r => new NoticeView(r.Id, r.Owner, r.Kind, new Text(r.Zh, r.En), JsonSerializer.Deserialize<JsonElement>(r.Data), r.At)).ToList();
        return Results.Json(new Page<NoticeView>(page, rows.Count > limit ? page[^1].Id.ToString() : null), JsonText.WithNulls);
    }
}

/// <summary>Something the caller is to know.</summary>
/// <param name="Kind"><c>warning</c>, <c>date-moved</c>, <c>limit-extended</c>, <c>deemed-accepted</c>, <c>supplement-lapsed</c>, <c>not-accepted</c>, <c>after-check-failed</c>, <c>completed</c>, <c>refused</c>, <c>withdrawn</c>; others may follow.</param>
/// <param name="Data">For programs: the item (absent: the whole), the clock, the dates, as far as the kind has them.</param>
public sealed record NoticeView(Guid Id, Guid Case, string Kind, Text Text, JsonElement Data, DateTimeOffset At);
