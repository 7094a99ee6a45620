using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>What happened in a case, in order, hash-chained; as a list, or followed live.</summary>
/// <param name="maxStreams">How many may follow at once; one more is asked to come again later.</param>
internal sealed class JournalEndpoints(Running<CaseState> running, int maxStreams)
{
    private const int MostPerPage = 500;
    private const int UsualPerPage = 200;

    /// <summary>Another copy of this service may have written the next entry; without a signal this is how long it can go unseen.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>A case can rest for days; a word now and then keeps what stands between from closing a silent stream.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private readonly CaseQueries _queries = new(running.Store);
    private int _streams;

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/cases/{id:guid}/journal", GetAsync).RequireAuthorization().WithTags("cases")
            .WithSummary("What happened, in order; with Accept: text/event-stream it follows live")
            .Produces<Page<JournalView>>().Problems(400, 401, 404, 503).Query([.. QueryParameter.Page(MostPerPage, UsualPerPage)])
            .Header("Last-Event-ID", "Of a stream that was cut off: the number of the last entry seen; it goes on after it.")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                // Two shapes of one status are more than its metadata can tell.
                operation.Responses!["200"].Content!["text/event-stream"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
                return Task.CompletedTask;
            });

    private async Task<IResult> GetAsync(Guid id, HttpContext http)
    {
        if (await _queries.FindAsync(id, http.RequestAborted) is not { } found || !CaseAccess.MaySee(Caller.Of(http.User), found.State))
            return Problem.NotFound;
        if (http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            // A stream can last for days; a stop must not wait for it.
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(
                http.RequestAborted, http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
            try
            {
                if (Interlocked.Increment(ref _streams) > maxStreams)
                    return Problem.Overloaded;
                await FollowAsync(id, http, ending.Token);
                return Results.Empty;
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return Results.Empty;
            }
            finally
            {
                Interlocked.Decrement(ref _streams);
            }
        }
        var query = new QueryReader(http.Request.Query);
        var (limit, after) = (query.Limit(MostPerPage, UsualPerPage), query.NumberedCursor());
        if (query.Faults.Count > 0)
            return query.Problem;
        var entries = await ReadAsync(id, after ?? 0, limit + 1, http.RequestAborted);
        var page = entries.Take(limit).ToList();
        return Results.Json(new Page<JournalView>(page, entries.Count > limit ? page[^1].Seq.ToString(CultureInfo.InvariantCulture) : null), JsonText.WithNulls);
    }

    /// <summary>Server-sent events: the entry's number is the event's id, so that a client that was cut off goes on where it was.</summary>
    private async Task FollowAsync(Guid id, HttpContext http, CancellationToken cancel)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        _ = long.TryParse(http.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last);
        var lastWord = running.Clock.GetUtcNow();
        while (!cancel.IsCancellationRequested)
        {
            var next = running.Worker.Changes.NextAsync(id, LookAgain, running.Clock, cancel);
            // The end is looked up before the entries, so that none written before it is missed.
            var ended = (await _queries.FindAsync(id, cancel))?.State.HasEnded ?? true;
            foreach (var entry in await ReadAsync(id, last, MostPerPage, cancel))
            {
                await http.Response.WriteAsync($"id: {entry.Seq}\nevent: {entry.Kind}\ndata: {JsonSerializer.Serialize(entry, JsonText.WithNulls)}\n\n", cancel);
                last = entry.Seq;
                lastWord = running.Clock.GetUtcNow();
            }
            if (running.Clock.GetUtcNow() - lastWord > LongestSilence)
            {
                await http.Response.WriteAsync(": still open\n\n", cancel);
                lastWord = running.Clock.GetUtcNow();
            }
            await http.Response.Body.FlushAsync(cancel);
            if (ended)
                return;
            await next;
        }
    }

    /// <summary>The entry that comes next may be in the middle of a row, and what goes before that row gives it its hash: so two rows are read of what is known.</summary>
    private async Task<List<JournalView>> ReadAsync(Guid id, long after, int limit, CancellationToken cancel)
    {
        await using var connection = await running.Store.OpenAsync(cancel);
        var known = (await RowsAsync("seq <= @after order by seq desc limit 2")).Reverse().ToList();
        var before = known.Count == 2 ? known[0].Hash : null;
        var rows = known.TakeLast(1).Concat(await RowsAsync("seq > @after order by seq limit @limit"));
        return [.. JournalRows.Split(rows, before).Where(e => e.Seq > after).Take(limit).Select(e => new JournalView(e.Seq, e.At, e.Kind, JsonElement.Parse(e.Data), e.Hash))];

        Task<IEnumerable<(Guid Owner, long Seq, DateTimeOffset At, string Kind, string Data, string Hash)>> RowsAsync(string which) =>
            connection.QueryAsync<(Guid, long, DateTimeOffset, string, string, string)>(
                $"select owner, seq, at, kind, data, hash from journal where owner = @id and {which}", new { id, after, limit });
    }
}

/// <summary>An entry of the journal.</summary>
/// <param name="Hash">SHA-256 over the entry and the hash before it.</param>
public sealed record JournalView(long Seq, DateTimeOffset At, string Kind, JsonElement Data, string Hash);
