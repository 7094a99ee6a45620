using System.Xml;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneVisit.Kit;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Http;

namespace OneVisit.Gateway.Development;

/// <summary><c>GET</c> and <c>POST /dev/clock</c>: what time it is for this process, and, where it may be, later.</summary>
internal static class DevelopmentClock
{
    public static void MapDevelopmentClock(this IEndpointRouteBuilder endpoints, CityTime city)
    {
        var time = endpoints.ServiceProvider.GetService<VirtualTime>();
        var clock = endpoints.ServiceProvider.GetRequiredService<TimeProvider>();
        if (time is not null)
        {
            endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("OneVisit.gateway")
                .LogWarning("Development: anybody who asks may put the clock forward with POST /dev/clock; what is stored meanwhile lies in the future");
        }
        endpoints.MapGet("/dev/clock", () => ViewOf(clock, time))
            .WithTags("development")
            .WithSummary("What time it is for this process; in Development only");
        endpoints.MapPost("/dev/clock", async (HttpRequest request) =>
            {
                var (target, faults) = ClockRequest.Read(await JsonBody.ReadTextsAsync(request), city);
                if (faults.Count > 0)
                    return Problem.Invalid(faults);
                if (time is null)
                    return new Problem(409, "clock-not-virtual", $"This process has the clock of its machine. Start it with {VirtualClock.Setting}={VirtualClock.VirtualMode}.");
                try
                {
                    var wakes = await time.ForwardAsync(target!, request.HttpContext.RequestAborted);
                    return Results.Ok(new ForwardAnswer(clock.GetUtcNow(), VirtualClock.VirtualMode, XmlConvert.ToString(time.Clock.Ahead), wakes));
                }
                catch (ClockGoesForwardException e)
                {
                    return new Problem(409, "clock-goes-forward", $"It is {e.Now:O} already, and the clock is never put back.");
                }
                catch (NoRestException e)
                {
                    return new Problem(503, "clock-stands", $"The clock was put forward to {e.At:O} and no farther: what was due there has not come to its end. Look at /health/ready, and send the request again.", retryAfterSeconds: 5);
                }
            })
            .Accepts<ForwardRequest>("application/json")
            .Produces<ForwardAnswer>()
            .Produces<ProblemDocument>(409, "application/problem+json")
            .Produces<ProblemDocument>(422, "application/problem+json")
            .Produces<ProblemDocument>(503, "application/problem+json")
            .WithTags("development")
            .WithSummary("Puts the clock forward, from each instant at which something is due to the next; in Development, with Clock:Mode=virtual");
    }

    private static ClockAnswer ViewOf(TimeProvider clock, VirtualTime? time) => new(
        clock.GetUtcNow(), time is null ? VirtualClock.SystemMode : VirtualClock.VirtualMode, XmlConvert.ToString(time?.Clock.Ahead ?? TimeSpan.Zero));

    /// <summary>Either of the two.</summary>
    /// <param name="To">An instant (RFC 3339), or a date, which is its beginning in the city's zone.</param>
    /// <param name="By">A duration (ISO 8601) of weeks, days, hours, minutes and seconds.</param>
    internal sealed record ForwardRequest(string? To = null, string? By = null);

    /// <param name="Mode"><c>system</c> or <c>virtual</c>.</param>
    /// <param name="Ahead">A duration (ISO 8601): how far it is ahead of the machine's clock.</param>
    internal sealed record ClockAnswer(DateTimeOffset Now, string Mode, string Ahead);

    /// <param name="Wakes">How many deadlines became due on the way and were acted on.</param>
    internal sealed record ForwardAnswer(DateTimeOffset Now, string Mode, string Ahead, long Wakes);
}
