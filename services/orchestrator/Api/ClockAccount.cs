using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Kit.Clocks;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>Gives account of every date of a case, day by day.</summary>
/// <param name="catalogue">The one the case was compiled with: its limits rest on the law as it stood.</param>
internal sealed class ClockAccount(CityCatalogue catalogue, CaseClocks clocks, ClockWords words)
{
    private const string Committed = "committed";
    private const string Statutory = "statutory";

    private readonly Deadlines _deadlines = clocks.Deadlines;

    public ClocksView Of(CaseState state, DateTimeOffset now)
    {
        var today = _deadlines.DateOf(now);
        if (state is { Lifecycle: CaseLifecycle.Submitted, Receipt: not null })
            return new ClocksView(state.CaseId, today, [OfReceipt(state, now)]);
        if (state is not { Limits: { } limits, AcceptedAt: not null } || clocks.Of(state, now) is not { } standing)
            return new ClocksView(state.CaseId, today, []);
        var items = state.Items.Where(i => i.Clock is not null).SelectMany(i => OfItem(state, i, now)).ToList();
        var steps = state.Items.Where(i => i.Step is not null).Select(i => OfStep(state, i, now)).Concat((state.Promises ?? []).Where(state.Awaits).Select(p => OfPromise(state, p, now))).ToList();
        var bundle = catalogue.FindBundle(state.Bundle, state.BundleVersion, _deadlines.DateOf(state.SubmittedAt));
        var name = bundle?.Name ?? new Text(state.Bundle, state.Bundle);
        var own = bundle?.Limits;
        var end = _deadlines.DateOf(state.Items.All(CaseClocks.IsStopped) ? state.Items.Max(i => EndOf(state, i, now)) : now);
        ClockView Whole(string limit, DayLimit budget, string? basis) =>
            View(_deadlines.WholeOf(state, budget), budget, end, standing.Whole.State == Standing.Stopped, null, name, limit, basis, suspensions: state.Items.SelectMany(i => i.Clock?.Suspensions ?? []));

        var byLaw = Whole(Statutory, limits.Statutory, (own?.Statutory ?? catalogue.Limits.JointHandling.Limit).Basis);
        if (own is null && byLaw.State != Standing.Stopped)
            byLaw = byLaw with { Summary = ClockWords.Join(byLaw.Summary, ClockWords.Extension(catalogue.Limits.JointHandling.Extension)) };
        ClockView[] whole =
        [
            .. limits.Committed is { } promised ? [Whole(Committed, promised, own?.Committed.Basis)] : With(items, Committed, name, standing.Whole.State, today),
            .. standing.Whole.Statutory == byLaw.Due ? [byLaw] : With(items, Statutory, name, standing.Whole.State, today),
        ];
        return new ClocksView(state.CaseId, today, [.. whole, .. items, .. steps]);
    }

    /// <summary>How long a step may take that has a limit of its own.</summary>
    private ClockView OfStep(CaseState state, ItemState item, DateTimeOffset now)
    {
        var (step, known) = (item.Step!, KnownOf(state, item));
        var basis = step.Kind switch
        {
            ClockKind.Supplement => known?.Supplement?.Limit.Basis,
            ClockKind.Inspection => known?.Inspection?.Basis,
            ClockKind.SpecialProcedure => known?.SpecialProcedures.FirstOrDefault(p => p.Id == step.Procedure)?.Basis,
            ClockKind.AfterCheck => known?.AfterCheck?.Basis ?? known?.Sample?.Limit.Basis,
            _ => (known?.Issuing ?? catalogue.Limits.Single!.Issuing).Basis,
        };
        var view = View(
            _deadlines.PeriodOf(step.Start, step.Limit), step.Limit, _deadlines.DateOf(now), stopped: false, item.Item, known?.Name ?? new Text(item.Item, item.Item), KebabCase.Of(step.Kind), basis, accepted: false);
        return view with { Summary = ClockWords.Join(ClockWords.Step(step.Kind), view.Summary) };
    }

    /// <summary>By when a paper that was left out is to come.</summary>
    private ClockView OfPromise(CaseState state, Promise promise, DateTimeOffset now)
    {
        var item = state.Items.First(i => i.NeedsPapers && promise.Items.Contains(i.Item));
        var basis = KnownOf(state, item)?.Materials.FirstOrDefault(m => m.Id == promise.Material)?.Tolerance?.Basis;
        var view = View(
            _deadlines.PeriodOf(state.AcceptedAt!.Value, promise.Limit), promise.Limit, _deadlines.DateOf(now), stopped: false, item.Item, promise.Name, KebabCase.Of(ClockKind.Tolerance), basis, accepted: false);
        return view with { Material = promise.Material, Summary = ClockWords.Join(ClockWords.Step(ClockKind.Tolerance), view.Summary) };
    }

    /// <summary>By when what was received is answered.</summary>
    private ClockView OfReceipt(CaseState state, DateTimeOffset now)
    {
        var receipt = state.Receipt!;
        var name = catalogue.FindBundle(state.Bundle, state.BundleVersion, _deadlines.DateOf(state.SubmittedAt))?.Name ?? new Text(state.Bundle, state.Bundle);
        var view = View(_deadlines.PeriodOf(state.SubmittedAt, receipt.Limit), receipt.Limit, _deadlines.DateOf(now), stopped: false, null, name, KebabCase.Of(ClockKind.Receipt), receipt.Basis);
        return view with { Summary = ClockWords.Receipt(view.Start, view.Due!.Value) };
    }

    private ServiceItem? KnownOf(CaseState state, ItemState item) => catalogue.FindItem(item.Item, _deadlines.DateOf(state.SubmittedAt)) ?? catalogue.FindItem(item.Item);

    /// <summary>The whole is done with its last item: with one that stands, since nobody knows its date, before any other.</summary>
    /// <param name="whole">The state of the whole: an item may have been decided, and the others not.</param>
    private static ClockView[] With(List<ClockView> items, string limit, Text name, string whole, DateOnly today) =>
        items.Where(i => i.Limit == limit).OrderByDescending(i => i.Due is null).ThenByDescending(i => i.Due).FirstOrDefault() is { } last
            ? [last with { Item = null, Name = name, Follows = last.Item, Summary = ClockWords.Follows(last.Name, last.Due), State = whole == Standing.Stopped ? whole : last.Due is null ? Standing.Paused : today > last.Due ? Standing.Overdue : Standing.Running }]
            : [];

    private IEnumerable<ClockView> OfItem(CaseState state, ItemState item, DateTimeOffset now)
    {
        var (clock, known) = (item.Clock!, KnownOf(state, item));
        var name = known?.Name ?? new Text(item.Item, item.Item);
        var (stopped, end) = (CaseClocks.IsStopped(item), _deadlines.DateOf(EndOf(state, item, now)));
        yield return View(_deadlines.CommittedOf(clock), clock.Committed, end, stopped, item.Item, name, Committed, known?.Limits.Committed.Basis, suspensions: clock.Suspensions);
        yield return View(_deadlines.StatutoryOf(clock), clock.Statutory, end, stopped, item.Item, name, Statutory, known?.Limits.Statutory.Basis, suspensions: clock.Suspensions);
    }

    /// <summary>What the department said when it began what the pause is for; several may have become one.</summary>
    private Text? ReasonOf(Pause pause, IEnumerable<Suspension>? suspensions) => (suspensions ?? []).OrderBy(s => s.From)
        .FirstOrDefault(s => KebabCase.Of(s.Cause) == pause.Cause && !(_deadlines.DateOf(s.From) > pause.To) && !(s.To is { } to && _deadlines.DateOf(to) < pause.From))?.Reason;

    /// <summary>The moment up to which an item's days are counted: its decision, the end of the case that ended it, or now.</summary>
    private static DateTimeOffset EndOf(CaseState state, ItemState item, DateTimeOffset now) => item switch
    {
        { InReview: true } => now,
        { Decision: { Outcome: ReviewOutcome.Pass or ReviewOutcome.Refuse or ReviewOutcome.NotAccepted } decision } => decision.At,
        _ => state.EndedAt ?? now,
    };

    private ClockView View(Period period, DayLimit budget, DateOnly at, bool stopped, string? item, Text name, string limit, string? basis, bool accepted = true,
        IEnumerable<Suspension>? suspensions = null)
    {
        var projection = LegalClock.Project(_deadlines.Calendar, period, at);
        var state = stopped ? Standing.Stopped : KebabCase.Of(projection.State);
        return new ClockView
        {
            Item = item,
            Name = name,
            Limit = limit,
            Summary = ClockWords.Summary(period, projection, state, accepted),
            Follows = null,
            Start = period.Start,
            Budget = budget,
            Extensions = [.. period.Extensions.Select(e => new ClockExtension(e.Days, e.At))],
            Basis = basis,
            Pauses = [.. period.Pauses.Select(p => new ClockPause(p.From, p.To, p.Cause, ClockWords.Pause(p, ReasonOf(p, suspensions))))],
            Due = projection.Due,
            State = state,
            Consumed = projection.Consumed!.Value,
            Remaining = projection.Remaining!.Value,
            Provisional = !stopped && projection.Provisional,
            Days = words.Days(period, LegalClock.Explain(_deadlines.Calendar, period)),
        };
    }
}
