using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Http;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms.Builder;

namespace OneVisit.Gateway.Forwarding;

/// <summary>Hands requests to the services behind, with YARP; what goes wrong on the way is told as a problem.</summary>
internal static class Forwarding
{
    /// <param name="Request">A request that is silent for this long, in either direction, is given up.</param>
    /// <param name="EventStream">The same for an event stream, which may be silent while nothing happens.</param>
    private sealed record Patience(TimeSpan Request, TimeSpan EventStream);

    /// <summary>A request that asks to wait for a change is answered by the service within this time, and is silent until then.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    public static void AddForwarding(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpForwarder();
        services.AddSingleton(new Patience(
            TimeSpan.FromSeconds(Settings.Number(configuration, "Forwarding:TimeoutSeconds", otherwise: 30, least: 1, most: 600)),
            TimeSpan.FromSeconds(Settings.Number(configuration, "Forwarding:EventStreamTimeoutSeconds", otherwise: 3600, least: 1, most: 86_400))));
        services.AddSingleton(_ => new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            // A service that is scaled or moved is found again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        }));
    }

    public static void MapForwarding(this IEndpointRouteBuilder endpoints, IReadOnlyList<Route> routes)
    {
        var forwarder = endpoints.ServiceProvider.GetRequiredService<IHttpForwarder>();
        var client = endpoints.ServiceProvider.GetRequiredService<HttpMessageInvoker>();
        var log = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("OneVisit.gateway");
        // The default transforms set X-Forwarded-For, -Host and -Proto to what this gateway saw, whatever the caller claimed.
        var transformer = endpoints.ServiceProvider.GetRequiredService<ITransformBuilder>().Create(_ => { });
        var stopping = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var patience = endpoints.ServiceProvider.GetRequiredService<Patience>();
        var request = new ForwarderRequestConfig { ActivityTimeout = patience.Request };
        var eventStream = new ForwarderRequestConfig { ActivityTimeout = patience.EventStream };
        var waiting = new ForwarderRequestConfig { ActivityTimeout = patience.Request + LongestWait };

        foreach (var route in routes)
        {
            foreach (var path in route.Paths)
                endpoints.Map(path, context => ForwardAsync(context, route));
        }

        async Task ForwardAsync(HttpContext context, Route route)
        {
            var follows = context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);
            // A stop waits for what is under way, but not for streams that may last for days.
            var error = await forwarder.SendAsync(
                context, route.Address.AbsoluteUri, client, follows ? eventStream : Waits(context.Request) ? waiting : request, transformer, follows ? stopping : CancellationToken.None);
            if (error == ForwarderError.None)
            {
                // The answer is the service's own, also when it has no body: nothing is added to it.
                if (!context.Response.HasStarted)
                    await context.Response.StartAsync(context.RequestAborted);
                return;
            }
            if (context.RequestAborted.IsCancellationRequested || context.Response.HasStarted)
                return;
            var cause = context.Features.Get<IForwarderErrorFeature>()?.Exception;
            log.LogWarning("{Service} did not serve {Method} {Path}: {Error} ({Cause})", route.Service, context.Request.Method, context.Request.Path, error, cause?.Message);
            context.Response.Clear();
            await ProblemOf(error, route.Service).ExecuteAsync(context);
        }
    }

    private static bool Waits(HttpRequest request) =>
        request.Query.ContainsKey("wait") || request.Headers["Prefer"].ToString().Contains("wait", StringComparison.OrdinalIgnoreCase);

    private static Problem ProblemOf(ForwarderError error, string service) => error switch
    {
        ForwarderError.RequestTimedOut => new Problem(504, "service-timeout",
            $"The service '{service}' did not answer in time; whether it acted is not known. A repeat with the same Idempotency-Key is safe.", retryAfterSeconds: 5),
        ForwarderError.RequestBodyClient => new Problem(400, "incomplete-body", "The request's body ended too early."),
        _ => new Problem(503, "service-unavailable",
            $"The service '{service}' cannot be reached at the moment. A repeat with the same Idempotency-Key is safe.", retryAfterSeconds: 2),
    };
}
