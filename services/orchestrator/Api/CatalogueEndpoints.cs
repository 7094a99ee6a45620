using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Catalogue;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Http;

namespace OneVisit.Orchestrator.Api;

/// <summary>
/// The catalogue over REST. It is public: nobody needs a token to learn what to bring. Of several cities it is that of the place asked for, or of
/// the caller's, or the first.
/// </summary>
internal sealed class CatalogueEndpoints(Catalogues catalogues, CityTime time, TimeProvider clock)
{
    // Longer than any wish that can be told in words.
    private const int MostCharacters = 200;

    private DateOnly Today => time.DateOf(clock.GetUtcNow());

    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("catalogue");
        group.MapGet("/bundles", Bundles).WithSummary("The bundles offered in a city: of the region, or the caller's").Produces<Page<BundleSummary>>().Problems(400);
        group.MapGet("/bundles/{id}", Bundle).WithSummary("A bundle: its items and questions").Produces<BundleView>().Problems(400, 404);
        group.MapPost("/bundles/{id}/plan", PlanAsync).WithSummary("Compile the bundle for a place and answers: items, form, materials, fees, visits")
            .Accepts<PlanBody>("application/json").Produces<PlanView>().Problems(404, 422);
        group.MapGet("/guidance", Guidance).WithSummary("The bundles that everyday words are about, best first").Produces<Page<GuidanceView>>().Problems(400);
        group.MapGet("/items", Items).WithSummary("Service items by words, department and region").Produces<Page<Contracts.Api.ItemView>>().Problems(400);
    }

    private async Task<IResult> PlanAsync(string id, HttpContext http)
    {
        var (body, today) = (await JsonBody.ReadAsync(http.Request), Today);
        var catalogue = catalogues.ReadingFor(http.User, body);
        if (catalogue.FindBundle(id, today) is not { } bundle)
            return Problem.NotFound;
        var read = PlanReader.Read(body, catalogue, bundle, today);
        return read.IsValid ? Json(read.Value.Plan.ToView(read.Value.Day, catalogue.Calendar)) : Problem.Invalid(read.Faults);
    }

    private IResult Bundles(HttpContext http, string? region = null) => Find(http, region) is { } catalogue
        ? Json(new Page<BundleSummary>([.. catalogue.BundlesOn(Today).Select(b => b.ToSummary())], null))
        : UnknownRegion;

    private IResult Bundle(string id, HttpContext http, string? region = null) => Find(http, region) is not { } catalogue
        ? UnknownRegion
        : catalogue.FindBundle(id, Today) is { } bundle ? Json(bundle.ToView()) : Problem.NotFound;

    private IResult Guidance(HttpContext http, string? text = null, string? region = null)
    {
        if (Find(http, region) is not { } catalogue)
            return UnknownRegion;
        if (text is not { Length: > 0 and <= MostCharacters })
            return Invalid("/text", $"Words of 1 to {MostCharacters} characters are expected.");
        return Json(new Page<GuidanceView>(catalogue.Guide(text, Today), null));
    }

    private IResult Items(HttpContext http, string? query = null, string? department = null, string? region = null, int limit = 50, string? cursor = null)
    {
        var (today, from) = (Today, 0);
        if (Find(http, region) is not { } catalogue)
            return UnknownRegion;
        if (query is { Length: > MostCharacters })
            return Invalid("/query", $"Words of at most {MostCharacters} characters are expected.");
        if (limit is < 1 or > 200)
            return Invalid("/limit", "A number from 1 to 200 is expected.");
        if (cursor is not null && !int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out from))
            return Invalid("/cursor", "The 'next' of an earlier page is expected.");
        List<ServiceItem> found = [.. catalogue.FindItems(query, department, today).Skip(from).Take(limit + 1)];
        var next = found.Count > limit ? (from + limit).ToString(CultureInfo.InvariantCulture) : null;
        return Json(new Page<Contracts.Api.ItemView>([.. found.Take(limit).Select(i => i.ToView(region is null ? null : catalogue.FindRegion(region), catalogue.Competence, today))], next));
    }

    /// <summary>Null where the region is none that the caller may ask for.</summary>
    private CityCatalogue? Find(HttpContext http, string? region) =>
        catalogues.ShownTo(http.User, region) is { } catalogue && (region is null || catalogue.FindRegion(region) is not null) ? catalogue : null;

    private static Problem UnknownRegion => Invalid("/region", "A region of this city is expected.", FaultCodes.UnknownRegion);

    private static Problem Invalid(string pointer, string message, string code = FaultCodes.WrongFormat) =>
        new(400, "invalid-query", "The query has faults.", [new Fault(pointer, code, message)]);

    private static IResult Json<T>(T value) => Results.Json(value, JsonText.WithNulls);
}
