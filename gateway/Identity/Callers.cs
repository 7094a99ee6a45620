using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OneVisit.Gateway.Limits;
using OneVisit.Kit.Identity;

namespace OneVisit.Gateway.Identity;

/// <summary>
/// Establishes who calls and tells the services in the <see cref="IdentityHeader"/>. Such a header that came with the request is dropped first:
/// nobody vouches for themselves.
/// </summary>
internal static class Callers
{
    public static void UseCallers(this WebApplication app)
    {
        var tokens = app.Services.GetRequiredService<BearerTokens>();
        var identity = app.Services.GetRequiredService<IdentityHeader>();
        var limit = app.Services.GetRequiredService<RateLimit>();
        app.Use(async (context, next) =>
        {
            var headers = context.Request.Headers;
            headers.Remove(IdentityHeader.Name);
            if (IsOperation(context.Request.Path))
            {
                await next(context);
                return;
            }
            var (caller, problem) = await tokens.ReadAsync(context);
            // A bad token counts too, against where it came from: guessing is slow.
            problem = limit.Refuse(caller is null ? RemoteOf(context) : $"subject {caller.Subject}") ?? problem;
            if (problem is not null)
            {
                if (problem.Status == StatusCodes.Status401Unauthorized)
                    context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
                await problem.ExecuteAsync(context);
                return;
            }
            if (caller is not null)
                headers[IdentityHeader.Name] = identity.Write(caller);
            await next(context);
        });
    }

    /// <summary>What a machine asks to see whether this process lives is never refused.</summary>
    private static bool IsOperation(PathString path) =>
        path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase);

    private static string RemoteOf(HttpContext context) => $"address {context.Connection.RemoteIpAddress ?? IPAddress.None}";
}
