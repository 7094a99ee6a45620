using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Http;

/// <summary>Between HTTP and the unit of work: keys, versions, answers.</summary>
public static class Answers
{
    /// <summary>The entity tag of a version.</summary>
    public static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version of <c>If-Match</c>; null when the header is absent or <c>*</c>, which any version matches; -1 when it can match none.</summary>
    public static long? IfMatch(HttpRequest request)
    {
        var value = request.Headers.IfMatch.ToString();
        if (value is "" or "*")
            return null;
        return long.TryParse(value.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
    }

    /// <summary>The request's <c>Idempotency-Key</c> within the caller's scope, with the hash of what was asked; null without the header.</summary>
    /// <exception cref="ProblemException">400: the key is not 1 to 255 visible ASCII characters.</exception>
    public static Idempotency? IdempotencyOf(HttpRequest request, Caller caller, JsonElement body)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values))
            return null;
        var key = values.ToString();
        if (key.Length is 0 or > 255 || key.Any(c => c is <= ' ' or > '~'))
            throw new ProblemException(new Problem(400, "invalid-idempotency-key", "Idempotency-Key is 1 to 255 visible ASCII characters."));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"));
        hash.AppendData(JsonMarshal.GetRawUtf8Value(body));
        return new Idempotency($"{caller.Subject}\n{key}", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Sends an answer of the unit of work.</summary>
    public static IResult Result(Answer answer) => answer.Refusal is { } refusal ? Problem.Of(refusal) : new AnswerResult(answer);

    /// <summary>The answer that tells of a refusal.</summary>
    public static Answer Of(Refusal refusal) => new(refusal.Status, "", Refusal: refusal);

    /// <summary>The answer that tells of a refusal, and where the caller saw something else than there is, what there is.</summary>
    /// <param name="current">What there is, as the caller may see it; null where nothing is.</param>
    public static Answer Of(Refusal refusal, object? current)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return Of(refusal.Status is 409 or 412 && current is not null ? refusal with { Current = JsonSerializer.SerializeToElement(current, JsonText.WithNulls) } : refusal);
    }

    private sealed class AnswerResult(Answer answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = answer.Status;
            response.ContentType = "application/json; charset=utf-8";
            if (answer.ETag is not null)
                response.Headers.ETag = answer.ETag;
            if (answer.Location is not null)
                response.Headers.Location = answer.Location;
            return response.WriteAsync(answer.Body, httpContext.RequestAborted);
        }
    }
}
