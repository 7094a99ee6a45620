using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Http;

namespace OneVisit.Orchestrator.Api;

/// <summary>The clock on its own: a function of what is sent and the published calendar. Like the catalogue it is public, and it keeps nothing.</summary>
internal sealed class ClockEndpoints(Catalogues catalogues)
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/clock/projection", (Delegate)ProjectAsync).WithTags("clock").WithSummary("When a period is due, day by day")
            .Accepts<ProjectionBody>("application/json").Produces<ProjectionView>().Problems(400, 413, 415, 422);

    private async Task<IResult> ProjectAsync(HttpContext http)
    {
        var read = ProjectionReader.Read(await JsonBody.ReadAsync(http.Request), catalogues.ShownTo(http.User, null)!.Calendars);
        if (!read.IsValid)
            return Problem.Invalid(read.Faults);
        var (calendar, period, at) = read.Value;
        var projection = LegalClock.Project(calendar, period, at);
        return Results.Json(
            new ProjectionView
            {
                Due = projection.Due,
                State = KebabCase.Of(projection.State),
                Consumed = projection.Consumed,
                Remaining = projection.Remaining,
                Provisional = projection.Provisional,
                Explanation = [.. LegalClock.Explain(calendar, period).Select(d => new ProjectedDay(d.Date, d.Counted, Why[(int)d.Kind]))],
            },
            JsonText.WithNulls);
    }

    private static readonly string[] Why = [.. Enum.GetValues<DayKind>().Select(KebabCase.Of)];
}
