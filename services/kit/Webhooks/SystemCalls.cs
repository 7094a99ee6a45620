using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace OneVisit.Kit.Webhooks;

/// <summary>What all calls to departments' own systems have in common: how one that fails is left alone, and what is said of it.</summary>
internal static class SystemCalls
{
    private static readonly TimeSpan FirstBreak = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(10);

    /// <summary>After five failures in a row nothing is sent for a while, longer each time, up to ten minutes; then a single attempt decides.</summary>
    /// <param name="isDown">Whether the system as a whole seems to be the cause.</param>
    /// <param name="leftAlone">Told for how long nothing is sent.</param>
    public static CircuitBreakerStrategyOptions<T> Breaker<T>(Func<T, bool> isDown, Action<TimeSpan> leftAlone) => new()
    {
        ShouldHandle = new PredicateBuilder<T>().Handle<TimeoutRejectedException>().HandleResult(isDown),
        FailureRatio = 0.9,
        MinimumThroughput = 5,
        SamplingDuration = TimeSpan.FromMinutes(1),
        BreakDurationGenerator = broken => ValueTask.FromResult(TimeSpan.FromTicks(Math.Min(LongestBreak.Ticks, FirstBreak.Ticks * (1L << Math.Min(broken.HalfOpenAttempts, 10))))),
        OnOpened = opened =>
        {
            leftAlone(opened.BreakDuration);
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>How long it asks to be left alone; null when it does not say, or says a time that has passed.</summary>
    public static TimeSpan? RetryAfterOf(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } until } when until > now => until - now,
        _ => null,
    };

    /// <summary>Why there is no answer, in at most so many characters.</summary>
    public static string NoAnswer(Exception e, int longest)
    {
        var said = e.InnerException is TargetInsideException inside ? inside.Message : $"no answer: {e.Message}";
        return said.Length <= longest ? said : said[..longest];
    }
}
