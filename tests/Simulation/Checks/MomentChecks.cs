using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.City;
using OneVisit.Simulation.Engine;

namespace OneVisit.Simulation.Checks;

/// <summary>What time alone does to a case: not before its moment, and not long after it. The moments are derived here once more, from the calendar and the terms.</summary>
internal static class MomentChecks
{
    /// <summary>A storm is over by then, and who was down is up again.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    public static void Run(Doubts doubts, CaseState before, object message, CaseState after, DateTimeOffset now)
    {
        for (var i = 0; i < before.Items.Count; i++)
        {
            if (!ReferenceEquals(before.Items[i], after.Items[i]))
                Item(doubts, before, before.Items[i], message, after.Items[i], after.HasEnded, now);
        }
        if (before.Lifecycle == CaseLifecycle.Submitted && after.Lifecycle != CaseLifecycle.Submitted)
            Receipt(doubts, before, message, after, now);
        if (before.Collecting is { } window && after.Items.Zip(before.Items).Any(i => i.First.ToldAt is not null && i.Second.ToldAt is null))
            Told(doubts, before, window, after, now);
        if (!ReferenceEquals(before.Promises, after.Promises))
        {
            foreach (var (promise, kept) in before.Promises!.Zip(after.Promises!).Where(p => p.First.LapsedAt is null && p.Second.LapsedAt is not null))
                Due(doubts, EndOf(before.AcceptedAt!.Value, kept.Limit), now, $"the promise of {promise.Material} lapses");
        }
        if (!ReferenceEquals(before.Inspection, after.Inspection))
            Visit(doubts, before, after, now);
    }

    private static void Item(Doubts doubts, CaseState file, ItemState before, object message, ItemState after, bool ended, DateTimeOffset now)
    {
        if (message is Wake && before.AsksForSupplement && !after.AsksForSupplement && before.Step is { } step && !GoesWithAnother(file, before, ended, now))
            Due(doubts, EndOf(step.Start, step.Limit), now, $"the request of {before.Item} lapses");
        if (before.ToldAt is null && after is { ToldAt: { } told, Step: { } begun } && begun.Start != told)
            doubts.Violate(Invariants.InItsTime, $"the applicant of case {file.CaseId} is told at {told:u} of what {before.Item} asks for, and the time to answer began at {begun.Start:u}");
        if (!ReferenceEquals(before.Warned, after.Warned) && after.Warned is { } given && after.Clock is { } clock && message is Wake)
        {
            foreach (var warning in given.Except(before.Warned ?? []))
            {
                var (_, period) = PeriodsOf(clock).First(p => p.Kind == warning.Clock);
                if (!(LegalClock.Reached(Town.Calendar, period, Town.Warnings.First(w => w.Id == warning.Warning).Rung) is { } day && Town.Time.StartOf(day) <= now))
                    doubts.Violate(Invariants.InItsTime, $"the {warning.Clock} limit of {after.Item} of case {file.CaseId} is warned of at {now:u}, before its time");
            }
        }
        if (before.RetryAt is null && after.RetryAt is { } due && due - now is var delay && delay != DelayOf(file.Policy, after.Attempt))
            doubts.Violate(Invariants.InItsTime, $"attempt {after.Attempt} at {after.Item} of case {file.CaseId} failed, and the next is due after {delay}");
        if (before.RetryAt is null && after.RetryAt is not null && (after.Attempt >= file.Policy.Attempts || message is IssueFailed { Final: true }))
            doubts.Violate(Invariants.AnswersItsAttempt, $"{after.Item} of case {file.CaseId} is tried again after attempt {after.Attempt} of {file.Policy.Attempts}, as if that had failed for now");
        if (before.RetryAt is { } at && after.Attempt > before.Attempt)
            Due(doubts, at, now, $"attempt {after.Attempt} at {after.Item} is begun");
    }

    /// <summary>What nobody has answered in time is accepted by law from the day of its receipt, whoever answers afterwards.</summary>
    private static void Receipt(Doubts doubts, CaseState before, object message, CaseState after, DateTimeOffset now)
    {
        var end = EndOf(before.SubmittedAt, before.Receipt!.Limit);
        if (after.AcceptedAt is { } accepted && after.Items.FirstOrDefault(i => i.Clock is { } clock && clock.Start != accepted) is { } other)
            doubts.Violate(Invariants.InItsTime, $"case {before.CaseId} is accepted of {accepted:u}, and the clock of {other.Item} begins at {other.Clock!.Start:u}");
        if (message is Wake && after.AcceptedAt is not null)
            Due(doubts, end, now, "the application is accepted by law");
        if (now >= end ? after is { NotAcceptedBecause: not null } || (after.AcceptedAt is { } late && late != before.SubmittedAt) : message is not Wake && after.AcceptedAt is { } at && at != now)
            doubts.Violate(Invariants.InItsTime, $"case {before.CaseId} was answered at {now:u}, accepted of {after.AcceptedAt:u}, and the law accepts it at {end:u}");
    }

    /// <summary>At rest nothing is left to warn of: whatever a limit is still to be warned of for would be waited for.</summary>
    public static void Warned(World world, CaseState file)
    {
        foreach (var item in file.Items.Where(i => i is { InReview: true, Clock: not null } && file.AcceptedAt is not null))
        {
            foreach (var (kind, period) in PeriodsOf(item.Clock!))
            {
                if (Town.Warnings.FirstOrDefault(w => LegalClock.Reached(Town.Calendar, period, w.Rung) is not null && item.Warned?.Contains(new GivenWarning(kind, w.Id)) != true) is { } missing)
                    world.Violate(Invariants.InItsTime, $"the {kind} limit of {item.Item} of case {file.CaseId} is never warned of: {missing.Id}");
            }
        }
    }

    private static IEnumerable<(ClockKind Kind, Period Period)> PeriodsOf(TaskClock clock)
    {
        yield return (ClockKind.Committed, Town.Deadlines.CommittedOf(clock));
        if (clock.Statutory != clock.Committed)
            yield return (ClockKind.Statutory, Town.Deadlines.StatutoryOf(clock));
    }

    /// <summary>Requests are gathered until their window is over, unless nobody is left who may still ask.</summary>
    private static void Told(Doubts doubts, CaseState file, CollectionWindow window, CaseState after, DateTimeOffset now)
    {
        var (opened, own, byLaw) = (Town.Time.DateOf(window.Opened), LastDayOf(window.Opened, window.Terms.Limit), LastDayOf(file.SubmittedAt, window.Terms.Telling));
        var latest = byLaw > opened ? byLaw : opened;
        var end = Town.Time.StartOf((own < latest ? own : latest).AddDays(1));
        if (now > end + Soon || (now < end && after.Items.Any(i => i.MayStillAsk)))
            doubts.Violate(Invariants.InItsTime, $"the applicant of case {file.CaseId} is told at {now:u} of what was gathered until {end:u}");
    }

    private static void Visit(Doubts doubts, CaseState before, CaseState after, DateTimeOffset now)
    {
        if (before.Inspection is { Phase: InspectionPhase.Appointed, Appointment: { } slot } && after.Inspection is { Phase: InspectionPhase.Held } held
            && before.Inspection.Number == held.Number && held.Findings.Any(f => f.Finding.AbsenceBasis is not null))
            Due(doubts, Town.Time.StartOf(Town.ClosesOn(slot.Date)), now, $"the record of visit {held.Number} is closed without everybody");
    }

    /// <summary>A paper that does not come takes every item with it that needs it, whatever else that waits for; and a case that ends so takes all.</summary>
    private static bool GoesWithAnother(CaseState file, ItemState item, bool ended, DateTimeOffset now) =>
        file.Promises?.Any(p => p.IsOpen && (ended || p.Items.Contains(item.Item)) && EndOf(file.AcceptedAt!.Value, p.Limit) <= now) == true
        || (ended && file.Items.Any(i => i.Task != item.Task && i is { AsksForSupplement: true, Step: { } step } && EndOf(step.Start, step.Limit) <= now));

    private static void Due(Doubts doubts, DateTimeOffset moment, DateTimeOffset now, string what)
    {
        if (now < moment || now > moment + Soon)
            doubts.Violate(Invariants.InItsTime, $"{what} at {now:u}, and its moment is {moment:u}");
    }

    private static TimeSpan DelayOf(IssuePolicy policy, int attempt)
    {
        var seconds = policy.FirstDelaySeconds;
        for (var i = 1; i < attempt && seconds < policy.MaxDelaySeconds; i++)
            seconds *= 2;
        return TimeSpan.FromSeconds(Math.Min(seconds, policy.MaxDelaySeconds));
    }

    private static DateTimeOffset EndOf(DateTimeOffset start, DayLimit limit) => Town.Time.StartOf(LastDayOf(start, limit).AddDays(1));

    private static DateOnly LastDayOf(DateTimeOffset start, DayLimit limit) =>
        LegalClock.Project(Town.Calendar, Period.Of(Town.Time.DateOf(start), new Budget(limit.Days, limit.Unit == DayUnit.NaturalDay ? Counting.NaturalDays : Counting.WorkingDays))).Due!.Value;
}
