using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;

namespace OneVisit.Integration.Gateway;

/// <summary>A service that tells what reached it, under one path of the service whose name it bears.</summary>
internal sealed class EchoService(string name, string path) : IService
{
    /// <summary>The services that the gateway's defaults know.</summary>
    public static EchoService[] Behind() =>
    [
        new("orchestrator", "/api/cases"),
        .. new[] { "market-registration", "tax", "seals", "signage" }.Select(d => new EchoService(d, $"/api/departments/{d}")),
        new("desk", "/api/departments/parks"),
    ];

    public string Name => name;

    public int DefaultPort => 0;

    /// <summary>What <c>/health/ready</c> names as being in the way.</summary>
    public IReadOnlyList<string> Trouble { get; set; } = [];

    /// <summary>What it names as being there to look at.</summary>
    public IReadOnlyList<string> Concerns { get; set; } = [];

    /// <summary>Lets the second event of <c>…/stream</c> go.</summary>
    public TaskCompletionSource SecondEvent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Describe(ServiceDescription service)
    {
        service.ReadyWhen(_ => Task.FromResult(new Condition(Trouble, Concerns)));
        service.Endpoints(routes =>
        {
            var echo = routes.MapGroup(path).WithTags(name);
            echo.MapGet("/whoami", (HttpContext http) => Caller.Of(http.User)).RequireAuthorization();
            echo.MapGet("/request", (HttpRequest request) => new Received(
                Activity.Current?.TraceId.ToString(), request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            echo.MapPost("/", async (HttpRequest request) => new Length((await JsonBody.ReadAsync(request)).GetRawText().Length));
            echo.MapGet("/nothing", () => Results.StatusCode(404));
            echo.MapGet("/silent", async (CancellationToken cancel) =>
            {
                var forever = new TaskCompletionSource();
                await using (cancel.Register(forever.SetCanceled))
                    await forever.Task;
            });
            echo.MapGet("/late", async (CancellationToken cancel) =>
            {
                using var late = new PeriodicTimer(TimeSpan.FromSeconds(2));
                await late.WaitForNextTickAsync(cancel);
            });
            echo.MapGet("/stream", async (HttpContext http) =>
            {
                http.Response.ContentType = "text/event-stream";
                await http.Response.WriteAsync("data: first\n\n");
                await SecondEvent.Task.WaitAsync(http.RequestAborted);
                await http.Response.WriteAsync("data: second\n\n");
            });
        });
    }

    internal sealed record Received(string? Trace, Dictionary<string, string> Headers);

    internal sealed record Length(int Characters);
}
