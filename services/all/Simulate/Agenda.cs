namespace OneVisit.All.Simulate;

/// <summary>What will happen, by instant; at the same instant in the order it was planned. Instants are UTC ticks.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (long At, long Number)> _planned = new();
    private long _number;

    public long Now { get; private set; }

    public void Plan(long at, Action what) => _planned.Enqueue(what, (Math.Max(at, Now), _number++));

    /// <summary>Lets it happen, up to the instant and not at it.</summary>
    public void RunUntil(long end)
    {
        while (_planned.TryPeek(out _, out var next) && next.At < end)
        {
            Now = next.At;
            _planned.Dequeue()();
        }
        Now = end;
    }
}
