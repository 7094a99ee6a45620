using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Documents;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Orchestrator.Cases;

/// <summary>
/// The life of a case: review in parallel from the first second, issue in the order of the outputs once every required item has
/// passed. Pure: the same state, message and instant always give the same decision. Each message is listed with the states in which it
/// means something; in every other state it is a repeat or comes too late, and changes nothing or is only recorded.
/// </summary>
/// <param name="clockOf">By what a city counts, given a place in it.</param>
public sealed partial class CaseRules(Func<string, CityClock> clockOf) : IRules<CaseState>
{
    public Guid KeyOf(object message) => message switch
    {
        CaseCommand command => command.CaseId,
        CaseMessage answer => answer.CaseId,
        Wake wake => wake.Owner,
        _ => throw new UnknownMessageException(message),
    };

    public bool Begins(object message) => message is SubmitCase;

    /// <summary>Of a case that ended otherwise, departments that had not answered yet are still heard of.</summary>
    public bool IsSettled(CaseState state) => state.Lifecycle == CaseLifecycle.Completed;

    /// <summary>A service answers for the tasks it was sent alone. What is about no task of the case changes nothing, whoever sends it.</summary>
    public bool MaySend(string sender, CaseState? state, object message) =>
        message is TaskMessage answer && (state?.Items.FirstOrDefault(i => i.Task == answer.TaskId) is not { } item || item.Queue == sender);

    public Decision<CaseState> Decide(CaseState? state, object message, Facts facts, DateTimeOffset now) =>
        Told(state, Gathered(state, Inspected(AfterAbsence(state, message, Decided(state, message, now)), now), message, now));

    /// <summary>Whoever has to know of an end, and of what comes with it, is told with the decision that makes it.</summary>
    private Decision<CaseState> Told(CaseState? before, Decision<CaseState> decision)
    {
        if (before is null || decision.State is not { } after || ReferenceEquals(before, after))
            return decision;
        var notices = EndNotices.Of(before, after, clockOf);
        return notices.Count == 0 ? decision : decision with { Notices = [.. decision.Notices, .. notices] };
    }

    private Decision<CaseState> Decided(CaseState? state, object message, DateTimeOffset now) => (state, message) switch
    {
        (null, SubmitCase submit) => Submit(submit, now),
        (not null, SubmitCase) => Refuse(state, "case-exists", "This case has been submitted."),
        (null, CaseCommand) => Decision<CaseState>.Refused(null, NotFound),
        // A department's answer about a case that was never committed here cannot be; nothing may come of it.
        (null, _) => Decision<CaseState>.Nothing(null),
        (_, WithdrawCase withdraw) => Withdraw(state, withdraw, now),
        (_, TerminateCase terminate) => Terminate(state, terminate, now),
        (_, AnswerSupplement supplement) => Supplement(state, supplement, now),
        (_, ResolveParkedCase resolve) => Resolve(state, resolve, now),
        (_, DeliverMaterials deliver) => Deliver(state, deliver, now),
        (_, TaskHeld held) => Heard(state, held, Held(state, held)),
        (_, ReviewDecided decided) => Heard(state, decided, Reviewed(state, decided, now)),
        (_, LicencesIssued issued) => Issued(state, issued, now),
        (_, IssueFailed failed) => Failed(state, failed, now),
        (_, LicencesRevoked revoked) => Revoked(state, revoked, now),
        (_, LimitExtended extended) => Extended(state, extended, now),
        (_, AfterChecked check) => AfterCheck(state, check, now),
        (_, LicenceCorrected corrected) => Corrected(state, corrected, now),
        (_, SystemOutage outage) => Outage(state, outage),
        (_, AgreeToInspection agree) => Agree(state, agree, now),
        (_, InspectionFound found) => Found(state, found),
        (_, InspectionMoved moved) => Moved(state, moved, now),
        (_, AnswerReceipt answer) => Received(state, answer, now),
        (_, ExtendCase extend) => Extend(state, extend, now),
        (_, RecountCase) => Recount(state, now),
        (_, Wake) => Woken(state, now),
        _ => throw new UnknownMessageException(message),
    };

    private static readonly Refusal NotFound = new(404, "not-found", "There is nothing here that you may know of.");

    private Decision<CaseState> Submit(SubmitCase submit, DateTimeOffset now)
    {
        var state = new CaseState
        {
            CaseId = submit.CaseId,
            Bundle = submit.Bundle,
            BundleVersion = submit.BundleVersion,
            Catalogue = submit.Catalogue,
            Region = submit.Region,
            Subject = submit.Subject,
            Applicant = submit.Applicant,
            Fee = submit.Fee,
            VisitsPromised = submit.VisitsPromised,
            Acceptance = submit.Acceptance,
            Policy = submit.Policy,
            SubmittedAt = now,
            Limits = submit.Limits,
            Receipt = submit.Receipt,
            Promises = submit.Promises,
            Calendar = clockOf(submit.Region).Edition,
            Lifecycle = CaseLifecycle.Submitted,
            Items =
            [
                .. submit.Items.Select(i => new ItemState
                {
                    Task = i.Task,
                    Item = i.Item,
                    Department = i.Department,
                    Service = i.Service,
                    Authority = i.Authority,
                    Required = i.Required,
                    DependsOn = i.DependsOn,
                    Lifecycle = ItemLifecycle.Requested,
                    Holder = submit.Receipt is null ? i.Department : ItemState.Window,
                    Clock = ClockOf(i, now),
                    Terms = i.Terms,
                }),
            ],
            Submission = submit.Submission,
        };
        var submitted = new JournalEntry("submitted", new { submit.Bundle, submit.BundleVersion, submit.Region, submit.Acceptance, submit.Submission.Digest });
        if (submit.Receipt is not null)
            return new Decision<CaseState> { State = state, Journal = [submitted] };
        // Complete and well-formed, checked against every department's own demands: accepted on the spot (Administrative Licensing Law, art 32).
        return Accepted(
            state, now, [.. submit.Items.Select(i => new ItemPart(i.Item, i.Form, i.Materials, i.HandedOverBy))],
            submitted, new JournalEntry("accepted", new { By = "rule:complete/1" }));
    }

    /// <summary>What the catalogue grants, from the acceptance on; before it, as if that were at once.</summary>
    private static TaskClock? ClockOf(SubmittedItem item, DateTimeOffset accepted) => item.Budgets is { } budgets
        ? new TaskClock { Start = accepted, Committed = budgets.Committed, Statutory = budgets.Statutory }
        : null;

    /// <summary>The applicant may withdraw until issuing begins.</summary>
    private static Decision<CaseState> Withdraw(CaseState state, WithdrawCase withdraw, DateTimeOffset now) => state.Lifecycle switch
    {
        CaseLifecycle.Withdrawn => Decision<CaseState>.Nothing(state),
        CaseLifecycle.Submitted or CaseLifecycle.Reviewing => End(
            state, CaseLifecycle.Withdrawn, CaseOutcome.Withdrawn, StopCause.CaseWithdrawn, ItemLifecycle.Withdrawn,
            new Text($"申请人撤回:{withdraw.Reason}", $"Withdrawn by the applicant: {withdraw.Reason}"), now,
            new JournalEntry("withdrawn", new { withdraw.By, withdraw.Reason })),
        CaseLifecycle.Issuing => Refuse(state, "issuing-has-begun", "Licences are being issued; the case can no longer be withdrawn."),
        _ => Decision<CaseState>.Refused(state, HasEnded(state)),
    };

    /// <summary>Ends the case before anything is issued: every department that may still act is told to stop, and why.</summary>
    private static Decision<CaseState> End(
        CaseState state, CaseLifecycle lifecycle, CaseOutcome outcome, StopCause cause, ItemLifecycle stopped, Text reason, DateTimeOffset now,
        params ReadOnlySpan<JournalEntry> journal) => new()
        {
            State = state with
            {
                Lifecycle = lifecycle,
                Outcome = outcome,
                EndedAt = now,
                EndedBecause = outcome == CaseOutcome.Withdrawn ? new Grounds(reason, "") : null,
                Items = [.. state.Items.Select(i => i.IsLive ? i with { Lifecycle = stopped, Holder = "", Step = null } : i)],
            },
            // Before the acceptance no department has heard of it.
            Messages = [.. state.Items.Where(i => i.IsLive && state.AcceptedAt is not null).Select(i => Stop(state, i, cause, reason))],
            Journal = [.. journal],
        };

    private static Outgoing Stop(CaseState state, ItemState item, StopCause cause, Text reason) => new(item.Queue, new CancelTask
    {
        CaseId = state.CaseId,
        TaskId = item.Task,
        Cause = cause,
        Reason = reason,
    });

    private static Decision<CaseState> Refuse(CaseState state, string code, string message) =>
        Decision<CaseState>.Refused(state, new Refusal(409, code, message));

    private static CaseState With(CaseState state, ItemState item) =>
        state with { Items = [.. state.Items.Select(i => i.Task == item.Task ? item : i)] };
}
