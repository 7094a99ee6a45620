using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Kit.Hosting;

namespace OneVisit.Gateway.Forwarding;

/// <summary>What the gateway asks of the services behind it for itself: are they ready, what are they, how do they describe themselves.</summary>
internal sealed class ServicesBehind(IReadOnlyList<Route> routes) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        Timeout = TimeSpan.FromSeconds(2),
    };

    /// <summary>Each service that is not ready, and why.</summary>
    public async Task<IReadOnlyList<string>> TroubleAsync(CancellationToken cancel)
    {
        var trouble = await Task.WhenAll(routes.Select(async route =>
        {
            var health = await AskAsync<Health>(route, "health/ready", cancel);
            return health switch
            {
                null => $"{route.Service} does not answer",
                { Status: "ready" } => null,
                _ => $"{route.Service} is not ready ({string.Join("; ", health.Trouble)})",
            };
        }));
        return [.. trouble.OfType<string>()];
    }

    /// <summary>The platform as a whole: this process's services and those behind it that answer, and the store and bus they work on.</summary>
    public async Task<About> IntroduceAsync(About own, CancellationToken cancel)
    {
        var others = await Task.WhenAll(routes.Select(route => AskAsync<About>(route, "api/about", cancel)));
        var all = others.OfType<About>().Prepend(own).ToList();
        return own with
        {
            Services = [.. all.SelectMany(a => a.Services).Distinct(StringComparer.Ordinal)],
            Store = all.Select(a => a.Store).FirstOrDefault(store => store != About.None) ?? own.Store,
            Bus = all.Select(a => a.Bus).FirstOrDefault(bus => bus != About.None) ?? own.Bus,
        };
    }

    /// <summary>The descriptions of the services that answer.</summary>
    public async Task<IReadOnlyList<JsonObject>> DescriptionsAsync(CancellationToken cancel)
    {
        var descriptions = await Task.WhenAll(routes.Select(route => AskAsync<JsonObject>(route, $"openapi/{OpenApi.Document}.json", cancel)));
        return [.. descriptions.OfType<JsonObject>()];
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The answer, of whatever status; null when there is none that can be read.</summary>
    private async Task<T?> AskAsync<T>(Route route, string path, CancellationToken cancel)
        where T : class
    {
        try
        {
            using var response = await _client.GetAsync(new Uri(route.Address, path), cancel);
            return await response.Content.ReadFromJsonAsync<T>(cancel);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or NotSupportedException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
