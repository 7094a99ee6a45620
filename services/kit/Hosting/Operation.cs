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
        IReadOnlyList<Func<CancellationToken, Task<IReadOnlyList<string>>>> checks,
        Func<CancellationToken, Task<About>> about)
    {
        routes.MapGet("/health/live", () => new Health("live", [])).WithTags("operation").WithSummary("The process runs");
        routes.MapGet("/health/ready", async (CancellationToken cancel) =>
        {
            var trouble = workers.Where(w => w.Trouble is not null).Select(w => $"{w.Service}: {w.Trouble}").ToList();
            foreach (var check in checks)
                trouble.AddRange(await check(cancel));
            return Results.Json(new Health(trouble.Count == 0 ? "ready" : "not-ready", trouble), statusCode: trouble.Count == 0 ? 200 : 503);
        }).Produces<Health>().Produces<Health>(503).WithTags("operation").WithSummary("Requests can be served; otherwise what is in the way");
        routes.MapGet("/api/about", (CancellationToken cancel) => about(cancel)).WithTags("operation").WithSummary("Name, version, services, store and bus");
        routes.MapPrometheusScrapingEndpoint("/metrics");
        routes.MapOpenApi("/openapi/{documentName}.json");
    }
}

/// <summary>Whether a process can serve.</summary>
/// <param name="Trouble">What is in the way, one line each.</param>
public sealed record Health(string Status, IReadOnlyList<string> Trouble);
