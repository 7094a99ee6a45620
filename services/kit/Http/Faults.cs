using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.Http;

/// <summary>Turns whatever ends a request early into a problem document: never a stack trace, never a 500 for bad input.</summary>
internal static partial class Faults
{
    public static void UseProblems(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("OneVisit.Http");
        app.Use(async (context, next) =>
        {
            try
            {
                // PostgreSQL has no such character, and nothing that is searched for has it either.
                if (context.Request.QueryString.Value!.Contains("%00", StringComparison.Ordinal))
                    throw new ProblemException(new Problem(400, "invalid-query", "The query holds the character U+0000.", NoTexts(context.Request.Query)));
                await next(context);
                if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
                    await ForStatus(context.Response.StatusCode).ExecuteAsync(context);
            }
            catch (Exception) when (context.RequestAborted.IsCancellationRequested)
            {
                // The caller is gone; nobody reads an answer.
            }
            catch (Exception e) when (!context.Response.HasStarted)
            {
                var problem = Of(e);
                if (problem.Status == 500)
                    log.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
                context.Response.Headers.Clear();
                await problem.ExecuteAsync(context);
            }
        });
    }

    private static IReadOnlyList<Fault> NoTexts(IQueryCollection query) =>
    [
        .. query.Where(p => p.Key.Contains('\0', StringComparison.Ordinal) || p.Value.Any(v => v!.Contains('\0', StringComparison.Ordinal)))
            .Select(p => new Fault($"/{JsonPointer.Escape(p.Key.Replace("\0", "", StringComparison.Ordinal))}", FaultCodes.InvalidText, "The character U+0000 is in no text.")),
    ];

    internal static Problem Of(Exception e) => e switch
    {
        ProblemException p => p.Problem,
        OverloadedException => Problem.Overloaded,
        StoreUnavailableException => Problem.Unavailable,
        // A connection that breaks while something is read is the store's trouble too.
        DbException read when Store.Store.CannotBeUsed(read) => Problem.Unavailable,
        BadHttpRequestException { StatusCode: 400 } unbound when Unbound().Match(unbound.Message) is { Success: true } match =>
            new Problem(400, "invalid-query", "The query has a fault.", [new Fault($"/{match.Groups[1].Value}", FaultCodes.WrongType, "The parameter is no value of its type.")]),
        BadHttpRequestException bad => ForStatus(bad.StatusCode),
        _ => Problem.InternalError,
    };

    /// <summary>How the framework names a parameter that it could not bind; it never names more than one. What it says of the value is not repeated.</summary>
    [GeneratedRegex("""^Failed to bind parameter "\S+ (\w+)" from """)]
    private static partial Regex Unbound();

    private static Problem ForStatus(int status) => status switch
    {
        401 => Problem.Unauthorized,
        403 => Problem.Forbidden,
        404 => Problem.NotFound,
        405 => new Problem(405, "method-not-allowed", "This address does not take this method."),
        413 => new Problem(413, "too-large", "The body is larger than this platform takes."),
        415 => new Problem(415, "unsupported-media-type", "Send application/json."),
        429 => new Problem(429, "too-many-requests", "Too many requests; wait and send it again.", retryAfterSeconds: 1),
        503 => Problem.Unavailable,
        _ => new Problem(status, $"status-{status}", "The request cannot be served."),
    };
}
