using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OneVisit.Kit.Http;

/// <summary>A request's body as JSON, read strictly: what cannot be read is answered with what is wrong, and nothing else happens.</summary>
public static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>Reads the body.</summary>
    /// <exception cref="ProblemException">415 for another content type, 400 for malformed JSON.</exception>
    public static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
            throw new ProblemException(new Problem(415, "unsupported-media-type", "Send application/json."));
        if (request.Headers.ContentEncoding is [not (null or "" or "identity"), ..])
            throw new ProblemException(new Problem(415, "unsupported-media-type", "Send the body as it is, without a Content-Encoding."));
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, Strict, request.HttpContext.RequestAborted);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            // The position is safe to tell; the message could repeat a part of the body.
            throw new ProblemException(new Problem(400, "malformed-json",
                $"The body is not well-formed JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
        catch (InvalidOperationException)
        {
            // Names are compared to find one written twice; half of a surrogate pair cannot be.
            throw new ProblemException(new Problem(400, "malformed-json", "The body is not well-formed JSON: the name of a member is not Unicode text."));
        }
    }

    /// <summary>Reads a body of which no form checks the texts: each name and text in it is one that can be read and kept.</summary>
    /// <exception cref="ProblemException">As for <see cref="ReadAsync"/>; 422 naming what is no text.</exception>
    public static async Task<JsonElement> ReadTextsAsync(HttpRequest request)
    {
        var body = await ReadAsync(request);
        var faults = JsonTexts.FaultsOf(body);
        return faults.Count == 0 ? body : throw new ProblemException(Problem.Invalid(faults));
    }
}

/// <summary>Ends a request with a problem.</summary>
public sealed class ProblemException(Problem problem) : Exception(problem.Code)
{
    public Problem Problem { get; } = problem;
}
