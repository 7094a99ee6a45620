using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OneVisit.Gateway;

/// <summary>Tells browsers what they must not do with an answer. No other origin is let in: CORS stays off.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this WebApplication app) => app.Use(static (context, next) =>
    {
        // At the last moment, because an answer that turns into a problem loses the headers set before.
        context.Response.OnStarting(static state =>
        {
            var (request, headers) = (((HttpContext)state).Request, ((HttpContext)state).Response.Headers);
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            if (request.Path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase))
                headers.ContentSecurityPolicy = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";
            else if (headers.CacheControl.Count == 0)
                headers.CacheControl = "no-store"; // answers are about people
            if (request.IsHttps)
                headers.StrictTransportSecurity = "max-age=31536000";
            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
