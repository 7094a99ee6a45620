using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>
/// The check after the issue (事后核查): of everything that was granted on a promise (告知承诺), and of a sample of what was decided by rule. What fails
/// is revoked, also after the end of the case: its outcome goes on telling what was granted, the item what has become of it.
/// </summary>
public sealed partial class CaseRules
{
    /// <summary>The check that is due from now on; null when there is none. The department comes to the same by itself.</summary>
    private static StepClock? CheckOf(ItemState issued, DateTimeOffset now) => issued.Terms switch
    {
        { AfterCheck: { } limit } => new StepClock(ClockKind.AfterCheck, now, limit),
        { Sample: { } sample } when issued.Decision?.IsByRule == true && Sampling.IsDrawn(issued.Task, sample.Share) => new StepClock(ClockKind.AfterCheck, now, sample.Limit),
        _ => null,
    };

    /// <summary>What follows from an issue beside the licences: a check that is due, or one whose result was here before the issue was known.</summary>
    private Decision<CaseState> Checkable(Decision<CaseState> issued, ItemState item, DateTimeOffset now)
    {
        // An issue that comes while the case is being compensated is revoked anyway.
        if (issued.State!.Items.First(i => i.Task == item.Task) is not { Lifecycle: ItemLifecycle.Issued, Step.Kind: ClockKind.AfterCheck } done)
            return issued;
        var drawn = done.Terms is { AfterCheck: null, Sample: { } sample }
            ? Then(issued, new Decision<CaseState> { State = issued.State, Journal = [new JournalEntry("drawn", new { done.Item, done.Department, sample.Share, sample.Limit })] })
            : issued;
        if (done.Checked is { } early)
            return Then(drawn, Found(drawn.State!, done, early, ask: done.Revoking));
        if (issued.State.Compensation is not null)
            return drawn;
        var (name, due) = (NameOf(issued.State, done), clockOf(issued.State.Region) is var clock ? clock.DueOf(clock.Deadlines.DateOf(now), done.Step.Limit) : default);
        return drawn with
        {
            Notices =
            [
                .. drawn.Notices,
                new Notice(
                    Audiences.Department(done), "after-check-due", new Text($"“{name.Zh}”须于{due:yyyy-MM-dd}前核查", $"{name.En} is to be checked by {due:yyyy-MM-dd}"),
                    new { done.Item, done.Task, Due = due, Reason = done.Terms?.AfterCheck is null ? "sample" : "commitment" }),
            ],
        };
    }

    /// <summary>
    /// The department tells what it found. Means something once for each item that is to be checked; one that is here before the issue itself is
    /// kept until that is.
    /// </summary>
    private static Decision<CaseState> AfterCheck(CaseState state, AfterChecked check, DateTimeOffset now)
    {
        if (state.Items.FirstOrDefault(i => i.Task == check.TaskId) is not { Checked: null } item)
            return Decision<CaseState>.Nothing(state);
        var result = new CheckResult(check.Passed, check.By, check.At, check.Reason, check.Passed ? null : check.LegalBasis ?? item.Terms?.RevokedBy);
        if (item is { Lifecycle: ItemLifecycle.Issuing, Terms: { AfterCheck: not null } or { Sample: not null } })
            return new Decision<CaseState> { State = With(state, item with { Checked = result }) };
        if (item is not { Lifecycle: ItemLifecycle.Issued, Step.Kind: ClockKind.AfterCheck })
            return Decision<CaseState>.Nothing(state);
        // What is being compensated is revoked in its turn.
        var found = Found(state, item, result, ask: !result.Passed && state.Compensation is null);
        return found.State!.HasEnded ? found : Then(found, Advance(found.State, now));
    }

    /// <summary>The clock stops, whatever was found; what failed is told to the applicant.</summary>
    /// <param name="ask">Its department is asked to revoke it.</param>
    private static Decision<CaseState> Found(CaseState state, ItemState item, CheckResult result, bool ask)
    {
        var entry = new JournalEntry("after-checked", new { item.Item, item.Department, result.Passed, result.By, result.Reason, result.LegalBasis });
        return new Decision<CaseState>
        {
            State = With(state, item with { Checked = result, Step = null, Revoking = item.Revoking || ask }),
            Messages = ask ? [Revoke(state, item, result.Reason)] : [],
            Journal = ask ? [entry, RevocationOf(item)] : [entry],
            Notices = result.Passed ? [] :
            [
                new Notice(
                    Audiences.Applicant(state), "after-check-failed", new Text($"事后核查发现不符:{result.Reason.Zh}", $"The check afterwards found that it is not so: {result.Reason.En}"),
                    new { item.Item, result.Reason, result.LegalBasis }),
            ],
        };
    }

    /// <summary>
    /// A department has revoked what failed its check: the licences no longer verify, and whoever rests on them is told why and by which law. The
    /// others of the case hold.
    /// </summary>
    private Decision<CaseState> RevokedForCause(CaseState state, ItemState item, LicencesRevoked revoked)
    {
        var (name, reason, basis) = (NameOf(state, item), item.Checked!.Reason, item.Checked.LegalBasis);
        var text = new Text($"“{name.Zh}”已被撤销:{reason.Zh}{(basis is null ? "" : $"({basis})")}", $"{name.En} has been revoked: {reason.En}{(basis is null ? "" : $" ({basis})")}");
        var data = new { item.Item, revoked.Numbers, Reason = reason, LegalBasis = basis };
        return new Decision<CaseState>
        {
            State = With(state, item with { Lifecycle = ItemLifecycle.Revoked, Holder = "", Step = null, Revoking = false }),
            ReleasedKeys = [.. item.Licences.Select(l => LicenceIndex.KeyOf(l.Number, l.Type))],
            Journal = [new JournalEntry("licences-revoked", new { item.Item, item.Department, revoked.Numbers, Reason = reason, LegalBasis = basis })],
            Notices =
            [
                new Notice(Audiences.Applicant(state), "licences-revoked", text, data),
                .. RestingOn(state, item).Select(i => Audiences.Department(i)).Distinct().Select(to => new Notice(to, "licences-revoked", text, data)),
            ],
        };
    }

    /// <summary>Items whose licences were issued on those of another, or are about to be.</summary>
    private static IEnumerable<ItemState> RestingOn(CaseState state, ItemState item) =>
        state.Items.Where(i => i.DependsOn.Contains(item.Item) && i.Lifecycle is ItemLifecycle.Issuing or ItemLifecycle.Issued);

    /// <summary>An item still to be issued whose ground is gone: another licence that it needs has been taken back.</summary>
    private static bool IsGroundless(CaseState state, ItemState item) =>
        (item.Lifecycle == ItemLifecycle.ReviewPassed || item.RetryAt is not null || item.IsParked) && InputsOf(state, item).Any(i => i.IsTakenBack);

    private static Outgoing Revoke(CaseState state, ItemState item, Text reason) =>
        new(item.Queue, new RevokeLicences { CaseId = state.CaseId, TaskId = item.Task, Reason = reason });

    private static JournalEntry RevocationOf(ItemState item) => new("revocation-requested", new { item.Item, item.Department, Numbers = item.Licences.Select(l => l.Number) });
}
