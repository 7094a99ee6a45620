using System.Net;
using Polly;
using Polly.CircuitBreaker;

namespace OneVisit.Gateway.Identity;

/// <summary>
/// What every request to the issuer goes through: four seconds at most for the head of an answer (five with all of it), and after three failures nothing is asked for five seconds, so that callers are told
/// at once that no token can be judged, instead of waiting one after the other. Repeats and the last good keys are the library's.
/// </summary>
internal sealed class IssuerCalls(TimeProvider clock) : DelegatingHandler(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
{
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>().Handle<Polly.Timeout.TimeoutRejectedException>()
                .HandleResult(r => r.StatusCode >= HttpStatusCode.InternalServerError),
            FailureRatio = 0.9,
            MinimumThroughput = 3,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(5),
        })
        .AddTimeout(TimeSpan.FromSeconds(4))
        .Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(async cancel => await base.SendAsync(request, cancel), cancellationToken);
}
