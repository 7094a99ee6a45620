using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Simulation.Checks;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.City;

/// <summary>The service's rules, with a note of what each transaction has decided.</summary>
internal sealed class Witness<TState>(IRules<TState> inner, World world, StoreLink link) : IRules<TState>
    where TState : class
{
    public Guid KeyOf(object message) => inner.KeyOf(message);

    public bool MaySend(string sender, TState? state, object message) => inner.MaySend(sender, state, message);

    public bool Begins(object message) => inner.Begins(message);

    public Needs NeedsOf(TState? state, object message, DateTimeOffset now) => inner.NeedsOf(state, message, now);

    public DateTimeOffset? WakesAt(TState state) => inner.WakesAt(state);

    public Decision<TState> Decide(TState? state, object message, Facts facts, DateTimeOffset now)
    {
        link.Decided.Add(message);
        if (world.Planted == Planted.FailedAttemptLeaks)
            return Leaking(state, message, facts, now);
        if (state is TaskState task && message is TaskCommand command)
            return (Decision<TState>)(object)WithFault(task, command, () => (Decision<TaskState>)(object)inner.Decide(state, message, facts, now), facts, now);
        var decision = inner.Decide(state, message, facts, now);
        return world.Planted == Planted.RegisterNotReleased ? decision with { ReleasesRegister = false, ReleasedKeys = [] } : decision;
    }

    private Decision<TaskState> WithFault(TaskState task, TaskCommand command, Func<Decision<TaskState>> decide, Facts facts, DateTimeOffset now)
    {
        switch (world.Planted)
        {
            case Planted.SignatureNotNeeded when command is DecideTask && task.Terms is { } terms:
                var alone = (Decision<TaskState>)(object)inner.Decide((TState)(object)(task with { Terms = terms with { FourEyes = false } }), command, facts, now);
                return alone with { State = alone.State! with { Terms = terms } };
            case Planted.ProposalOutlivesHolder when command is TakeOverTask or ReleaseTask or AssignTask:
                var moved = decide();
                return moved.State is { IsOpen: true } state && state.Holder != task.Holder ? moved with { State = state with { Proposal = task.Proposal } } : moved;
            default:
                return decide();
        }
    }

    private Decision<TState> Leaking(TState? state, object message, Facts facts, DateTimeOffset now)
    {
        var owner = message is Wake wake ? wake.Owner : inner.KeyOf(message);
        var decision = inner.Decide(link.Leaked.Remove(owner, out var leaked) ? (TState)leaked : state, message, facts, now);
        if (decision.State is { } decided)
            link.Attempted[owner] = decided;
        return decision;
    }
}
