namespace OneVisit.Simulation.Engine;

/// <summary>What is to happen, by virtual time in microseconds; what is due at once happens in the order in which it was planned.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Entry, Turn> _entries = new();
    private long _number;

    public long Now { get; private set; }

    /// <summary>Entries that are more than a look at whether there is something to do.</summary>
    public int Pending { get; private set; }

    public Entry Plan(long delay, Action run, bool idle = false)
    {
        var entry = new Entry(run, idle);
        _entries.Enqueue(entry, new Turn(Now + delay, _number++));
        if (!idle)
            Pending++;
        return entry;
    }

    public void Cancel(Entry entry)
    {
        if (entry.Run is null)
            return;
        entry.Run = null;
        if (!entry.Idle)
            Pending--;
    }

    /// <summary>Goes on to the next entry and carries it out; false when there is none.</summary>
    public bool Step()
    {
        while (_entries.TryDequeue(out var entry, out var turn))
        {
            if (entry.Run is not { } run)
                continue;
            entry.Run = null;
            if (!entry.Idle)
                Pending--;
            // A look may have been planned for a time that was skipped.
            Now = Math.Max(Now, turn.At);
            run();
            return true;
        }
        return false;
    }

    /// <summary>Lets time pass in which nothing is planned but looks at whether there is something to do.</summary>
    public void SkipTo(long at) => Now = at;

    internal sealed class Entry(Action run, bool idle)
    {
        public Action? Run { get; set; } = run;

        public bool Idle => idle;
    }

    private readonly record struct Turn(long At, long Number) : IComparable<Turn>
    {
        public int CompareTo(Turn other) => At != other.At ? At.CompareTo(other.At) : Number.CompareTo(other.Number);
    }
}
