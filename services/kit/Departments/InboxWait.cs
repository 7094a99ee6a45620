using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Departments;

/// <summary>What a request says of waiting: <c>If-None-Match</c> with what has been seen, and how long to wait for another page.</summary>
/// <param name="Seconds">0: not at all.</param>
/// <param name="Seen">Tags of pages that were seen.</param>
/// <param name="Preferred">The preference (RFC 7240, section 4.3) that is honoured; null when the query says it, or nothing does.</param>
internal sealed record InboxWait(int Seconds, IReadOnlyList<string> Seen, string? Preferred, Fault? Fault)
{
    public static InboxWait Of(HttpRequest request)
    {
        IReadOnlyList<string> seen = EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var tags) ? [.. tags.Select(t => t.Tag.ToString())] : [];
        if (request.Query.TryGetValue("wait", out var asked))
        {
            return int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= InboxWatch.LongestWait
                ? new InboxWait(seconds, seen, null, null)
                : new InboxWait(0, seen, null, new Fault("/wait", FaultCodes.NumberOutOfRange, $"A number of seconds from 0 to {InboxWatch.LongestWait} is expected."));
        }
        // A preference is no demand: one that cannot be read is as if it were not there, and a longer one is shortened.
        foreach (var preference in request.Headers.GetCommaSeparatedValues("Prefer"))
        {
            if (preference.Split('=', 2, StringSplitOptions.TrimEntries) is ["wait", var value] && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return new InboxWait(Math.Min(seconds, InboxWatch.LongestWait), seen, $"wait={Math.Min(seconds, InboxWatch.LongestWait)}", null);
        }
        return new InboxWait(0, seen, null, null);
    }

    /// <summary>Compared as weak tags are (RFC 9110, section 8.8.3.2).</summary>
    public bool Knows(string tag) => Seen.Contains("*") || Seen.Any(s => tag.EndsWith(s, StringComparison.Ordinal));

    /// <summary>The weak tag of a page: which tasks it has, in which versions, and where the next one begins. Dates are derived, and no part of it.</summary>
    public static string TagOf(Page<TaskView> page)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> row = stackalloc byte[24];
        foreach (var task in page.Items)
        {
            task.Task.TryWriteBytes(row);
            BinaryPrimitives.WriteInt64BigEndian(row[16..], task.Version);
            hash.AppendData(row);
        }
        hash.AppendData(Encoding.UTF8.GetBytes(page.Next ?? ""));
        return $"W/\"{Base64Url.EncodeToString(hash.GetHashAndReset().AsSpan(0, 15))}\"";
    }

    /// <summary>Lets the endpoint of an inbox wait for changes.</summary>
    public static RouteHandlerBuilder WaitsForChange(RouteHandlerBuilder endpoint, InboxWatch watch) => endpoint
        .AddEndpointFilter((context, next) => watch.AnswerAsync(context.HttpContext, () => next(context)))
        .Produces(StatusCodes.Status304NotModified)
        .AddOpenApiOperationTransformer(Describe);

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        operation.Parameters =
        [
            .. operation.Parameters ?? [],
            new OpenApiParameter
            {
                Name = "wait",
                In = ParameterLocation.Query,
                Description = "With If-None-Match: for how many seconds the answer may wait for a page that differs.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Maximum = InboxWatch.LongestWait.ToString(CultureInfo.InvariantCulture) },
            },
            new OpenApiParameter { Name = "If-None-Match", In = ParameterLocation.Header, Description = "The ETag of the page seen last.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            new OpenApiParameter { Name = "Prefer", In = ParameterLocation.Header, Description = "wait= and seconds: the same as the parameter, which goes before it (RFC 7240).", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
        ];
        return Task.CompletedTask;
    }
}
