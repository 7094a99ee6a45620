namespace OneVisit.Chaos;

/// <summary>How much of it.</summary>
/// <param name="Kills">Faults to inject.</param>
/// <param name="Cases">Cases to accept, at least.</param>
/// <param name="Applicants">How many submit at once; few leave the processors to the platform.</param>
internal sealed record Extent(int Kills, long Cases, int Applicants = 16);

/// <summary>A platform, and what happens to it.</summary>
internal abstract class Scenario : IAsyncDisposable
{
    public abstract string Name { get; }

    /// <summary>One line for who reads the list of scenarios.</summary>
    public abstract string What { get; }

    public virtual Extent Long => new(100, 10_000);

    public virtual Extent Short => new(3, 100, Few);

    protected const int Few = 4;

    /// <summary>Processes and servers killed so far.</summary>
    public int Kills { get; protected set; }

    /// <summary>Something this machine did not allow; the run says so.</summary>
    public string? Note { get; protected set; }

    public Fleet Fleet { get; private set; } = null!;

    public async Task StartAsync() => Fleet = await BeginAsync();

    protected abstract Task<Fleet> BeginAsync();

    /// <summary>Injects one fault and ends it; returns when it ended.</summary>
    /// <param name="load">Who works with the platform meanwhile.</param>
    public abstract Task<DateTimeOffset> FaultAsync(int number, Load load);

    public virtual async ValueTask DisposeAsync()
    {
        if (Fleet is not null)
            await Fleet.DisposeAsync();
    }

    protected static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    protected static T Any<T>(IReadOnlyList<T> of) => of[Random.Shared.Next(of.Count)];

    protected static TimeSpan Between(double least, double most) => TimeSpan.FromSeconds(least + (Random.Shared.NextDouble() * (most - least)));
}
