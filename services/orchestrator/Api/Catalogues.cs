using System.Security.Claims;
using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Kit.Identity;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>The catalogues in force, one for each city, and those that earlier cases were compiled with.</summary>
internal sealed class Catalogues(LiveCities live, KeptCatalogues kept)
{
    public Cities Current => live.Current;

    /// <summary>
    /// The catalogue of the place that is asked for, or of the caller's, or the first. Null where the place is in no city, or in one that the caller
    /// has no business in: whoever works for one city is shown no other.
    /// </summary>
    public CityCatalogue? ShownTo(ClaimsPrincipal user, string? region)
    {
        var (cities, caller) = (Current, user.Identity is { IsAuthenticated: true } ? Caller.Of(user) : null);
        if (region is null)
            return cities.Of(caller?.Region);
        return cities.Find(region) is { } city && (IsFree(caller) || caller!.Covers(city.City.Code) || city == cities.Of(caller.Region)) ? city : null;
    }

    /// <summary>The catalogue that something sent is read by, and whose faults are told: the caller's city where it is for no place of theirs.</summary>
    public CityCatalogue ReadingFor(ClaimsPrincipal user, JsonElement body) => ShownTo(user, PlanReader.RegionOf(body)) ?? ShownTo(user, null)!;

    // Applicants may apply in any city; who works for all is bound to none.
    private static bool IsFree(Caller? caller) => caller is null or { Role: Role.Applicant or Role.Admin } or { Region: null };

    /// <summary>The catalogue a case was compiled with. A case older than the keeping of texts is read by the one in force.</summary>
    /// <exception cref="InvalidOperationException">The store lacks the text, or it can no longer be read.</exception>
    public Task<CityCatalogue> OfAsync(CaseState state, CancellationToken cancel) => kept.OfAsync(state.Catalogue, state.Region, cancel);
}
