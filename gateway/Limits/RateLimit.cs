using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Http;

namespace OneVisit.Gateway.Limits;

/// <summary>
/// How fast one caller may call: a token bucket per subject, or per remote address for who has not said who they are.
/// Behind another proxy, <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED=true</c> makes the remote address that of the caller.
/// </summary>
internal sealed class RateLimit(int permitsPerSecond, int burst) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _buckets = PartitionedRateLimiter.Create<string, string>(caller =>
        RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = permitsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            AutoReplenishment = true,
            QueueLimit = 0,
        }));

    /// <summary><c>RateLimit:PermitsPerSecond</c> and <c>RateLimit:Burst</c>; by default 50 and twice that, in Development enough for any load run.</summary>
    public static RateLimit Read(IConfiguration configuration, IHostEnvironment environment)
    {
        const int Most = 1_000_000;
        var permits = Settings.Number(configuration, "RateLimit:PermitsPerSecond", environment.IsDevelopment() ? 50_000 : 50, least: 1, Most);
        var burst = Settings.Number(configuration, "RateLimit:Burst", 2 * permits, least: 1, 2 * Most);
        return new RateLimit((int)permits, (int)burst);
    }

    /// <summary>Null when the caller may go on; otherwise the problem that says when to come again.</summary>
    public Problem? Refuse(string caller)
    {
        using var lease = _buckets.AttemptAcquire(caller);
        if (lease.IsAcquired)
            return null;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        return new Problem(429, "too-many-requests", string.Create(CultureInfo.InvariantCulture,
            $"More than {permitsPerSecond} requests a second; wait and send it again."), retryAfterSeconds: wait);
    }

    public void Dispose() => _buckets.Dispose();
}
