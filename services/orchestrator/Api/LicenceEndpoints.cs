using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Kit;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>Anybody who is shown a licence may ask whether it is true; what it contains is told only to those who may see the case.</summary>
internal sealed class LicenceEndpoints(CityTime time, Running<CaseState> running)
{
    private readonly CaseQueries _queries = new(running.Store);

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/licences/{number}", VerifyAsync).WithTags("licences").WithSummary("Verify a licence")
            .Produces<LicenceView>().ProducesProblem(404);

    private async Task<IResult> VerifyAsync(string number, HttpContext http, string? type = null)
    {
        await using var connection = await running.Store.OpenAsync(http.RequestAborted);
        // Keys are number/type: '0' is the character after '/'.
        var rows = await connection.QueryAsync<(string Data, bool Revoked)>(
            "select data, revoked from register where kind = @Kind and key >= @from and key < @to order by at",
            new { LicenceIndex.Kind, from = $"{number}/{type}", to = type is null ? $"{number}0" : $"{number}/{type}0" });
        var found = rows.Select(r => (Entry: JsonSerializer.Deserialize<LicenceEntry>(r.Data, JsonText.Options)!, r.Revoked))
            .FirstOrDefault(f => type is null || f.Entry.Licence.Type == type);
        if (found.Entry is null)
            return Problem.NotFound;

        var licence = found.Entry.Licence;
        var expired = licence.ValidUntil is { } last && last < time.DateOf(running.Clock.GetUtcNow());
        var mayRead = http.User.Identity is { IsAuthenticated: true }
            && await _queries.FindAsync(found.Entry.CaseId, http.RequestAborted) is { } file && CaseAccess.MaySee(Caller.Of(http.User), file.State);
        return Results.Json(new LicenceView(
            licence.Number, licence.Type, licence.Item, found.Entry.Holder, found.Revoked ? "revoked" : expired ? "expired" : "valid",
            licence.IssuedAt, licence.ValidUntil, mayRead ? licence.Data : null), JsonText.WithNulls);
    }
}

/// <summary>A licence and whether it holds.</summary>
/// <param name="Status"><c>valid</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="Data">Null for those who may not see the case.</param>
public sealed record LicenceView(
    string Number, string Type, string Item, string Holder, string Status, DateTimeOffset IssuedAt, DateOnly? ValidUntil, JsonElement? Data);
