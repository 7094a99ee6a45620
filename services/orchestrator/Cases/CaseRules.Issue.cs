using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>Issuing: in the order of the outputs, tried again where that helps, parked or compensated where it does not.</summary>
public sealed partial class CaseRules
{
    /// <summary>
    /// Goes as far as the state allows: begins to issue when every required item has passed, asks for each item whose inputs are there,
    /// and ends the case when nothing is left to do.
    /// </summary>
    private static Decision<CaseState> Advance(CaseState state, DateTimeOffset now, params ReadOnlySpan<JournalEntry> before)
    {
        var journal = new List<JournalEntry>([.. before]);
        var messages = new List<Outgoing>();
        if (state.Compensation is not null)
            return Compensate(state, now, journal);
        if (state.Lifecycle == CaseLifecycle.Reviewing && state.Items.All(i => !i.Required || (i.Lifecycle == ItemLifecycle.ReviewPassed && !state.AwaitedBy(i).Any())))
        {
            state = state with { Lifecycle = CaseLifecycle.Issuing };
            journal.Add(new JournalEntry("issuing-begun", new { }));
        }
        if (state.Lifecycle != CaseLifecycle.Issuing)
            return new Decision<CaseState> { State = state, Journal = journal };

        // What a required item needs was taken back, and it can never be issued: half a bundle is not left behind.
        if (state.Items.FirstOrDefault(i => i.Required && IsGroundless(state, i)) is { } groundless)
        {
            var lack = InputsOf(state, groundless).First(i => i.IsTakenBack);
            var why = BecauseOf(lack, lack.Checked?.Reason ?? TakenBack);
            return Compensate(state with { Compensation = why }, now, [.. journal, new JournalEntry("compensation-begun", new { groundless.Item, Reason = why })]);
        }

        // From here on each item that has passed is to be issued in time, whatever it still waits for.
        // While the applicant is waited for, the department's time does not run.
        if (state.Items.Any(i => i is { Lifecycle: ItemLifecycle.ReviewPassed, Step: null, Terms.Issuing: not null }))
            state = state with { Items = [.. state.Items.Select(i => i is { Lifecycle: ItemLifecycle.ReviewPassed, Step: null, Terms.Issuing: { } limit } && !state.AwaitedBy(i).Any() ? i with { Step = new StepClock(ClockKind.Issuing, now, limit) } : i)] };
        // An item that falls away may take others with it, whichever is listed first.
        while (state.Items.FirstOrDefault(i => LacksAnInputForGood(state, i)) is { } lost)
        {
            var reason = new Text("所需的前置证照未能取得", "A licence this item needs was not obtained");
            state = With(state, lost with { Lifecycle = ItemLifecycle.Cancelled, Holder = "", Failure = reason, Step = null, RetryAt = null });
            messages.Add(Stop(state, lost, StopCause.IssuingFailed, reason));
            journal.Add(new JournalEntry("cancelled", new { lost.Item, lost.Department, Reason = reason }));
        }
        foreach (var item in state.Items.Where(i => i.Lifecycle == ItemLifecycle.ReviewPassed && !state.AwaitedBy(i).Any() && InputsOf(state, i).All(input => input.Lifecycle == ItemLifecycle.Issued)))
        {
            var next = item with { Lifecycle = ItemLifecycle.Issuing, Attempt = item.Attempt + 1, Failure = null };
            state = With(state, next);
            messages.Add(Request(state, next));
            journal.Add(new JournalEntry("issue-requested", new { next.Item, next.Department, next.Attempt }));
        }

        if (!state.Items.Any(i => i.IsLive || i.IsParked))
        {
            state = state with
            {
                Lifecycle = CaseLifecycle.Completed,
                // What has been revoked since was granted all the same.
                Outcome = state.Items.All(i => i.Lifecycle is ItemLifecycle.Issued or ItemLifecycle.Revoked) ? CaseOutcome.Granted : CaseOutcome.PartlyGranted,
                EndedAt = now,
            };
            journal.Add(new JournalEntry("completed", new { state.Outcome }));
        }
        return new Decision<CaseState> { State = state, Messages = messages, Journal = journal };
    }

    private static readonly Text TakenBack = new("所需的前置证照已被撤销", "a licence it needs has been revoked");

    private static IEnumerable<ItemState> InputsOf(CaseState state, ItemState item) => state.Items.Where(i => item.DependsOn.Contains(i.Item));

    /// <summary>Only an optional item can: no required one depends on one that may fall away, and a required one that fails is waited for or compensated.</summary>
    private static bool LacksAnInputForGood(CaseState state, ItemState item) =>
        !item.Required && (IsGroundless(state, item) || (item.Lifecycle == ItemLifecycle.ReviewPassed
            && InputsOf(state, item).Any(i => i is { IsLive: false, Required: false } and not { Lifecycle: ItemLifecycle.Issued })));

    /// <summary>An item was issued. Means something while its issue is asked for, also when the case is being compensated meanwhile.</summary>
    private Decision<CaseState> Issued(CaseState state, LicencesIssued issued, DateTimeOffset now)
    {
        var item = state.Items.FirstOrDefault(i => i.Task == issued.TaskId);
        if (item is not { Lifecycle: ItemLifecycle.Issuing } || issued.Attempt != item.Attempt)
            return Decision<CaseState>.Nothing(state);
        var done = item with
        {
            Lifecycle = ItemLifecycle.Issued,
            Licences = issued.Licences,
            IssuedAs = state.Items.Max(i => i.IssuedAs) + 1,
            RetryAt = null,
            Step = CheckOf(item, now),
            // Nothing more is to be issued on what is known by now to have failed its check.
            Revoking = item.Checked is { Passed: false } && state.Compensation is null,
        };
        var decision = Advance(With(state, done), now, new JournalEntry("licences-issued", new
        {
            item.Item,
            item.Department,
            Licences = issued.Licences.Select(l => new { l.Type, l.Number }),
        })) with
        { Claims = [.. issued.Licences.Select(l => LicenceIndex.Claim(state, l))] };
        return done.Step is null ? decision : Checkable(decision, done, now);
    }

    /// <summary>Issuing failed. A passing failure is tried again, later each time; a final one stops an optional item, or is decided by the bundle's policy.</summary>
    private static Decision<CaseState> Failed(CaseState state, IssueFailed failed, DateTimeOffset now)
    {
        var item = state.Items.FirstOrDefault(i => i.Task == failed.TaskId);
        if (item is not { Lifecycle: ItemLifecycle.Issuing, RetryAt: null } || failed.Attempt != item.Attempt)
            return Decision<CaseState>.Nothing(state);
        // On a licence that has been taken back no attempt can succeed, nor an operator help.
        var groundless = InputsOf(state, item).Any(i => i.IsTakenBack);
        var final = failed.Final || groundless || item.Attempt >= state.Policy.Attempts;
        var entry = new JournalEntry("issue-failed", new { item.Item, item.Department, failed.Attempt, failed.Code, failed.Reason, Final = final });
        if (!final && state.Compensation is null)
        {
            var due = now + DelayAfter(item.Attempt, state.Policy);
            return new Decision<CaseState>
            {
                State = With(state, item with { RetryAt = due }),
                Journal = [entry],
            };
        }

        var parks = item.Required && state.Policy.OnFailure == OnIssueFailure.Park && state.Compensation is null && !groundless;
        state = With(state, item with
        {
            Lifecycle = ItemLifecycle.IssueFailed,
            Failure = failed.Reason,
            Step = parks ? item.Step : null,
            Holder = parks ? ItemState.Operator : "",
        });
        if (!item.Required || state.Compensation is not null)
            return Abandon(item, failed.Reason, Advance(state, now, entry));
        if (!parks)
        {
            return Abandon(item, failed.Reason, Advance(
                state with { Compensation = BecauseOf(item, failed.Reason) }, now, entry, new JournalEntry("compensation-begun", new { item.Item, failed.Reason })));
        }
        return new Decision<CaseState>
        {
            State = state,
            Journal = [entry, new JournalEntry("parked", new { item.Item, item.Department, failed.Code, failed.Reason, Holder = ItemState.Operator })],
        };
    }

    private static Decision<CaseState> Again(CaseState state, ItemState item, params ReadOnlySpan<JournalEntry> before)
    {
        var next = item with { Lifecycle = ItemLifecycle.Issuing, Holder = item.Department, Attempt = item.Attempt + 1, RetryAt = null, Failure = null };
        return new Decision<CaseState>
        {
            State = With(state, next),
            Messages = [Request(state, next)],
            Journal = [.. before, new JournalEntry("issue-requested", new { next.Item, next.Department, next.Attempt })],
        };
    }

    /// <summary>
    /// Revokes what was issued, the last first, one after the other; waits for issues that are under way, stops reviews, waiting
    /// attempts and whatever else waits for the operator, and ends the case when nothing is left.
    /// </summary>
    private static Decision<CaseState> Compensate(CaseState state, DateTimeOffset now, List<JournalEntry> journal)
    {
        var reason = state.Compensation!;
        var messages = new List<Outgoing>();
        foreach (var item in state.Items.Where(i => i.InReview || i.Lifecycle == ItemLifecycle.ReviewPassed || i.RetryAt is not null || i.IsParked))
        {
            state = With(state, item with { Lifecycle = item.IsParked ? item.Lifecycle : ItemLifecycle.Cancelled, Holder = "", RetryAt = null, Step = null });
            messages.Add(Stop(state, item, state.Termination is null ? StopCause.IssuingFailed : StopCause.CaseTerminated, reason));
        }

        var decision = new Decision<CaseState> { State = state, Messages = messages, Journal = journal };
        if (state.Items.Any(i => i.Lifecycle == ItemLifecycle.Issuing || i.Revoking))
            return decision;
        if (state.Items.Where(i => i.Lifecycle == ItemLifecycle.Issued).MaxBy(i => i.IssuedAs) is { } last)
        {
            messages.Add(Revoke(state, last, reason));
            journal.Add(RevocationOf(last));
            return decision with { State = With(state, last with { Revoking = true }) };
        }
        journal.Add(new JournalEntry("terminated", new { Reason = reason }));
        return decision with
        {
            State = state with { Lifecycle = CaseLifecycle.Terminated, Outcome = CaseOutcome.Revoked, EndedAt = now },
            ReleasesRegister = true,
        };
    }

    /// <summary>A department has revoked. Means something while it is asked to: what failed its check, or all that was issued of a case that is being compensated.</summary>
    private Decision<CaseState> Revoked(CaseState state, LicencesRevoked revoked, DateTimeOffset now)
    {
        var item = state.Items.FirstOrDefault(i => i.Task == revoked.TaskId);
        if (item is not { Lifecycle: ItemLifecycle.Issued } || (state.Compensation is null && !item.Revoking))
            return Decision<CaseState>.Nothing(state);
        if (state.Compensation is null)
            return RevokedForCause(state, item, revoked);
        return Advance(With(state, item with { Lifecycle = ItemLifecycle.Revoked, Holder = "", Step = null, Revoking = false }), now,
            new JournalEntry("licences-revoked", new { item.Item, item.Department, revoked.Numbers })) with
        // Whoever verifies a licence of this case must not be told that it holds while the others are still being revoked.
        { ReleasesRegister = true };
    }

    /// <summary>An operator decides about a parked case.</summary>
    private static Decision<CaseState> Resolve(CaseState state, ResolveParkedCase resolve, DateTimeOffset now)
    {
        if (state.Items.FirstOrDefault(i => i.IsParked) is not { } item)
            return Refuse(state, "case-not-parked", "The case does not wait for an operator.");
        var entry = new JournalEntry("resolved", new { resolve.By, resolve.Resolution, resolve.Reason, item.Item });
        if (resolve.Resolution == ParkedResolution.Retry)
            return Again(state, item, entry);
        var reason = new Text(resolve.Reason, resolve.Reason);
        return Advance(
            state with { Compensation = BecauseOf(item, reason) }, now, entry, new JournalEntry("compensation-begun", new { item.Item, Reason = reason }));
    }

    /// <summary>The department need not hold anything for the failed item any longer.</summary>
    private static Decision<CaseState> Abandon(ItemState item, Text reason, Decision<CaseState> decision) => decision with
    {
        Messages = [Stop(decision.State!, item, StopCause.IssuingFailed, reason), .. decision.Messages],
    };

    private static Outgoing Request(CaseState state, ItemState item) => new(item.Queue, new RequestIssue
    {
        CaseId = state.CaseId,
        TaskId = item.Task,
        Attempt = item.Attempt,
        Inputs = [.. InputsOf(state, item).SelectMany(i => i.Licences)],
    });

    /// <summary>Twice as long each time, up to the policy's bound.</summary>
    private static TimeSpan DelayAfter(int attempt, IssuePolicy policy) =>
        TimeSpan.FromSeconds(Math.Min(policy.MaxDelaySeconds, policy.FirstDelaySeconds * Math.Pow(2, attempt - 1)));

    private static Text BecauseOf(ItemState item, Text reason) => new($"{item.Item}:{reason.Zh}", $"{item.Item}: {reason.En}");
}
