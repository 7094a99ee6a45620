using OneVisit.Clock;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Clocks;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>When a case is due: derived from its items' clocks and the limits of the whole whenever it is asked for.</summary>
internal sealed class CaseClocks(Deadlines deadlines)
{
    public Deadlines Deadlines => deadlines;

    /// <summary>Null for a case of before limits were kept.</summary>
    public CaseStanding? Of(CaseState state, DateTimeOffset now)
    {
        if (state is not { Limits: { } limits, AcceptedAt: not null })
            return null;
        var items = state.Items.Where(i => i.Clock is not null).ToDictionary(i => i.Task, i => deadlines.Of(i.Clock!, IsStopped(i), now));
        var today = deadlines.DateOf(now);
        var statutory = Sooner(LegalClock.Project(deadlines.Calendar, deadlines.WholeOf(state, limits.Statutory), today), limits, items.Values);
        var committed = limits.Committed is { } own
            ? LegalClock.Project(deadlines.Calendar, deadlines.WholeOf(state, own), today).Due
            : items.Values.Any(i => i.Committed.Due is null) ? null : items.Values.Max(i => i.Committed.Due);
        var stopped = items.Values.All(i => i.State == Standing.Stopped);
        var late = today > committed || today > statutory.Due;
        return new CaseStanding(
            new DueView(
                committed,
                statutory.Due,
                stopped ? Standing.Stopped
                    : items.Values.Any(i => i.State == Standing.Paused) ? Standing.Paused
                    : late ? Standing.Overdue : Standing.Running,
                (!stopped && statutory.Provisional) || items.Values.Any(i => i.IsProvisional)),
            items,
            state.Items.Where(i => i.Step is not null).ToDictionary(
                i => i.Task, i => new StepDue(i.Step!.Kind, LegalClock.Project(deadlines.Calendar, deadlines.PeriodOf(i.Step.Start, i.Step.Limit)).Due!.Value)),
            (state.Promises ?? []).ToDictionary(p => p.Material, p => LegalClock.Project(deadlines.Calendar, deadlines.PeriodOf(state.AcceptedAt.Value, p.Limit)).Due!.Value),
            state.Inspection is { IsOpen: true } inspection ? deadlines.LastDayOf(inspection) : null);
    }

    private static Projection Sooner(Projection joint, CaseLimits limits, IEnumerable<Standing> items) =>
        limits.Committed is null && WholePeriod.IsDueWithLast(joint.Due, items.Select(i => i.Statutory.Due)) ? items.Select(i => i.Statutory).MaxBy(s => s.Due) : joint;

    /// <summary>The decision stops the clock; so does whatever else ends the review.</summary>
    public static bool IsStopped(ItemState item) => !item.InReview;
}

/// <summary>What follows from a case's clocks on a day.</summary>
/// <param name="Promises">Material to the last day for it.</param>
/// <param name="Inspection">The last day for what the joint inspection waits for; null while there is none.</param>
public sealed record CaseStanding(
    DueView Whole, IReadOnlyDictionary<Guid, Standing> Items, IReadOnlyDictionary<Guid, StepDue> Steps, IReadOnlyDictionary<string, DateOnly> Promises, DateOnly? Inspection = null)
{
    internal ItemDue? Of(ItemState item) => Items.GetValueOrDefault(item.Task)?.ToView();
}

/// <summary>By when a step that has a limit of its own is to be done, in the city's date.</summary>
public sealed record StepDue(ClockKind Step, DateOnly Due);
