using System.Net.Sockets;
using System.Text;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace OneVisit.Kit.Webhooks;

/// <summary>Sends events, one request each; what came of it is told, and nothing thrown.</summary>
internal sealed class WebhookSender : IDisposable
{
    private const int LongestError = 500;

    private readonly WebhookSettings _settings;
    private readonly TimeProvider _clock;
    private readonly TimeProvider _wire;
    private readonly HttpMessageInvoker _client;

    /// <param name="wire">What receivers compare <c>webhook-timestamp</c> with: real time, also where the platform's clock is put forward.</param>
    public WebhookSender(WebhookSettings settings, WebhookTargets targets, TimeProvider clock, TimeProvider wire)
    {
        (_settings, _clock, _wire) = (settings, clock, wire);
        // Of an answer its head is read.
        _client = new HttpMessageInvoker(targets.Handler(settings.AtOnce));
    }

    /// <summary>What every attempt at one receiver goes through: one that fails is left alone, and no attempt takes longer than its time.</summary>
    /// <param name="leftAlone">Told for how long nothing is sent.</param>
    public ResiliencePipeline<Attempt> PipelineOf(Action<TimeSpan> leftAlone) => new ResiliencePipelineBuilder<Attempt> { TimeProvider = _clock }
        .AddCircuitBreaker(SystemCalls.Breaker<Attempt>(a => a.IsReceiverDown, leftAlone))
        .AddTimeout(_settings.Timeout)
        .Build();

    public async Task<Attempt> SendAsync(ResiliencePipeline<Attempt> pipeline, Subscription to, Delivery delivery, CancellationToken cancel)
    {
        try
        {
            return await pipeline.ExecuteAsync(async token => await PostAsync(to, delivery, token), cancel);
        }
        catch (BrokenCircuitException)
        {
            return Attempt.Withheld;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Whether it was heard is not known: it is sent again.
            return Attempt.Withheld;
        }
        catch (TimeoutRejectedException)
        {
            return new Attempt(AttemptResult.Failed, $"no answer within {_settings.Timeout.TotalSeconds:0} s", IsReceiverDown: true);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<Attempt> PostAsync(Subscription to, Delivery delivery, CancellationToken cancel)
    {
        var (id, at, body) = (delivery.Id.ToString(), _wire.GetUtcNow(), Encoding.UTF8.GetBytes(delivery.Body));
        using var request = new HttpRequestMessage(HttpMethod.Post, to.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.UserAgent.ParseAdd("OneVisit-Webhooks/1");
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, WebhookSignature.Timestamp(at));
        // Which secrets hold is a matter of the platform's own time.
        request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Sign(to.SecretsAt(_clock.GetUtcNow()), id, at, body));
        try
        {
            using var response = await _client.SendAsync(request, cancel);
            return Of(response);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new Attempt(AttemptResult.Failed, SystemCalls.NoAnswer(e, LongestError), IsReceiverDown: true);
        }
    }

    private Attempt Of(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var error = $"answered {status}";
        return status switch
        {
            >= 200 and < 300 => Attempt.Delivered,
            410 => new Attempt(AttemptResult.Gone, error),
            >= 300 and < 400 => new Attempt(AttemptResult.Failed, $"{error}; redirections are not followed"),
            429 or >= 500 => new Attempt(AttemptResult.Failed, error, SystemCalls.RetryAfterOf(response, _wire.GetUtcNow()), IsReceiverDown: true),
            _ => new Attempt(AttemptResult.Failed, error, SystemCalls.RetryAfterOf(response, _wire.GetUtcNow())),
        };
    }
}

internal enum AttemptResult
{
    Delivered,
    Failed,
    /// <summary>The receiver wants nothing any more.</summary>
    Gone,
    /// <summary>Nothing was sent: the receiver is left alone for a while.</summary>
    Withheld,
}

/// <summary>What came of an attempt.</summary>
/// <param name="RetryAfter">How long the receiver asks to be left alone.</param>
/// <param name="IsReceiverDown">The receiver as a whole, and not this event, seems to be the cause.</param>
internal sealed record Attempt(AttemptResult Result, string? Error = null, TimeSpan? RetryAfter = null, bool IsReceiverDown = false)
{
    public static readonly Attempt Delivered = new(AttemptResult.Delivered);
    public static readonly Attempt Withheld = new(AttemptResult.Withheld);
}
