using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.Checks;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.City;

/// <summary>The service's rules, with a note of what each transaction has decided.</summary>
internal sealed class Witness<TState>(IRules<TState> inner, World world, StoreLink link) : IRules<TState>
    where TState : class
{
    private Echo<TState>? _echo;

    public Guid KeyOf(object message) => inner.KeyOf(message);

    public bool MaySend(string sender, TState? state, object message) => inner.MaySend(sender, state, message);

    public bool Begins(object message) => inner.Begins(message);

    public bool IsSettled(TState state) => inner.IsSettled(state);

    public Needs NeedsOf(TState? state, object message, DateTimeOffset now) => inner.NeedsOf(state, message, now);

    public DateTimeOffset? WakesAt(TState state) => world.Planted == Planted.WokenLate ? inner.WakesAt(state)?.AddDays(1) : inner.WakesAt(state);

    public Decision<TState> Decide(TState? state, object message, Facts facts, DateTimeOffset now)
    {
        link.Decided.Add(message);
        var decision = DecideOn(state, message, facts, now);
        world.LastDecided = (message, decision.State is { } after && (!ReferenceEquals(after, state) || decision.Journal.Count > 0), decision.Refusal is not null);
        link.Written.Decided(message is Wake wake ? wake.Owner : inner.KeyOf(message), decision);
        if (state is not null)
            DecisionChecks.Run(link.Doubts, state, message, decision, inner.WakesAt, now);
        (_echo ??= new((s, m, at) => inner.Decide(s is CaseState file ? (TState)(object)Spoiled(file, m) : s, m, Facts.None, at), world, link.Doubts)).Hear(state, message, decision, now);
        return decision;
    }

    private Decision<TState> DecideOn(TState? state, object message, Facts facts, DateTimeOffset now)
    {
        if (world.Planted == Planted.FailedAttemptLeaks)
            return Leaking(state, message, facts, now);
        if (state is TaskState task && message is TaskCommand command)
            return Spoiled(world.Planted, (Decision<TState>)(object)WithFault(task, command, () => (Decision<TaskState>)(object)inner.Decide(state, message, facts, now), facts, now));
        if (state is CaseState file)
            (state, message) = ((TState)(object)Spoiled(file, message), Spoiled(message, file));
        return Spoiled(world.Planted, inner.Decide(state, message, facts, now));
    }

    private CaseState Spoiled(CaseState file, object message) => world.Planted == Planted.AnswerHeardAnew && message is ReviewDecided
        ? file with { Items = [.. file.Items.Select(i => i with { DecisionSequence = 0 })] }
        : file;

    private object Spoiled(object message, CaseState file) => (world.Planted, message) switch
    {
        (Planted.FailureNeverFinal, IssueFailed failed) => failed with { Final = false },
        (Planted.OthersWorkLost, AnswerSupplement supplement) => supplement with { Replaces = file.Submission },
        _ => message,
    };

    private Decision<TaskState> WithFault(TaskState task, TaskCommand command, Func<Decision<TaskState>> decide, Facts facts, DateTimeOffset now)
    {
        switch (world.Planted)
        {
            case Planted.SignatureNotNeeded when command is DecideTask && task.Terms is { } terms:
                var alone = (Decision<TaskState>)(object)inner.Decide((TState)(object)(task with { Terms = terms with { FourEyes = false } }), command, facts, now);
                return alone with { State = alone.State! with { Terms = terms } };
            case Planted.ClaimedFromHolder when command is ClaimTask:
                return (Decision<TaskState>)(object)inner.Decide((TState)(object)(task with { Holder = AuthorityId.PoolOf(task.Authority) }), command, facts, now);
            case Planted.NotAwaited when command is DecideTask && task.Lifecycle == ItemLifecycle.SupplementRequested:
                return (Decision<TaskState>)(object)inner.Decide((TState)(object)(task with { Lifecycle = ItemLifecycle.Reviewing }), command, facts, now);
            case Planted.NamedNotNeeded when command is SignTask && task.Countersigners is { Count: > 0 } named:
                var unnamed = (Decision<TaskState>)(object)inner.Decide((TState)(object)(task with { Countersigners = null }), command, facts, now);
                return unnamed.State is { } signed ? unnamed with { State = signed with { Countersigners = named } } : unnamed;
            case Planted.ProposalOutlivesHolder when command is TakeOverTask or ReleaseTask or AssignTask:
                var moved = decide();
                return moved.State is { IsOpen: true } state && state.Holder != task.Holder ? moved with { State = state with { Proposal = task.Proposal } } : moved;
            default:
                return decide();
        }
    }

    private static Decision<TState> Spoiled(Planted planted, Decision<TState> decision) => (planted, decision.State) switch
    {
        (Planted.RegisterNotReleased, _) => decision with { ReleasesRegister = false, ReleasedKeys = [] },
        (Planted.TellingForgotten, CaseState state) => With(decision, state with { Items = [.. state.Items.Select(i => i.ToldAt is null ? i : i with { ToldAt = null, Step = null })] }),
        (Planted.StopNotTold, _) => decision with { Notices = [.. decision.Notices.Where(n => n.Kind != "task-stopped")] },
        (Planted.NoticeNotGiven, _) => decision with { Journal = [.. decision.Journal.Where(e => e.Kind != "supplement-told")] },
        (Planted.VisitForgotten, TaskState { Inspection: not null } task) => With(decision, task with { Inspection = null }),
        (Planted.AbsentTwice, _) => decision with { Journal = [.. decision.Journal, .. decision.Journal.Where(e => e.Kind == "agreed-by-absence")] },
        (Planted.AskingForgotten, TaskState { Asked: not null } task) => With(decision, task with { Asked = null }),
        (Planted.AllBranchesStand, CaseState state) when state.Items.FirstOrDefault(i => i.AsksForSupplement) is { Clock: { } stands } =>
            With(decision, state with { Items = [.. state.Items.Select(i => i.InReview && i.Clock is { Suspensions: null } clock ? i with { Clock = clock with { Suspensions = stands.Suspensions } } : i)] }),
        _ => decision,
    };

    private static Decision<TState> With(Decision<TState> decision, object state) => decision with { State = (TState)state };

    private Decision<TState> Leaking(TState? state, object message, Facts facts, DateTimeOffset now)
    {
        var owner = message is Wake wake ? wake.Owner : inner.KeyOf(message);
        var decision = inner.Decide(link.Leaked.Remove(owner, out var leaked) ? (TState)leaked : state, message, facts, now);
        if (decision.State is { } decided)
            link.Attempted[owner] = decided;
        return decision;
    }
}
