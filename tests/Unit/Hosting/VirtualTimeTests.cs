using OneVisit.Kit.Hosting;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.Hosting;

public sealed class VirtualTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private readonly RealClock _real = new();
    private readonly VirtualClock _clock;

    public VirtualTimeTests() => _clock = new VirtualClock(_real);

    [Fact]
    public void The_clock_runs_on_like_the_real_one_from_where_it_was_put()
    {
        _clock.PutForward(Start.AddDays(3));
        _real.Now += TimeSpan.FromMinutes(5);

        Assert.Equal(Start.AddDays(3).AddMinutes(5), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromDays(3), _clock.Ahead);
        Assert.True(_clock.GetElapsedTime(_clock.GetTimestamp()) < TimeSpan.FromDays(1));
    }

    [Fact]
    public void The_clock_never_goes_back()
    {
        _clock.PutForward(Start.AddDays(3));
        _clock.PutForward(Start.AddDays(2));

        Assert.Equal(Start.AddDays(3), _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_target_in_the_past_is_refused_and_changes_nothing()
    {
        using var time = Govern();

        await Assert.ThrowsAsync<ClockGoesForwardException>(() => time.ForwardAsync(now => now.AddTicks(-1), default));

        Assert.Equal(TimeSpan.Zero, _clock.Ahead);
    }

    [Fact]
    public async Task Everything_on_the_way_is_acted_on_at_its_own_instant_also_what_only_comes_of_it()
    {
        var (tax, seals) = (new Sleeper(_clock), new Sleeper(_clock));
        tax.Wakes.AddRange([Start.AddDays(4), Start.AddDays(1), Start.AddDays(9)]);
        seals.Wakes.Add(Start.AddDays(2));
        // What is done on the second day asks to be woken on the third.
        seals.Then = () => tax.Wakes.Add(Start.AddDays(3));
        using var time = Govern(tax, seals);

        var wakes = await time.ForwardAsync(now => now.AddDays(7), default);

        Assert.Equal(4, wakes);
        Assert.Equal([Start.AddDays(1), Start.AddDays(3), Start.AddDays(4)], tax.WokenAt);
        Assert.Equal([Start.AddDays(2)], seals.WokenAt);
        Assert.Equal(Start.AddDays(7), _clock.GetUtcNow());
    }

    [Fact]
    public async Task The_clock_stands_until_what_is_under_way_has_come_to_its_end()
    {
        var sleeper = new Sleeper(_clock) { Busy = 40 };
        sleeper.Wakes.Add(Start.AddDays(1));
        using var time = Govern(sleeper);

        await time.ForwardAsync(now => now.AddDays(2), default);

        Assert.Equal(0, sleeper.Busy);
        Assert.All(sleeper.SeenWhileBusy, at => Assert.Equal(Start, at));
        Assert.NotEmpty(sleeper.SeenWhileBusy);
    }

    [Fact]
    public async Task What_is_begun_between_two_looks_is_no_rest()
    {
        // At rest at every look, and yet something begins before the next: a message that was always where nobody looked.
        var sleeper = new Sleeper(_clock) { Flicker = 25 };
        using var time = Govern(sleeper);

        await time.ForwardAsync(now => now.AddDays(2), default);

        Assert.Equal(0, sleeper.Flicker);
    }

    [Fact]
    public async Task Where_there_is_no_rest_the_clock_goes_no_farther_and_says_so()
    {
        var sleeper = new Sleeper(_clock);
        sleeper.Wakes.Add(Start.AddDays(1));
        sleeper.Then = () => sleeper.Busy = int.MaxValue;
        using var time = new VirtualTime(_clock, TimeSpan.FromMilliseconds(50));
        time.Govern([sleeper], sleeper);

        var failure = await Assert.ThrowsAsync<NoRestException>(() => time.ForwardAsync(now => now.AddDays(5), default));

        Assert.Equal(Start.AddDays(1), failure.At);
        Assert.Equal(Start.AddDays(1), _clock.GetUtcNow());
    }

    private VirtualTime Govern(params Sleeper[] sleepers)
    {
        var time = new VirtualTime(_clock);
        time.Govern(sleepers, new Sleeper(_clock));
        return time;
    }

    /// <summary>Its instant stands still until it is moved; what is measured and waited for is real.</summary>
    private sealed class RealClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>A service that does nothing but wake.</summary>
    private sealed class Sleeper(TimeProvider clock) : IWorker
    {
        private long _begun;

        public List<DateTimeOffset> Wakes { get; } = [];
        public List<DateTimeOffset> WokenAt { get; } = [];
        public List<DateTimeOffset> SeenWhileBusy { get; } = [];
        public Action? Then { get; set; }

        /// <summary>For how many looks it is at work.</summary>
        public int Busy { get; set; }

        /// <summary>For how many looks something has begun and ended since the last.</summary>
        public int Flicker { get; set; }

        public string Service => "sleeper";
        public string? Trouble => null;
        public string? Concern => null;

        public Activity Activity
        {
            get
            {
                if (Flicker > 0)
                {
                    Flicker--;
                    _begun++;
                }
                if (Busy == 0)
                    return new Activity(true, _begun);
                Busy--;
                SeenWhileBusy.Add(clock.GetUtcNow());
                return new Activity(false, _begun);
            }
        }

        public Task<DateTimeOffset?> NextWakeAsync(CancellationToken cancel) => Task.FromResult(Wakes.Count == 0 ? (DateTimeOffset?)null : Wakes.Min());

        public Task<int> WakeDueAsync(CancellationToken cancel)
        {
            var due = Wakes.RemoveAll(w => w <= clock.GetUtcNow());
            if (due > 0)
            {
                WokenAt.Add(clock.GetUtcNow());
                _begun++;
                Then?.Invoke();
            }
            return Task.FromResult(due);
        }

        public Task StartAsync(CancellationToken cancel) => Task.CompletedTask;

        public Task StopAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
