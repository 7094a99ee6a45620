using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Contracts;
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
            .Produces<LicenceView>().Problems(404);

    private async Task<IResult> VerifyAsync(string number, HttpContext http, string? type = null, int? version = null)
    {
        // A number is unique within its type. Every type is looked for, also one that the catalogue no longer knows.
        var (condition, key) = type is null ? LicenceIndex.OfAnyType(number) : ("key = @from", new LicenceKeys(LicenceIndex.KeyOf(number, type).Key));
        await using var connection = await running.Store.OpenAsync(http.RequestAborted);
        var (data, revoked) = await connection.QueryFirstOrDefaultAsync<(string? Data, bool Revoked)>(
            $"select data, revoked from register where kind = @kind and {condition} order by at",
            new { kind = LicenceIndex.Kind, from = key.From, until = key.Until, start = key.TypeStart });
        if (data is null)
            return Problem.NotFound;

        var entry = JsonSerializer.Deserialize<LicenceEntry>(data, JsonText.Options)!;
        // The index has it as it was first issued; what has been corrected since, the case says.
        var file = await _queries.FindAsync(entry.CaseId, http.RequestAborted);
        var versions = (file is { } found ? LicenceVersions.Of(found.State, entry.Licence) : null) ?? new LicenceVersions(entry.Licence, []);
        if (versions.Find(version) is not { } shown)
            return Problem.NotFound;
        var (licence, by) = shown;
        var expired = licence.ValidUntil is { } last && last < time.DateOf(running.Clock.GetUtcNow());
        var mayRead = http.User.Identity is { IsAuthenticated: true } && file is { } seen && CaseAccess.MaySee(Caller.Of(http.User), seen.State);
        return Results.Json(new LicenceView(
            licence.Number, licence.Type, licence.Item, mayRead ? entry.Holder : null, revoked ? "revoked" : by is not null ? "superseded" : expired ? "expired" : "valid",
            licence.IssuedAt, licence.ValidUntil, mayRead ? licence.Data : null, LicenceCorrection.VersionOf(licence), by is null ? null : new LicenceVersionView(LicenceCorrection.VersionOf(by), by.IssuedAt)), JsonText.WithNulls);
    }
}

/// <summary>A licence and whether it holds.</summary>
/// <param name="Status"><c>valid</c>, <c>expired</c> or <c>revoked</c>; <c>superseded</c> for a version that a corrected one has taken the place of.</param>
/// <param name="Version">1 as it was first issued; a correction of a clerical error is the next.</param>
/// <param name="SupersededBy">For a version that is not the current one: what took its place.</param>
/// <param name="Holder">The applicant; null, like <paramref name="Data"/>, for those who may not see the case.</param>
public sealed record LicenceView(
    string Number, string Type, string Item, string? Holder, string Status, DateTimeOffset IssuedAt, DateOnly? ValidUntil, JsonElement? Data, int Version, LicenceVersionView? SupersededBy);

/// <summary>The version under the same number that took another's place.</summary>
public sealed record LicenceVersionView(int Version, DateTimeOffset IssuedAt);
