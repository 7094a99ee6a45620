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
    private const string NoRegion = "A region of this city is expected.";

    private static readonly QueryParameter Region = new("region", Description: "A place of the city; left out: the caller's city, or the first.");

    private DateOnly Today => time.DateOf(clock.GetUtcNow());

    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("catalogue");
        group.MapGet("/bundles", Bundles).WithSummary("The bundles offered in a city: of the region, or the caller's").Produces<Page<BundleSummary>>().Problems(400);
        group.MapGet("/bundles/{id}", Bundle).WithSummary("A bundle: its items and questions").Produces<BundleView>().Problems(400, 404);
        group.MapPost("/bundles/{id}/plan", PlanAsync).WithSummary("Compile the bundle for a place and answers: items, form, materials, fees, visits")
            .Accepts<PlanBody>("application/json").Produces<PlanView>().Problems(404, 422);
        group.MapGet("/guidance", (Delegate)Guidance).WithSummary("The bundles that everyday words are about, best first").Produces<Page<GuidanceView>>().Problems(400).Query(new("text", Description: "1 to 200 characters."), Region);
        group.MapGet("/items", (Delegate)Items).WithSummary("Service items by words, department and region").Produces<Page<Contracts.Api.ItemView>>().Problems(400)
            .Query([new("query"), new("department"), Region, .. QueryParameter.OfAPage]);
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

    private IResult Guidance(HttpContext http)
    {
        var query = new QueryReader(http.Request.Query);
        var (catalogue, text) = (Find(http, query, out _), query.Text("text"));
        if (text is null && query.Faults.All(f => f.Pointer != "/text"))
            query.Report("text", FaultCodes.Missing, "Words are expected.");
        return query.Faults.Count > 0 ? query.Problem : Json(new Page<GuidanceView>(catalogue!.Guide(text!, Today), null));
    }

    private IResult Items(HttpContext http)
    {
        var (today, query) = (Today, new QueryReader(http.Request.Query));
        var catalogue = Find(http, query, out var region);
        var (words, department, limit, from) = (query.Text("query"), query.Text("department"), query.Limit(), (int)Math.Min(query.NumberedCursor() ?? 0, int.MaxValue));
        if (query.Faults.Count > 0)
            return query.Problem;
        List<ServiceItem> found = [.. catalogue!.FindItems(words, department, today).Skip(from).Take(limit + 1)];
        var next = found.Count > limit ? (from + limit).ToString(CultureInfo.InvariantCulture) : null;
        return Json(new Page<Contracts.Api.ItemView>([.. found.Take(limit).Select(i => i.ToView(region is null ? null : catalogue.FindRegion(region), catalogue.Competence, today))], next));
    }

    /// <summary>Null where the region is none that the caller may ask for.</summary>
    private CityCatalogue? Find(HttpContext http, string? region) =>
        catalogues.ShownTo(http.User, region) is { } catalogue && (region is null || catalogue.FindRegion(region) is not null) ? catalogue : null;

    private CityCatalogue? Find(HttpContext http, QueryReader query, out string? region)
    {
        region = query.Text("region");
        var found = Find(http, region);
        if (found is null)
            query.Report("region", FaultCodes.UnknownRegion, NoRegion);
        return found;
    }

    private static Problem UnknownRegion => new(400, "invalid-query", "The query has a fault.", [new Fault("/region", FaultCodes.UnknownRegion, NoRegion)]);

    private static IResult Json<T>(T value) => Results.Json(value, JsonText.WithNulls);
}
