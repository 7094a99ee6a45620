using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Kit.Clocks;

namespace OneVisit.Orchestrator.Cases;

/// <summary>One clock of a case that runs.</summary>
/// <param name="Item">Null: the whole.</param>
/// <param name="Name"><c>committed</c>, <c>statutory</c>, or the step.</param>
/// <param name="Limit">What it was granted first.</param>
/// <param name="Plain">It was never paused or extended.</param>
internal readonly record struct RunningClock(ItemState? Item, string Name, DateTimeOffset Start, DayLimit Limit, bool Plain)
{
    public const string Committed = "committed";
    public const string Statutory = "statutory";
    public const string Receipt = "receipt";

    /// <summary>Every clock that runs.</summary>
    /// <remarks>
    /// Where the law wants the last item sooner than items that are handled jointly, the whole is due with that item, whose own clock says so:
    /// the joint limit does not run then.
    /// </remarks>
    public static IEnumerable<RunningClock> Of(CaseState state, CityClock clock) =>
        Each(state).Where(running => running is not { Item: null, Name: Statutory } || state.Limits!.Committed is not null || !IsLastSooner(state, running, clock));

    private static bool IsLastSooner(CaseState state, RunningClock whole, CityClock clock)
    {
        DateOnly? last = null;
        foreach (var item in state.Items)
        {
            if (item.Clock is not { } own)
                continue;
            var due = own is { Suspensions: null, Extension: null }
                ? clock.DueOf(clock.Deadlines.DateOf(own.Start), own.Statutory)
                : LegalClock.Project(clock.Deadlines.Calendar, clock.Deadlines.StatutoryOf(own)).Due;
            if (due is null)
                return false;
            last = last is null || due > last ? due : last;
        }
        var joint = whole.Plain ? clock.DueOf(clock.Deadlines.DateOf(whole.Start), whole.Limit) : LegalClock.Project(clock.Deadlines.Calendar, whole.PeriodOf(state, clock.Deadlines)).Due;
        return last < joint;
    }

    private static IEnumerable<RunningClock> Each(CaseState state)
    {
        if (state is { Lifecycle: CaseLifecycle.Submitted, Receipt: { } receipt })
            yield return new RunningClock(null, Receipt, state.SubmittedAt, receipt.Limit, Plain: true);
        var reviewed = false;
        foreach (var item in state.Items)
        {
            if (item is { InReview: true, Clock: { } clock } && state.AcceptedAt is not null)
            {
                reviewed = true;
                var plain = clock.Suspensions is null && clock.Extension is null;
                yield return new RunningClock(item, Committed, clock.Start, clock.Committed, plain);
                if (clock.Statutory != clock.Committed)
                    yield return new RunningClock(item, Statutory, clock.Start, clock.Statutory, plain);
            }
            if (item.Step is { } step)
                yield return new RunningClock(item, KebabCase.Of(step.Step), step.Start, step.Limit, Plain: true);
        }
        // One item alone has no joint limit; its own says all there is.
        if (reviewed && state is { Limits: { } limits, AcceptedAt: { } accepted, Items.Count: > 1 })
        {
            var plain = state.Extension is null && state.Items.All(i => i.Clock?.Suspensions is null);
            if (limits.Committed is { } promised)
                yield return new RunningClock(null, Committed, accepted, promised, plain);
            yield return new RunningClock(null, Statutory, accepted, limits.Statutory, plain);
        }
    }

    public Period PeriodOf(CaseState state, Deadlines deadlines) => (Item, Name) switch
    {
        (null, Receipt) => deadlines.PeriodOf(Start, Limit),
        (null, _) => deadlines.WholeOf(state, Limit),
        ({ Clock: { } clock }, Committed) => deadlines.CommittedOf(clock),
        ({ Clock: { } clock }, Statutory) => deadlines.StatutoryOf(clock),
        _ => deadlines.PeriodOf(Start, Limit),
    };

    /// <summary>Ids of the warnings that have been given about it.</summary>
    public IReadOnlyList<string> Told(CaseState state)
    {
        if (Item is { Step: { } step } && Name == KebabCase.Of(step.Step))
            return step.Warned ?? [];
        var (name, all) = (Name, Item is null ? state.Warned : Item.Warned);
        return all is null ? [] : [.. all.Where(w => w.StartsWith($"{name}/", StringComparison.Ordinal)).Select(w => w[(name.Length + 1)..])];
    }

    /// <summary>The case, with the warnings given about this clock.</summary>
    public CaseState With(CaseState state, IReadOnlyList<string> told)
    {
        var (name, item) = (Name, Item);
        IReadOnlyList<string>? Among(IReadOnlyList<string>? all) =>
            [.. (all ?? []).Where(w => !w.StartsWith($"{name}/", StringComparison.Ordinal)), .. told.Select(id => $"{name}/{id}")];
        if (item is null)
            return state with { Warned = Among(state.Warned) };
        return state with
        {
            Items =
            [
                .. state.Items.Select(i => i.Task != item.Task ? i
                    : i.Step is { } step && name == KebabCase.Of(step.Step) ? i with { Step = step with { Warned = told.Count == 0 ? null : told } }
                    : i with { Warned = Among(i.Warned) }),
            ],
        };
    }
}

/// <summary>The limits of the whole.</summary>
internal static class WholePeriod
{
    /// <summary>
    /// The whole cannot be answered while one branch waits, so a day that any item's suspension touches does not count for it. Each item's
    /// own clock is not touched by the others.
    /// </summary>
    public static Period WholeOf(this Deadlines deadlines, CaseState state, DayLimit limit) => deadlines.PeriodOf(
        state.AcceptedAt ?? state.SubmittedAt, limit, deadlines.PausesOf(state.Items.SelectMany(i => i.Clock?.Suspensions ?? [])), state.Extension);
}
