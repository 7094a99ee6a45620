using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Documents;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>Days granted on top of a limit, before it is up, with the reason told to the applicant (Administrative Licensing Law, art 42).</summary>
public sealed partial class CaseRules
{
    /// <summary>The head of an authority has extended an item's limit. Once: a repeat changes nothing.</summary>
    private Decision<CaseState> Extended(CaseState state, LimitExtended extended, DateTimeOffset now)
    {
        if (state.HasEnded || state.Items.FirstOrDefault(i => i.Task == extended.TaskId) is not { Clock: { Extension: null } clock } item)
            return Decision<CaseState>.Nothing(state);
        var longer = item with { Clock = clock with { Extension = extended.Extension }, ExtensionGrounds = new Grounds(extended.Reason, extended.LegalBasis) };
        return new Decision<CaseState>
        {
            State = Unwarned(With(state, longer), longer, now),
            Journal = [new JournalEntry("limit-extended", new { item.Item, item.Department, extended.Extension.Days, extended.By, extended.Reason, extended.LegalBasis })],
            Notices = [new Notice(Audiences.Applicant(state), "limit-extended", Told(NameOf(state, item), extended.Extension.Days, extended.Reason), new { item.Item, extended.Extension.Days, extended.LegalBasis })],
        };
    }

    /// <summary>The head of the government extends the joint limit of the whole.</summary>
    private Decision<CaseState> Extend(CaseState state, ExtendCase extend, DateTimeOffset now)
    {
        if (state.Extension is { } granted)
            return granted.Days == extend.Days ? Decision<CaseState>.Nothing(state) : Refuse(state, "extended-already", $"The limit was extended by {granted.Days} days; it can be extended once.");
        var clock = clockOf(state.Region);
        if (state is not { Lifecycle: CaseLifecycle.Reviewing, Limits: { Committed: null } limits, Items.Count: > 1 })
            return Refuse(state, "no-extension", "Only the joint limit of several items under review can be extended.");
        if (extend.Days > extend.Most)
            return Decision<CaseState>.Refused(state, Refusal.Of("/days", FaultCodes.ExtensionTooLong, $"The joint limit can be extended by at most {extend.Most} days."));
        if (clock.Deadlines.HasPassed(clock.Deadlines.WholeOf(state, limits.Statutory), now))
            return Refuse(state, "time-is-up", "The limit has passed; it can be extended only before that.");
        var longer = state with { Extension = new LimitExtension(extend.Days, now, OfPromise: false), ExtensionGrounds = new Grounds(extend.Reason, extend.LegalBasis) };
        return new Decision<CaseState>
        {
            State = Unwarned(longer, null, now),
            Journal = [new JournalEntry("limit-extended", new { extend.Days, extend.By, extend.Reason, extend.LegalBasis })],
            Notices = [new Notice(Audiences.Applicant(state), "limit-extended", Told(null, extend.Days, extend.Reason), new { extend.Days, extend.LegalBasis })],
        };
    }

    /// <summary>A warning about a date that lies further away now will be given again.</summary>
    private CaseState Unwarned(CaseState state, ItemState? item, DateTimeOffset now)
    {
        var clock = clockOf(state.Region);
        var today = clock.Deadlines.DateOf(now);
        return RunningClock.Of(state, clock).Where(r => r.Item?.Task == item?.Task)
            .Aggregate(state, (all, running) => StillReached(all, running, running.PeriodOf(all, clock.Deadlines), clock, today));
    }

    /// <summary>What people call an item.</summary>
    private Text NameOf(CaseState state, ItemState item) => clockOf(state.Region).NameOf(item.Item);

    private static Text Told(Text? item, int days, Text reason) => item is null
        ? new($"整件事的期限延长{days}个工作日:{reason.Zh}", $"The limit of the whole is extended by {days} days: {reason.En}")
        : new($"“{item.Zh}”的期限延长{days}日:{reason.Zh}", $"The limit of {item.En} is extended by {days} days: {reason.En}");
}
