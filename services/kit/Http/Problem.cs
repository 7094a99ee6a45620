using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Http;

/// <summary>A problem document (RFC 9457): a stable type and code, every fault of the request at once, and the trace it belongs to.</summary>
public sealed class Problem(int status, string code, string title, IReadOnlyList<Fault>? errors = null, int? retryAfterSeconds = null, JsonElement? current = null) : IResult
{
    public static readonly Problem Unauthorized = new(401, "unauthenticated", "A bearer token is needed.");
    public static readonly Problem Forbidden = new(403, "forbidden", "Your role does not allow this.");
    public static readonly Problem NotFound = new(404, "not-found", "There is nothing here that you may know of.");
    public static readonly Problem Unavailable = new(503, "store-unavailable", "The platform cannot store anything at the moment; nothing was changed.", retryAfterSeconds: 2);
    public static readonly Problem Overloaded = new(503, "overloaded", "Too much is waiting here; nothing was changed. Send it again a little later.", retryAfterSeconds: 2);
    public static readonly Problem PreconditionRequired = new(428, "precondition-required", "Send If-Match with the ETag you have seen last.");
    public static readonly Problem InternalError = new(500, "internal-error", "Something failed here; nothing was changed.");

    public int Status => status;

    public string Code => code;

    /// <summary>The body, with the trace of the current request.</summary>
    public ProblemDocument Document => new(
        $"urn:onevisit:problem:{code}", code, title, status, errors ?? [], Activity.Current?.TraceId.ToString(), current);

    public static Problem Invalid(IReadOnlyList<Fault> errors) =>
        new(422, "invalid", errors.Count == 1 ? "The request has a fault." : $"The request has {errors.Count} faults.", errors);

    public static Problem Of(UnitOfWork.Refusal refusal) => new(refusal.Status, refusal.Code, refusal.Message, refusal.Faults, current: refusal.Current);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        if (retryAfterSeconds is { } seconds)
            httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return httpContext.Response.WriteAsJsonAsync(Document, JsonText.Options, "application/problem+json", httpContext.RequestAborted);
    }
}

/// <summary>The body of a problem.</summary>
/// <param name="Current">With 409 and 412: what is there now, with the version to send as <c>If-Match</c>; left out where there is nothing to say.</param>
public sealed record ProblemDocument(string Type, string Code, string Title, int Status, IReadOnlyList<Fault> Errors, string? TraceId = null, JsonElement? Current = null);
