using System.Globalization;

namespace OneVisit.Kit.UnitOfWork;

/// <summary>
/// Whether what is sent arrives. A destination that has taken nothing of what was sent to it for half a minute is for the operators to look at: nothing is lost
/// meanwhile, but the cases that wait for it do not go on.
/// </summary>
internal sealed class Arrivals(TimeProvider clock)
{
    /// <summary>Longer than a broker takes to choose another leader, or a service of the same process to come up.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What has failed is sent again within a second or two, unless very much waits in the outbox. When it no longer is, another copy of the service has brought it.
    /// </summary>
    private static readonly TimeSpan StillTried = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Destination> _destinations = new(StringComparer.Ordinal);

    /// <summary>Null when all that is sent arrives; otherwise where nothing does, since when and why.</summary>
    public string? Concern
    {
        get
        {
            var now = clock.GetUtcNow();
            lock (_lock)
            {
                var lines = _destinations.Where(d => now - d.Value.Since >= Patience && d.Value.IsTried(now)).OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => string.Create(
                    CultureInfo.InvariantCulture, $"nothing that was sent to '{d.Key}' since {d.Value.Since:yyyy-MM-dd'T'HH:mm:ss'Z'} has arrived ({d.Value.Told})"));
                return string.Join("; ", lines) is { Length: > 0 } all ? all : null;
            }
        }
    }

    public void Sent(string to)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            if (!_destinations.TryGetValue(to, out var destination))
                _destinations[to] = destination = new Destination();
            if (!destination.IsTried(now))
                (destination.Since, destination.Reason) = (null, null);
            destination.Since ??= now;
            destination.Tried = now;
            destination.UnderWay++;
        }
    }

    public void Arrived(string at)
    {
        lock (_lock)
        {
            var destination = _destinations[at];
            destination.UnderWay--;
            destination.Reason = null;
            destination.Since = destination.UnderWay > 0 ? clock.GetUtcNow() : null;
        }
    }

    /// <returns>Whether it is the first failure since something arrived there.</returns>
    public bool Failed(string to, string reason)
    {
        lock (_lock)
        {
            var destination = _destinations[to];
            destination.UnderWay--;
            destination.Tried = clock.GetUtcNow();
            var first = destination.Reason is null;
            destination.Reason = reason;
            return first;
        }
    }

    private sealed class Destination
    {
        public int UnderWay { get; set; }

        /// <summary>Since when nothing has arrived of what was sent; null when nothing was.</summary>
        public DateTimeOffset? Since { get; set; }

        public DateTimeOffset Tried { get; set; }

        public string? Reason { get; set; }

        /// <summary>What is under way is not sent again over the same connection: a broker that has taken it confirms it when it can.</summary>
        public string Told => UnderWay > 0 ? "it is not confirmed; it stays in the outbox and is sent again over a new connection" : $"{Reason}; it stays in the outbox and is sent again";

        public bool IsTried(DateTimeOffset now) => UnderWay > 0 || now - Tried < StillTried;
    }
}
