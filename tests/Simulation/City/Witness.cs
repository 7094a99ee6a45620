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
        var decision = inner.Decide(state, message, facts, now);
        return world.Planted switch
        {
            Planted.RegisterNotReleased => decision with { ReleasesRegister = false },
            Planted.VisitForgotten when decision.State is TaskState { Inspection: not null } task => decision with { State = task with { Inspection = null } as TState },
            Planted.AbsentTwice => decision with { Journal = [.. decision.Journal, .. decision.Journal.Where(e => e.Kind == "agreed-by-absence")] },
            _ => decision,
        };
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
