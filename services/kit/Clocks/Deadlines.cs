using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Clocks;

/// <summary>What follows from an item's clock on a day.</summary>
/// <param name="Cause">Of the suspension that is open.</param>
public sealed record Standing(Projection Committed, Projection Statutory, string State, SuspensionCause? Cause)
{
    public const string Running = "running";
    public const string Paused = "paused";
    public const string Stopped = "stopped";
    public const string Overdue = "overdue";

    /// <summary>A date that is still awaited may move. One that a decision has settled moves nobody any more.</summary>
    public bool IsProvisional => State != Stopped && (Committed.Provisional || Statutory.Provisional);

    public ItemDue ToView() => new(Committed.Due, Statutory.Due, State, Cause is { } cause ? KebabCase.Of(cause) : null);
}

/// <summary>Turns clocks as they are kept into dates of the city, by its calendar.</summary>
public sealed class Deadlines(CountingCalendar calendar, CityTime time)
{
    public CountingCalendar Calendar => calendar;

    public DateOnly DateOf(DateTimeOffset instant) => time.DateOf(instant);

    /// <summary>The first instant of a date in the city.</summary>
    public DateTimeOffset StartOf(DateOnly date) => time.StartOf(date);

    /// <summary>The first instant after a limit's last day; null while it is paused.</summary>
    public DateTimeOffset? EndOf(Period period) => LegalClock.Project(calendar, period).Due is { } due ? StartOf(due.AddDays(1)) : null;

    /// <summary>Whether a limit's last day is over. One that had been over before a pause began stays so while that is open.</summary>
    public bool HasPassed(Period period, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(period);
        if (period.OpenPause is not { } open)
            return EndOf(period) <= now;
        var unpaused = Period.Of(period.Start, period.Budget, [.. period.Pauses.SkipLast(1)], period.Extensions);
        return LegalClock.Project(calendar, unpaused).Due < open.From && EndOf(unpaused) <= now;
    }

    /// <param name="stopped">True once the department has decided, or nothing is left for it to decide.</param>
    public Standing Of(TaskClock clock, bool stopped, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var today = DateOf(now);
        var committed = LegalClock.Project(calendar, CommittedOf(clock), today);
        var statutory = LegalClock.Project(calendar, StatutoryOf(clock), today);
        return new Standing(
            committed,
            statutory,
            stopped ? Standing.Stopped : KebabCase.Of(committed.State),
            !stopped && clock.Suspensions is [.., { To: null } open] ? open.Cause : null);
    }

    /// <summary>What the department promises of an item.</summary>
    public Period CommittedOf(TaskClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return PeriodOf(clock.Start, clock.Committed, PausesOf(clock.Suspensions ?? []), clock.Extension is { OfPromise: true } extension ? extension : null);
    }

    /// <summary>What the law grants an item.</summary>
    public Period StatutoryOf(TaskClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return PeriodOf(clock.Start, clock.Statutory, PausesOf(clock.Suspensions ?? []), clock.Extension);
    }

    /// <summary>The period that a limit makes of a start, the dates that are not counted and what was granted on top.</summary>
    public Period PeriodOf(DateTimeOffset start, DayLimit limit, IReadOnlyList<Pause>? pauses = null, LimitExtension? extension = null)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return Period.Of(
            DateOf(start), new Budget(limit.Days, limit.Unit == DayUnit.NaturalDay ? Counting.NaturalDays : Counting.WorkingDays), pauses,
            extension is null ? null : [new Extension(extension.Days, DateOf(extension.At))]);
    }

    /// <summary>The last day of a limit that is never paused or extended.</summary>
    public DateOnly DueOf(DateTimeOffset start, DayLimit limit) => LegalClock.Project(calendar, PeriodOf(start, limit)).Due!.Value;

    /// <summary>Suspensions as dates, those of several items together. A day that two of them touch is told by the one that began first.</summary>
    public IReadOnlyList<Pause> PausesOf(IEnumerable<Suspension> suspensions)
    {
        var pauses = new List<Pause>();
        foreach (var suspension in suspensions.OrderBy(s => s.From))
        {
            var from = DateOf(suspension.From);
            if (pauses is [.., { To: var reached }])
            {
                if (reached is null)
                    break;
                from = from <= reached ? reached.Value.AddDays(1) : from;
            }
            var to = suspension.To is { } end ? DateOf(end) : (DateOnly?)null;
            if (to is null || to >= from)
                pauses.Add(new Pause(from, to, KebabCase.Of(suspension.Cause)));
        }
        return pauses;
    }
}
