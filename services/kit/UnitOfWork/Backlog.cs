namespace OneVisit.Kit.UnitOfWork;

/// <summary>
/// How old the work is that a service has in hand, and the work of those it hears from: what is admitted now will wait about as long.
/// Who is away tells nothing and counts for nothing; what is sent to it waits for its return.
/// </summary>
internal sealed class Backlog(TimeProvider clock)
{
    /// <summary>What was seen or told once holds for so long.</summary>
    internal static readonly TimeSpan Holds = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (TimeSpan Age, DateTimeOffset At)> _told = new(StringComparer.Ordinal);
    private (TimeSpan Age, DateTimeOffset At) _seen;
    private DateTimeOffset? _inHand;
    private DateTimeOffset? _since;

    /// <summary>The age of the oldest message of the batch in hand, or of the last one.</summary>
    public TimeSpan Own
    {
        get
        {
            lock (_lock)
                return OwnAt(clock.GetUtcNow());
        }
    }

    /// <summary>The greatest of its own and of what its senders told of theirs.</summary>
    public TimeSpan Age
    {
        get
        {
            lock (_lock)
            {
                var now = clock.GetUtcNow();
                var age = OwnAt(now);
                foreach (var told in _told.Values)
                {
                    if (told.Age > age && now - told.At < Holds)
                        age = told.Age;
                }
                return age;
            }
        }
    }

    /// <summary>For how long the batch in hand has been; zero between batches.</summary>
    public TimeSpan Busy
    {
        get
        {
            lock (_lock)
                return _since is { } since ? clock.GetUtcNow() - since : TimeSpan.Zero;
        }
    }

    /// <summary>A batch is taken in hand.</summary>
    /// <param name="oldest">When its oldest message was sent; null when none of it counts.</param>
    public void Take(DateTimeOffset? oldest)
    {
        lock (_lock)
        {
            _inHand = oldest;
            _since = clock.GetUtcNow();
        }
    }

    /// <summary>The batch in hand is committed, or put back.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_inHand is { } oldest)
                _seen = (now - oldest, now);
            _inHand = _since = null;
        }
    }

    /// <summary>A sender tells the age of its own.</summary>
    public void Tell(string sender, TimeSpan age)
    {
        lock (_lock)
            _told[sender] = (age, clock.GetUtcNow());
    }

    private TimeSpan OwnAt(DateTimeOffset now)
    {
        var seen = now - _seen.At < Holds ? _seen.Age : TimeSpan.Zero;
        var inHand = _inHand is { } oldest ? now - oldest : TimeSpan.Zero;
        return seen > inHand ? seen : inHand;
    }
}
