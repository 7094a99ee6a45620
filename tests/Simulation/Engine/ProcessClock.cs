namespace OneVisit.Simulation.Engine;

/// <summary>A process's own clock: the virtual time, wrong by as much as this process's clock is wrong.</summary>
internal sealed class ProcessClock(Agenda agenda, ProcessScheduler scheduler, TimeSpan skew, Func<bool> hasChores) : TimeProvider
{
    /// <summary>Every rule book is in force then; the afternoon in the city.</summary>
    public static readonly DateTimeOffset Beginning = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    private readonly List<Timer> _timers = [];

    public override DateTimeOffset GetUtcNow() => Beginning + TimeSpan.FromMicroseconds(agenda.Now) + skew;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>The process has died, and nothing of it rings any more.</summary>
    public void Stop() => _timers.ForEach(t => t.Dispose());

    private sealed class Timer(ProcessClock clock, TimerCallback callback, object? state) : ITimer
    {
        private Agenda.Entry? _entry;
        private bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_entry is not null)
                clock.Cancel(_entry);
            _entry = _disposed || dueTime == Timeout.InfiniteTimeSpan ? null : clock.Plan((long)dueTime.TotalMicroseconds, () => Ring(period), idle: period != Timeout.InfiniteTimeSpan);
            return true;
        }

        public void Dispose()
        {
            _disposed = true;
            if (_entry is not null)
                clock.Cancel(_entry);
            _entry = null;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Ring(TimeSpan period)
        {
            _entry = null;
            var repeats = period != Timeout.InfiniteTimeSpan;
            // A tick that would find nothing to do is left out: it costs as much as a decision, and is as if the machine had been slow.
            if (!repeats || clock.HasChores)
                clock.Post(() => callback(state));
            if (repeats)
                Change(period, period);
        }
    }

    private bool HasChores => hasChores();

    private Agenda.Entry Plan(long delay, Action run, bool idle) => agenda.Plan(delay, run, idle);

    private void Cancel(Agenda.Entry entry) => agenda.Cancel(entry);

    private void Post(Action work) => scheduler.Post(work);
}
