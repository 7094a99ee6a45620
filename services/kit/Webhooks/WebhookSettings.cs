using Microsoft.Extensions.Configuration;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.Webhooks;

/// <summary>How events are delivered.</summary>
internal sealed record WebhookSettings
{
    /// <summary>Before the second attempt; three times as long before each later one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long an event is tried, from its first attempt; then it is put aside.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(96);

    /// <summary>For one attempt, from looking up the name to the head of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For how long a secret that was replaced still signs.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromHours(24);

    /// <summary>For how long a receiver has failed when head and supervisor are told.</summary>
    public TimeSpan TellAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Cases that are delivered to one receiver at once.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>For how long one process alone delivers to a receiver, unless it says so again.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(40);

    /// <exception cref="ConfigurationException">A setting is no number, or out of bounds.</exception>
    public static WebhookSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var usual = new WebhookSettings();
        var settings = usual with
        {
            FirstDelay = TimeSpan.FromSeconds(Number("FirstDelaySeconds", usual.FirstDelay.TotalSeconds, 1, 3600)),
            LongestDelay = TimeSpan.FromSeconds(Number("LongestDelaySeconds", usual.LongestDelay.TotalSeconds, 1, 86_400)),
            GiveUpAfter = TimeSpan.FromHours(Number("GiveUpAfterHours", usual.GiveUpAfter.TotalHours, 1, 24 * 90)),
            Timeout = TimeSpan.FromSeconds(Number("TimeoutSeconds", usual.Timeout.TotalSeconds, 1, 50)),
            Overlap = TimeSpan.FromHours(Number("OverlapHours", usual.Overlap.TotalHours, 0, 24 * 90)),
            TellAfter = TimeSpan.FromMinutes(Number("TellAfterMinutes", usual.TellAfter.TotalMinutes, 1, 60 * 24 * 30)),
            AtOnce = (int)Number("AtOnce", usual.AtOnce, 1, 1000),
        };
        // An attempt that begins before the lease is due to be renewed ends before it does, also by a clock that is some seconds ahead.
        return settings with { Lease = (settings.Timeout * 2) + TimeSpan.FromSeconds(10) };

        long Number(string name, double otherwise, long least, long most) => Settings.Number(configuration, $"Webhooks:{name}", (long)otherwise, least, most);
    }

    /// <summary>How long to wait after an attempt failed: a fifth more or less, so that what failed together does not come together again.</summary>
    /// <param name="attempts">Attempts so far, at least one.</param>
    /// <param name="random">From 0 to 1.</param>
    public TimeSpan DelayAfter(int attempts, double random)
    {
        var plain = Math.Min(LongestDelay.TotalSeconds, FirstDelay.TotalSeconds * Math.Pow(3, Math.Min(attempts - 1, 30)));
        return TimeSpan.FromSeconds(plain * (0.8 + (0.4 * random)));
    }
}
