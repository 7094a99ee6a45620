using System.Security.Claims;
using System.Text.Json;
using Dapper;
using OneVisit.Catalogue;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>
/// The catalogues in force, one for each city, and those that earlier cases were compiled with. A text is kept in the store before anybody is
/// served by it, so that a case never names one that is lost.
/// </summary>
internal sealed class Catalogues
{
    // A supplement to an old case is rare, and a large catalogue takes tens of megabytes.
    private const int MostRemembered = 4;

    private readonly LiveCities _live;
    private readonly EarlierCatalogues _earlier;
    private Store? _store;
    private TimeProvider _clock = TimeProvider.System;

    public Catalogues(LiveCities live)
    {
        _live = live;
        _earlier = new EarlierCatalogues(MostRemembered, ReadAsync);
    }

    public Cities Current => _live.Current;

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

    public void KeepIn(Store store, TimeProvider clock) => (_store, _clock) = (store, clock);

    /// <summary>The catalogue a case was compiled with. A case older than the keeping of texts is read by the one in force.</summary>
    /// <exception cref="InvalidOperationException">The store lacks the text, or it can no longer be read.</exception>
    public Task<CityCatalogue> OfAsync(CaseState state, CancellationToken cancel)
    {
        // Once: a new one may come into force between two looks.
        var current = _live.Current.Of(state.Region);
        return state.Catalogue is { } digest && digest != current.Text.Digest ? _earlier.OfAsync(digest, cancel) : Task.FromResult(current);
    }

    private async Task<CityCatalogue> ReadAsync(string digest)
    {
        await using var connection = await _store!.OpenAsync(CancellationToken.None);
        var content = await connection.QueryFirstOrDefaultAsync<byte[]>("select content from catalogue_text where digest = @digest", new { digest })
            ?? throw new InvalidOperationException($"the store lacks the catalogue {digest}");
        return CityCatalogue.LoadKept(PackedText.Read(content));
    }

    /// <summary>Keeps a catalogue's text, before anybody is served by it.</summary>
    public async Task KeepAsync(CityCatalogue catalogue, CancellationToken cancel)
    {
        var digest = catalogue.Text.Digest;
        await using var connection = await _store!.OpenAsync(cancel);
        if (await connection.ExecuteScalarAsync<long>("select count(*) from catalogue_text where digest = @digest", new { digest }) == 0)
        {
            await connection.ExecuteAsync(
                "insert into catalogue_text (digest, content, kept_at) values (@digest, @content, @now) on conflict (digest) do nothing",
                new { digest, content = PackedText.Of(catalogue.Text), now = _clock.GetUtcNow() });
        }
    }
}
