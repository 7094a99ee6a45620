using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Kit;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>Anybody who is shown a licence may ask whether it is true; what it contains is told only to those who may see the case.</summary>
internal sealed class LicenceEndpoints(Catalogues catalogues, CityTime time, Running<CaseState> running)
{
    private readonly CaseQueries _queries = new(running.Store);

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/licences/{number}", VerifyAsync).WithTags("licences").WithSummary("Verify a licence")
            .Produces<LicenceView>().Problems(404);

    private async Task<IResult> VerifyAsync(string number, HttpContext http, string? type = null)
    {
        // A number is unique within its type, so every type the city issues is looked for.
        var types = catalogues.Current.LicenceTypesIssued.Where(t => type is null || t == type).ToList();
        if (types.Count == 0)
            return Problem.NotFound;
        var (keys, parameters) = SqlList.Of([.. types.Select(t => LicenceIndex.KeyOf(number, t).Key)]);
        parameters.Add("kind", LicenceIndex.Kind);
        await using var connection = await running.Store.OpenAsync(http.RequestAborted);
        var (data, revoked) = await connection.QueryFirstOrDefaultAsync<(string? Data, bool Revoked)>(
            $"select data, revoked from register where kind = @kind and key in ({keys}) order by at", parameters);
        if (data is null)
            return Problem.NotFound;

        var entry = JsonSerializer.Deserialize<LicenceEntry>(data, JsonText.Options)!;
        var licence = entry.Licence;
        var expired = licence.ValidUntil is { } last && last < time.DateOf(running.Clock.GetUtcNow());
        var mayRead = http.User.Identity is { IsAuthenticated: true }
            && await _queries.FindAsync(entry.CaseId, http.RequestAborted) is { } file && CaseAccess.MaySee(Caller.Of(http.User), file.State);
        return Results.Json(new LicenceView(
            licence.Number, licence.Type, licence.Item, mayRead ? entry.Holder : null, revoked ? "revoked" : expired ? "expired" : "valid",
            licence.IssuedAt, licence.ValidUntil, mayRead ? licence.Data : null), JsonText.WithNulls);
    }
}

/// <summary>A licence and whether it holds.</summary>
/// <param name="Status"><c>valid</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="Holder">The applicant; null, like <paramref name="Data"/>, for those who may not see the case.</param>
public sealed record LicenceView(
    string Number, string Type, string Item, string? Holder, string Status, DateTimeOffset IssuedAt, DateOnly? ValidUntil, JsonElement? Data);
