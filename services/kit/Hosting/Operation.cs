using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Hosting;

/// <summary>What operators and their tools ask of every process.</summary>
internal static class Operation
{
    public static void MapOperation(
        this IEndpointRouteBuilder routes,
        IReadOnlyList<IWorker> workers,
        IReadOnlyList<Func<CancellationToken, Task<Condition>>> checks,
        Func<CancellationToken, Task<About>> about)
    {
        routes.MapGet("/health/live", () => new Health("live", [])).WithTags("operation").WithSummary("The process runs");
        routes.MapGet("/health/ready", async (CancellationToken cancel) =>
        {
            var (trouble, concerns) = (Lines(workers, w => w.Trouble), Lines(workers, w => w.Concern));
            foreach (var check in checks)
            {
                var condition = await check(cancel);
                trouble.AddRange(condition.Trouble);
                concerns.AddRange(condition.Concerns);
            }
            var status = trouble.Count > 0 ? Health.NotReady : concerns.Count > 0 ? Health.Degraded : Health.Ready;
            return Results.Json(new Health(status, [.. trouble, .. concerns]), statusCode: trouble.Count > 0 ? 503 : 200);
        }).Produces<Health>().Produces<Health>(503).WithTags("operation").WithSummary("Requests can be served, and what there is to look at all the same; otherwise what is in the way");
        routes.MapGet("/api/about", (CancellationToken cancel) => about(cancel)).WithTags("operation").WithSummary("Name, version, services, store and bus");
        routes.MapPrometheusScrapingEndpoint("/metrics");
        routes.MapOpenApi("/openapi/{documentName}.json");
    }

    private static List<string> Lines(IReadOnlyList<IWorker> workers, Func<IWorker, string?> told) =>
        [.. workers.Select(w => (w.Service, Told: told(w))).Where(w => w.Told is not null).Select(w => $"{w.Service}: {w.Told}")];
}
