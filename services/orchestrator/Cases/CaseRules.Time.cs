using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>What time does to a case: attempts, lapses and warnings, each once, when its moment has come.</summary>
public sealed partial class CaseRules
{
    /// <summary>The earliest moment at which time alone changes something.</summary>
    public DateTimeOffset? WakesAt(CaseState state)
    {
        DateTimeOffset? retry = null;
        foreach (var item in state.Items)
        {
            if (item.RetryAt is { } at && !(retry <= at))
                retry = at;
        }
        if (state is { EndedAt: not null } && state.Items.All(i => i.Step is null))
            return retry;
        var clock = clockOf(state.Region);
        var (first, start, day) = ((DateOnly?)null, (DateTimeOffset?)null, default(DateOnly));
        foreach (var running in RunningClock.Of(state, clock))
        {
            // The clocks of a case begin together: the date is derived once.
            if (running.Start != start)
                (start, day) = (running.Start, clock.Deadlines.DateOf(running.Start));
            if (EventOf(state, running, clock) is { } next && (first is null || next < first))
                first = next;
        }
        first = Earlier(first, state.Collecting?.LastDay(state.SubmittedAt, clock.Deadlines).AddDays(1));
        if (state.Inspection is { IsOpen: true } inspection)
            first = Earlier(first, clock.Deadlines.LastDayOf(inspection).AddDays(1));
        var wakes = first is { } date ? clock.Deadlines.StartOf(date) : (DateTimeOffset?)null;
        return retry is null || wakes < retry ? wakes : retry;

        DateOnly? EventOf(CaseState state, RunningClock running, CityClock clock)
        {
            var told = running.Told(state);
            if (running.Plain && told.Count == 0)
                return Earlier(clock.FirstWarning(day, running.Limit), Lapses(running) ? running.PeriodOf(state, clock.Deadlines).EndOn(clock) : null);
            var period = running.PeriodOf(state, clock.Deadlines);
            return Earlier(clock.FirstWarning(period, told), Lapses(running) ? period.EndOn(clock) : null);
        }
    }

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null || other < one ? other : one;

    /// <summary>Whether something happens by itself once this clock has run out.</summary>
    private static bool Lapses(RunningClock clock) =>
        clock.Kind is ClockKind.Receipt or ClockKind.Tolerance || clock is { Kind: ClockKind.Supplement, Item.AsksForSupplement: true };

    /// <summary>Everything whose moment has come, one after the other: what one thing changes, the next is decided on.</summary>
    private Decision<CaseState> Woken(CaseState state, DateTimeOffset now)
    {
        var all = Decision<CaseState>.Nothing(state);
        foreach (var item in state.Items.Where(i => i.RetryAt <= now))
        {
            if (Current(all, item) is { Lifecycle: ItemLifecycle.Issuing } waiting && all.State!.Compensation is null)
                all = Then(all, Again(all.State, waiting));
        }
        var clock = clockOf(state.Region);
        var today = clock.Deadlines.DateOf(now);
        foreach (var running in RunningClock.Of(all.State!, clock).ToList())
        {
            if (Lapses(running) && running.PeriodOf(all.State!, clock.Deadlines).EndOn(clock) <= today && !all.State!.HasEnded)
                all = Then(all, running.Promise is { } promise ? PromiseLapses(all.State!, promise.Material, now)
                    : running.Item is null ? DeemedAccepted(all.State!) : SupplementLapses(all.State!, Current(all, running.Item), now));
        }
        foreach (var running in RunningClock.Of(all.State!, clock).ToList())
            all = Then(all, Warn(all.State!, running, clock, today));
        return all;

        static ItemState Current(Decision<CaseState> all, ItemState item) => all.State!.Items.First(i => i.Task == item.Task);
    }

    private static Decision<CaseState> Warn(CaseState state, RunningClock running, CityClock clock, DateOnly today)
    {
        if (running.Plain && running.Told(state).Count == 0 && !(clock.FirstWarning(clock.Deadlines.DateOf(running.Start), running.Limit) <= today))
            return Decision<CaseState>.Nothing(state);
        var (period, told) = (running.PeriodOf(state, clock.Deadlines), running.Told(state).ToList());
        var due = LegalClock.Project(clock.Deadlines.Calendar, period, today).Due;
        var (journal, notices) = (new List<JournalEntry>(), new List<Notice>());
        foreach (var warning in clock.Warnings)
        {
            if (told.Contains(warning.Id) || !(LegalClock.Reached(clock.Deadlines.Calendar, period, warning.Rung) <= today))
                continue;
            told.Add(warning.Id);
            journal.Add(new JournalEntry("warned", new { running.Item?.Item, running.Promise?.Material, Clock = running.Kind, Warning = warning.Id, warning.Colour, Due = due, warning.To }));
            notices.AddRange(Warnings.Of(state, running, warning, due, clock));
        }
        return journal.Count == 0
            ? Decision<CaseState>.Nothing(state)
            : new Decision<CaseState> { State = running.With(state, told), Journal = journal, Notices = notices };
    }

    /// <summary>
    /// The calendar was published or corrected: what has moved is journalled with its reason, and told to who needs to know. A warning about a
    /// date that lies further away now will be given again.
    /// </summary>
    private Decision<CaseState> Recount(CaseState state, DateTimeOffset now)
    {
        var clock = clockOf(state.Region);
        if (state.Calendar == clock.Edition)
            return Decision<CaseState>.Nothing(state);
        var next = state with { Calendar = clock.Edition };
        var (journal, notices) = (new List<JournalEntry>(), new List<Notice>());
        if (state.Calendar is { } edition && clock.EditionOf(edition) is { } before)
        {
            var today = clock.Deadlines.DateOf(now);
            var told = new HashSet<Guid>();
            foreach (var running in RunningClock.Of(state, clock))
            {
                var period = running.PeriodOf(state, clock.Deadlines);
                var moved = LegalClock.Reproject(before, clock.Deadlines.Calendar, period, today);
                if (moved.MovedBy == MovedBy.Nothing)
                    continue;
                next = StillReached(next, running, period, clock, today);
                journal.Add(new JournalEntry("date-moved", new
                {
                    running.Item?.Item,
                    running.Promise?.Material,
                    Clock = running.Kind,
                    Before = moved.Before.Due,
                    After = moved.After.Due,
                    MovedBy = KebabCase.Of(moved.MovedBy),
                    Days = moved.Days.Select(d => new { d.Date, Before = KebabCase.Of(d.Before), After = KebabCase.Of(d.After) }),
                }));
                // Of an item's two dates the promise is told, or the law's where that alone has moved.
                if (running.Item is not { } item || running.Kind != ClockKind.Statutory || !told.Contains(item.Task))
                    notices.AddRange(Warnings.Moved(state, running, moved, clock));
                if (running.Item is not null)
                    told.Add(running.Item.Task);
            }
        }
        return new Decision<CaseState> { State = next, Journal = journal, Notices = notices };
    }

    private static CaseState StillReached(CaseState state, RunningClock running, Period period, CityClock clock, DateOnly today)
    {
        var told = running.Told(state);
        var still = clock.Warnings.Where(w => told.Contains(w.Id) && LegalClock.Reached(clock.Deadlines.Calendar, period, w.Rung) <= today).Select(w => w.Id).ToList();
        return still.Count == told.Count ? state : running.With(state, still);
    }

    private static Decision<CaseState> Then(Decision<CaseState> first, Decision<CaseState> next) => next with
    {
        Messages = [.. first.Messages, .. next.Messages],
        Journal = [.. first.Journal, .. next.Journal],
        Claims = [.. first.Claims, .. next.Claims],
        Notices = [.. first.Notices, .. next.Notices],
        ReleasesRegister = first.ReleasesRegister || next.ReleasesRegister,
        ReleasedKeys = [.. first.ReleasedKeys, .. next.ReleasedKeys],
    };
}

/// <summary>The day after a period's last: by then its time is up.</summary>
internal static class PeriodEnd
{
    public static DateOnly? EndOn(this Period period, CityClock clock) => LegalClock.Project(clock.Deadlines.Calendar, period).Due?.AddDays(1);
}
