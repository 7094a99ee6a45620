using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OneVisit.Conformance.AgainstPlatform;

/// <summary>Where a platform tells the kit. It has no time for the first event of each task, and takes it when it comes again.</summary>
internal sealed class WebhookListener : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Event> _events = [];
    private readonly HashSet<string> _refused = [];
    private readonly WebApplication _app;

    private WebhookListener(Uri listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(listen.ToString());
        _app = builder.Build();
        _app.MapPost("/webhook", TakeAsync);
    }

    /// <summary>From now on it says that it is gone for good.</summary>
    public bool Gone { get; set; }

    public string Url => new Uri(new Uri(_app.Urls.First()), "/webhook").ToString();

    public IReadOnlyList<Event> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    public static async Task<WebhookListener> StartAsync(Uri listen)
    {
        var listener = new WebhookListener(listen);
        try
        {
            await listener._app.StartAsync();
            return listener;
        }
        catch (IOException e)
        {
            throw new UnplayableException($"--listen {listen}: {e.Message}");
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync();
        var headers = request.Headers;
        lock (_lock)
        {
            if (Gone)
                return Results.StatusCode(StatusCodes.Status410Gone);
            var told = new Event(headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), text);
            told = told with { Taken = told.Task is null || !_refused.Add(told.Task) };
            _events.Add(told);
            return told.Taken ? Results.NoContent() : Results.StatusCode(500);
        }
    }

    /// <param name="Taken">Whether it was answered with 2xx.</param>
    internal sealed record Event(string Id, string At, string Signatures, string Text, bool Taken = false)
    {
        public string? Type => JsonNode.Parse(Text)?["type"]?.ToString();

        public string? Task => JsonNode.Parse(Text)?["data"]?["task"]?.ToString();
    }
}
