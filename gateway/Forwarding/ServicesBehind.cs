using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Kit.Hosting;
using Polly;
using Polly.Retry;

namespace OneVisit.Gateway.Forwarding;

/// <summary>What the gateway asks of the services behind it for itself: are they ready, what are they, how do they describe themselves.</summary>
internal sealed class ServicesBehind(IReadOnlyList<Route> routes) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>
    /// One more try, within two seconds in all: a service that was restarted breaks the connections kept from before, and is not away.
    /// </summary>
    private readonly ResiliencePipeline _asking = new ResiliencePipelineBuilder()
        .AddTimeout(TimeSpan.FromSeconds(2))
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>(),
            MaxRetryAttempts = 1,
            Delay = TimeSpan.FromMilliseconds(50),
        })
        .Build();

    /// <summary>Each service that is not ready, and why; and what there is to look at in those that are, once however many of them are one process.</summary>
    public async Task<Condition> ConditionAsync(CancellationToken cancel)
    {
        var conditions = await Task.WhenAll(routes.Select(async route => await AskAsync<Health>(route, "health/ready", cancel) switch
        {
            null => new Condition([$"{route.Service} does not answer"], []),
            { Status: Health.Ready or Health.Degraded } health => new Condition([], health.Trouble),
            var health => new Condition([$"{route.Service} is not ready ({string.Join("; ", health.Trouble)})"], []),
        }));
        return new Condition([.. conditions.SelectMany(c => c.Trouble)], [.. conditions.SelectMany(c => c.Concerns).Distinct(StringComparer.Ordinal)]);
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
            return await _asking.ExecuteAsync(async token =>
            {
                using var response = await _client.GetAsync(new Uri(route.Address, path), token);
                return await response.Content.ReadFromJsonAsync<T>(token);
            }, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or NotSupportedException or Polly.Timeout.TimeoutRejectedException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
