using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Kit.Clocks;

namespace OneVisit.Orchestrator.Cases;

/// <summary>One clock of a case that runs.</summary>
/// <param name="Item">Null: the whole.</param>
/// <param name="Limit">What it was granted first.</param>
/// <param name="Plain">It was never paused or extended.</param>
/// <param name="Promise">The paper that is waited for; the item is the first that needs it.</param>
internal readonly record struct RunningClock(ItemState? Item, ClockKind Kind, DateTimeOffset Start, DayLimit Limit, bool Plain, Promise? Promise = null)
{
    /// <summary>Every clock that runs.</summary>
    /// <remarks>
    /// Where the law wants the last item sooner than items that are handled jointly, the whole is due with that item, whose own clock says so:
    /// the joint limit does not run then.
    /// </remarks>
    public static IEnumerable<RunningClock> Of(CaseState state, CityClock clock) =>
        Each(state).Where(running => running is not { Item: null, Kind: ClockKind.Statutory } || state.Limits!.Committed is not null || !IsDueWithLast(state, running, clock));

    private static bool IsDueWithLast(CaseState state, RunningClock whole, CityClock clock)
    {
        DateOnly? DueOf(bool plain, DateTimeOffset start, DayLimit limit, Func<Period> period) => plain
            ? clock.DueOf(clock.Deadlines.DateOf(start), limit)
            : LegalClock.Project(clock.Deadlines.Calendar, period()).Due;

        return WholePeriod.IsDueWithLast(
            DueOf(whole.Plain, whole.Start, whole.Limit, () => whole.PeriodOf(state, clock.Deadlines)),
            state.Items.Where(i => i.Clock is not null).Select(i => DueOf(IsPlain(i.Clock!), i.Clock!.Start, i.Clock.Statutory, () => clock.Deadlines.StatutoryOf(i.Clock))));
    }

    private static bool IsPlain(TaskClock clock) => clock is { Suspensions: null, Extension: null };

    private static IEnumerable<RunningClock> Each(CaseState state)
    {
        if (state is { Lifecycle: CaseLifecycle.Submitted, Receipt: { } receipt })
            yield return new RunningClock(null, ClockKind.Receipt, state.SubmittedAt, receipt.Limit, Plain: true);
        var reviewed = false;
        foreach (var item in state.Items)
        {
            if (item is { InReview: true, Clock: { } clock } && state.AcceptedAt is not null)
            {
                reviewed = true;
                var plain = IsPlain(clock);
                yield return new RunningClock(item, ClockKind.Committed, clock.Start, clock.Committed, plain);
                if (clock.Statutory != clock.Committed)
                    yield return new RunningClock(item, ClockKind.Statutory, clock.Start, clock.Statutory, plain);
            }
            if (item.Step is { } step)
                yield return new RunningClock(item, step.Kind, step.Start, step.Limit, Plain: true);
        }
        // One item alone has no joint limit; its own says all there is.
        if (reviewed && state is { Limits: { } limits, AcceptedAt: { } accepted, Items.Count: > 1 })
        {
            var plain = state.Extension is null && state.Items.All(i => i.Clock?.Suspensions is null);
            if (limits.Committed is { } promised)
                yield return new RunningClock(null, ClockKind.Committed, accepted, promised, plain);
            yield return new RunningClock(null, ClockKind.Statutory, accepted, limits.Statutory, plain);
        }
        if (state is { Promises: { } promises, AcceptedAt: { } from })
        {
            foreach (var promise in promises.Where(state.Awaits))
                yield return new RunningClock(state.Items.First(i => i.NeedsPapers && promise.Items.Contains(i.Item)), ClockKind.Tolerance, from, promise.Limit, Plain: true, promise);
        }
    }

    public Period PeriodOf(CaseState state, Deadlines deadlines) => (Item, Kind) switch
    {
        (null, ClockKind.Receipt) => deadlines.PeriodOf(Start, Limit),
        (null, _) => deadlines.WholeOf(state, Limit),
        ({ Clock: { } clock }, ClockKind.Committed) => deadlines.CommittedOf(clock),
        ({ Clock: { } clock }, ClockKind.Statutory) => deadlines.StatutoryOf(clock),
        _ => deadlines.PeriodOf(Start, Limit),
    };

    /// <summary>Ids of the warnings that have been given about it.</summary>
    public IReadOnlyList<string> Told(CaseState state)
    {
        if (Promise is not null)
            return Promise.Warned ?? [];
        if (IsStep)
            return Item!.Step!.Warned ?? [];
        var (kind, given) = (Kind, Item is null ? state.Warned : Item.Warned);
        return given is null ? [] : [.. given.Where(g => g.Clock == kind).Select(g => g.Warning)];
    }

    /// <summary>The case, with the warnings given about this clock.</summary>
    public CaseState With(CaseState state, IReadOnlyList<string> told)
    {
        var (kind, item, isStep) = (Kind, Item, IsStep);
        IReadOnlyList<GivenWarning> Among(IReadOnlyList<GivenWarning>? all) => [.. (all ?? []).Where(g => g.Clock != kind), .. told.Select(id => new GivenWarning(kind, id))];
        if (Promise?.Material is { } material)
            return state with { Promises = [.. state.Promises!.Select(p => p.Material == material ? p with { Warned = told } : p)] };
        if (item is null)
            return state with { Warned = Among(state.Warned) };
        return state with
        {
            Items = [.. state.Items.Select(i => i.Task != item.Task ? i : isStep ? i with { Step = i.Step! with { Warned = told } } : i with { Warned = Among(i.Warned) })],
        };
    }

    private bool IsStep => Item is not null && Promise is null && Kind is not (ClockKind.Committed or ClockKind.Statutory);
}

/// <summary>The limits of the whole.</summary>
internal static class WholePeriod
{
    /// <summary>Joint handling's limit holds where the items' own say no better: when the law wants each of them sooner, the whole is due with the last.</summary>
    /// <param name="joint">By joint handling.</param>
    /// <param name="items">By law of each item; null while it stands.</param>
    public static bool IsDueWithLast(DateOnly? joint, IEnumerable<DateOnly?> items)
    {
        DateOnly? last = null;
        foreach (var due in items)
        {
            if (due is null)
                return false;
            last = last > due ? last : due;
        }
        return last < joint;
    }

    /// <summary>
    /// The whole cannot be answered while one branch waits, so a day that any item's suspension touches does not count for it. Each item's
    /// own clock is not touched by the others.
    /// </summary>
    public static Period WholeOf(this Deadlines deadlines, CaseState state, DayLimit limit) => deadlines.PeriodOf(
        state.AcceptedAt ?? state.SubmittedAt, limit, deadlines.PausesOf(state.Items.SelectMany(i => i.Clock?.Suspensions ?? [])), state.Extension);
}
