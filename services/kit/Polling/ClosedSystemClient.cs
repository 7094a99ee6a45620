using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using OneVisit.Kit.Webhooks;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace OneVisit.Kit.Polling;

/// <summary>Asks one closed system; what came of it is told, and nothing thrown.</summary>
internal sealed class ClosedSystemClient : IDisposable
{
    /// <summary>Names the task, and the supplement it is handed in with: a system that knows it acts once.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>Bytes of an answer.</summary>
    public const int LargestAnswer = 256 * 1024;

    private const int LongestError = 300;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private readonly ClosedSystem _system;
    private readonly TimeProvider _wire;
    private readonly HttpMessageInvoker _client;
    private readonly ResiliencePipeline<Reply> _once;
    private readonly ResiliencePipeline<Reply> _safely;

    /// <param name="wire">Real time, in which dates of answers are, also where the platform's clock is put forward.</param>
    /// <param name="leftAlone">Told for how long nothing is sent.</param>
    public ClosedSystemClient(ClosedSystem system, WebhookTargets targets, TimeProvider clock, TimeProvider wire, Action<TimeSpan> leftAlone)
    {
        (_system, _wire) = (system, wire);
        _client = new HttpMessageInvoker(targets.Handler(system.AtOnce));
        var breaker = new ResiliencePipelineBuilder<Reply> { TimeProvider = clock }.AddCircuitBreaker(SystemCalls.Breaker<Reply>(r => r.IsSystemDown, leftAlone)).Build();
        _once = new ResiliencePipelineBuilder<Reply> { TimeProvider = clock }.AddPipeline(breaker).AddTimeout(system.Timeout).Build();
        // A question may be asked again; what files or withdraws may have acted, and is repeated only by who has remembered that.
        _safely = new ResiliencePipelineBuilder<Reply> { TimeProvider = clock }.AddPipeline(breaker).AddRetry(new RetryStrategyOptions<Reply>
        {
            ShouldHandle = new PredicateBuilder<Reply>().HandleResult(r => r is { IsSystemDown: true, RetryAfter: null }),
            MaxRetryAttempts = 1,
            Delay = TimeSpan.FromMilliseconds(200),
            UseJitter = true,
        }).AddTimeout(system.Timeout).Build();
    }

    /// <param name="key">The idempotency key of what acts; null for a question, which is asked once more where the line broke.</param>
    public async Task<Reply> SendAsync(FilledRequest request, string? key, CancellationToken cancel)
    {
        try
        {
            return await (key is null ? _safely : _once).ExecuteAsync(async token => await SendOnceAsync(request, key, token), cancel);
        }
        catch (BrokenCircuitException)
        {
            return Reply.Withheld;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Whether it acted is not known: it is found out, or repeated.
            return Reply.Withheld;
        }
        catch (TimeoutRejectedException)
        {
            return new Reply(ReplyKind.Failed, Error: $"no answer within {_system.Timeout.TotalSeconds:0.#} s", IsSystemDown: true);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<Reply> SendOnceAsync(FilledRequest filled, string? key, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(filled.Method, filled.Url);
        request.Headers.UserAgent.ParseAdd("OneVisit-Polling/1");
        request.Headers.Accept.ParseAdd("application/json");
        if (key is not null)
            request.Headers.Add(IdempotencyKey, key);
        foreach (var (name, value) in _system.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (filled.Body is { } body)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        try
        {
            using var response = await _client.SendAsync(request, cancel);
            return await OfAsync(response, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new Reply(ReplyKind.Failed, Error: SystemCalls.NoAnswer(e, LongestError), IsSystemDown: true);
        }
    }

    private async Task<Reply> OfAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        var error = $"answered {status}";
        if (status is >= 200 and < 300)
            return await ReadAsync(response, cancel) is { } bytes ? OfBody(bytes) : new Reply(ReplyKind.Failed, Error: $"answered with more than {LargestAnswer / 1024} KiB");
        return status switch
        {
            404 or 410 => new Reply(ReplyKind.Unknown, Error: error),
            // Credentials that do not hold are everybody's trouble, and no task's.
            401 or 403 or 429 or >= 500 => new Reply(ReplyKind.Failed, Error: error, RetryAfter: SystemCalls.RetryAfterOf(response, _wire.GetUtcNow()), IsSystemDown: true),
            >= 300 and < 400 => new Reply(ReplyKind.Failed, Error: $"{error}; redirections are not followed"),
            408 => new Reply(ReplyKind.Failed, Error: error, RetryAfter: SystemCalls.RetryAfterOf(response, _wire.GetUtcNow())),
            _ => new Reply(ReplyKind.Refused, Error: error, RetryAfter: SystemCalls.RetryAfterOf(response, _wire.GetUtcNow())),
        };
    }

    /// <summary>Null when it is too large.</summary>
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentLength > LargestAnswer)
            return null;
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[LargestAnswer + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return length <= LargestAnswer ? buffer[..length] : null;
    }

    private static Reply OfBody(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return new Reply(ReplyKind.Answered, document.RootElement.Clone());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new Reply(ReplyKind.Answered);
        }
    }
}

internal enum ReplyKind
{
    /// <summary>2xx, whatever it says.</summary>
    Answered,
    /// <summary>404 or 410: it knows nothing of it.</summary>
    Unknown,
    /// <summary>Another 4xx: it does not want this.</summary>
    Refused,
    Failed,
    /// <summary>Nothing was sent, or it is not known what came of it: the system is left alone for a while.</summary>
    Withheld,
}

/// <summary>What came of a request.</summary>
/// <param name="Json">Null when the answer is no JSON.</param>
/// <param name="RetryAfter">How long the system asks to be left alone.</param>
/// <param name="IsSystemDown">The system as a whole, and not this task, seems to be the cause.</param>
internal sealed record Reply(ReplyKind Kind, JsonElement? Json = null, string? Error = null, TimeSpan? RetryAfter = null, bool IsSystemDown = false)
{
    public static readonly Reply Withheld = new(ReplyKind.Withheld);
}
