using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Catalogue;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Http;

namespace OneVisit.Orchestrator.Api;

/// <summary>The catalogue over REST. It is public: nobody needs a token to learn what to bring.</summary>
internal sealed class CatalogueEndpoints(CityCatalogue catalogue, CityTime time, TimeProvider clock)
{
    private DateOnly Today => time.DateOf(clock.GetUtcNow());

    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("catalogue");
        group.MapGet("/bundles", () => Json(new Page<BundleSummary>([.. catalogue.BundlesOn(Today).Select(b => b.ToSummary())], null)))
            .WithSummary("The bundles offered").Produces<Page<BundleSummary>>();
        group.MapGet("/bundles/{id}", (string id) => catalogue.FindBundle(id, Today) is { } bundle ? Json(bundle.ToView()) : Problem.NotFound)
            .WithSummary("A bundle: its items and questions").Produces<BundleView>().Problems(404);
        group.MapPost("/bundles/{id}/plan", PlanAsync).WithSummary("Compile the bundle for a place and answers: items, form, materials, fees, visits")
            .Accepts<PlanBody>("application/json").Produces<PlanView>().Problems(404, 422);
        group.MapGet("/items", Items).WithSummary("Service items by words, department and region").Produces<Page<Contracts.Api.ItemView>>().Problems(400);
    }

    private async Task<IResult> PlanAsync(string id, HttpContext http)
    {
        if (catalogue.FindBundle(id, Today) is not { } bundle)
            return Problem.NotFound;
        var read = PlanReader.Read(await JsonBody.ReadAsync(http.Request), catalogue, bundle, Today);
        return read.IsValid ? Json(read.Value.ToView()) : Problem.Invalid(read.Faults);
    }

    private IResult Items(string? query = null, string? department = null, string? region = null)
    {
        var place = region is null ? null : catalogue.FindRegion(region);
        if (region is not null && place is null)
            return new Problem(400, "invalid-query", "The query has faults.", [new Fault("/region", FaultCodes.UnknownRegion, "A region of this city is expected.")]);
        return Json(new Page<Contracts.Api.ItemView>([.. catalogue.FindItems(query, department).Select(i => i.ToView(place, catalogue.Competence, Today))], null));
    }

    private static IResult Json<T>(T value) => Results.Json(value, JsonText.WithNulls);
}
