using Polly;
using Polly.Retry;

namespace OneVisit.All.Demo;

/// <summary>Waits half a minute at most for the head of an answer, and asks once more where the line broke and nothing can be done twice by that.</summary>
internal sealed class Patience() : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly ResiliencePipeline _once = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(30)).Build();

    private readonly ResiliencePipeline _again = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions { ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>(), MaxRetryAttempts = 1, Delay = TimeSpan.FromMilliseconds(200) })
        .AddTimeout(TimeSpan.FromSeconds(30))
        .Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await (request.Method == HttpMethod.Get || request.Headers.Contains("Idempotency-Key") ? _again : _once)
            .ExecuteAsync(async cancel => await base.SendAsync(request, cancel), cancellationToken);
}
