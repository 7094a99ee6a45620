using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using OneVisit.Kit.Http;

namespace OneVisit.Gateway.Limits;

/// <summary>
/// Bodies up to a size; a larger one is answered with 413, in a way that the sender gets to read: what is still on its way is taken in,
/// because a server that answers and closes in the middle of a body resets the connection and the answer with it.
/// </summary>
/// <param name="maxBytes">The largest body that is passed on.</param>
internal sealed class BodyLimit(long maxBytes)
{
    /// <summary>How much of an overlong body is taken in. Who sends more than this is cut off.</summary>
    private readonly long _drainBytes = Math.Max(16 * maxBytes, 16 * 1024 * 1024);

    private readonly Problem _tooLarge = new(413, "too-large", $"The body is larger than {maxBytes} bytes, the most this platform takes.");

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (request.ContentLength <= maxBytes || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            await next(context);
            return;
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = _drainBytes;
        if (request.ContentLength is { } declared)
        {
            // Who asks first (Expect: 100-continue) has sent nothing yet; who has announced too much is not waited for.
            if (declared <= _drainBytes && request.Headers.Expect.Count == 0)
                await DrainAsync(request);
            await _tooLarge.ExecuteAsync(context);
        }
        else if (await ReadAsync(request) is { } body)
        {
            // From here on the body has a length: services and their limits need not know that it came in pieces.
            request.Body = body;
            request.Headers.TransferEncoding = default;
            request.ContentLength = body.Length;
            await next(context);
        }
        else
        {
            await DrainAsync(request);
            await _tooLarge.ExecuteAsync(context);
        }
    }

    /// <summary>The whole body; null when it is too large.</summary>
    private async Task<MemoryStream?> ReadAsync(HttpRequest request)
    {
        var body = new MemoryStream();
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (body.Length + read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }
            foreach (var piece in read.Buffer)
                body.Write(piece.Span);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                body.Position = 0;
                return body;
            }
        }
    }

    private static async Task DrainAsync(HttpRequest request)
    {
        try
        {
            await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException)
        {
            // More than is taken in: the connection ends here.
        }
    }
}

internal static class BodyLimitPipeline
{
    public static void UseBodyLimit(this WebApplication app)
    {
        var limit = app.Services.GetRequiredService<BodyLimit>();
        app.Use(limit.InvokeAsync);
    }
}
