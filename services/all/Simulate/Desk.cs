namespace OneVisit.All.Simulate;

/// <summary>
/// A department's officers and the tasks that wait for them. Whoever is there and has nothing in hand takes the next one; a review goes on over the
/// lunch hour and the night until it is done.
/// </summary>
/// <param name="duty">When those are there who also work on days off.</param>
/// <param name="regular">When the others are.</param>
/// <param name="takes">An officer takes a task up; how long it takes, in ticks of work, or null when there is nothing to do any more.</param>
/// <param name="finished">What the officer does when the time is over.</param>
internal sealed class Desk(
    DeskPlan plan, WorkingTime duty, WorkingTime regular, long yearEnd, Agenda agenda, Func<Errand, string, long?> takes, Action<Errand, string> finished)
{
    private readonly PriorityQueue<Errand, (long First, long Then)> _waiting = new();
    private readonly Stack<int> _idleOnDuty = new(Enumerable.Range(0, plan.Weekend).Reverse());
    private readonly Stack<int> _idleRegular = new(Enumerable.Range(plan.Weekend, plan.Staff - plan.Weekend).Reverse());
    private long _number;
    private long _busy;
    private long _nextOpening = -1;
    private int _longest;
    private long _longestAt;

    public DeskPlan Plan => plan;

    public int Waiting { get; private set; }

    public int Reviews { get; private set; }

    public (int Length, long At) Longest => (_longest, _longestAt);

    /// <summary>Ticks of work in the year that were spent on reviews.</summary>
    public long Busy => _busy;

    /// <summary>Ticks in the year that officers were there.</summary>
    public long Staffed(long yearStart) => (plan.Weekend * duty.Between(yearStart, yearEnd)) + ((plan.Staff - plan.Weekend) * regular.Between(yearStart, yearEnd));

    /// <param name="due">Earlier ones are more urgent.</param>
    public void Enter(Errand task, long due)
    {
        task.Waits = true;
        _waiting.Enqueue(task, (plan.OldestFirst ? agenda.Now : due, _number++));
        if (++Waiting > _longest)
            (_longest, _longestAt) = (Waiting, agenda.Now);
        Serve();
    }

    /// <summary>Nobody needs to decide it any more.</summary>
    public void Leave(Errand task)
    {
        if (!task.Waits)
            return;
        task.Waits = false;
        Waiting--;
    }

    private void Serve()
    {
        while (Waiting > 0)
        {
            // Those on duty also at weekends last: they are there when nobody else is.
            if (IsThere(_idleRegular, regular))
                TakeNext(_idleRegular, regular);
            else if (IsThere(_idleOnDuty, duty))
                TakeNext(_idleOnDuty, duty);
            else
                break;
        }
        if (Waiting > 0)
            PlanOpening();
    }

    private bool IsThere(Stack<int> idle, WorkingTime time) => idle.Count > 0 && time.NextFrom(agenda.Now) == agenda.Now;

    private void TakeNext(Stack<int> idle, WorkingTime time)
    {
        var task = _waiting.Dequeue();
        // Whoever left is still in the queue, and no longer waits.
        if (!task.Waits)
            return;
        task.Waits = false;
        Waiting--;
        var officer = idle.Pop();
        var subject = $"{plan.Department}-{officer + 1}";
        if (takes(task, subject) is not { } ticks)
        {
            idle.Push(officer);
            return;
        }
        Reviews++;
        // Who is not through before everything ends works until then.
        var end = time.After(agenda.Now, ticks) ?? long.MaxValue;
        _busy += time.Between(agenda.Now, Math.Min(end, yearEnd));
        if (end == long.MaxValue)
            return;
        agenda.Plan(end, () =>
        {
            idle.Push(officer);
            finished(task, subject);
            Serve();
        });
    }

    /// <summary>Somebody has nothing in hand and is not there: the queue is looked at when they come.</summary>
    private void PlanOpening()
    {
        var next = Math.Min(
            _idleRegular.Count > 0 ? regular.NextFrom(agenda.Now) ?? long.MaxValue : long.MaxValue,
            _idleOnDuty.Count > 0 ? duty.NextFrom(agenda.Now) ?? long.MaxValue : long.MaxValue);
        if (next == long.MaxValue || next == _nextOpening)
            return;
        _nextOpening = next;
        agenda.Plan(next, Serve);
    }
}
