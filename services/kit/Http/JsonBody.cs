using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OneVisit.Contracts.Api;

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
        var body = await WholeAsync(request.BodyReader, request.HttpContext.RequestAborted);
        try
        {
            return Parse(body);
        }
        finally
        {
            request.BodyReader.AdvanceTo(body.End);
        }
    }

    private static async Task<ReadOnlySequence<byte>> WholeAsync(PipeReader reader, CancellationToken cancel)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancel);
            if (read.IsCompleted)
                return read.Buffer;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static JsonElement Parse(ReadOnlySequence<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException e) when (e.LineNumber is { } line)
        {
            // The position is safe to tell; the message could repeat a part of the body.
            throw Malformed($"The body is not well-formed JSON: line {line + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (JsonException)
        {
            // The parser does not say where: the body is well-formed but for a name that is written twice.
            using var document = JsonDocument.Parse(body, Strict with { AllowDuplicateProperties = true });
            throw Malformed("The body is not well-formed JSON: an object has a member twice.", Duplicates.In(document.RootElement));
        }
        catch (InvalidOperationException)
        {
            // Names are compared to find one written twice; half of a surrogate pair cannot be.
            throw Malformed("The body is not well-formed JSON: the name of a member is not Unicode text.");
        }
    }

    private static ProblemException Malformed(string title, IReadOnlyList<Fault>? faults = null) => new(new Problem(400, "malformed-json", title, faults));

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
