using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Kit.Departments;

/// <summary>
/// The life of a task in any department, around the item handlers that say what is decided. Every message is listed with what it does
/// in every state; a repeat is answered with the first answer, and what comes too late changes nothing.
/// </summary>
/// <param name="deadlines">By the calendar in force for a place; null where none is kept: then nothing that only time does can happen here.</param>
public sealed partial class TaskRules(HandlerOf handlerOf, CityTime time, Func<TaskState, Deadlines?>? deadlines = null) : IRules<TaskState>
{
    public TaskRules(IReadOnlyList<IItemHandler> handlers, CityTime time, Func<TaskState, Deadlines?>? deadlines = null)
        : this(Among(handlers), time, deadlines)
    {
    }

    public Guid KeyOf(object message) => message switch
    {
        TaskMessage task => task.TaskId,
        TaskCommand command => command.TaskId,
        _ => throw new UnknownMessageException(message),
    };

    public bool Begins(object message) => message is RequestReview;

    /// <summary>A check afterwards, a correction or a revocation comes later, if at all.</summary>
    public bool IsSettled(TaskState state) => state.Lifecycle == ItemLifecycle.Issued;

    /// <summary>Tasks come from the orchestrator and from nobody else.</summary>
    public bool MaySend(string sender, TaskState? state, object message) => sender == ServiceNames.Orchestrator;

    public Needs NeedsOf(TaskState? state, object message, DateTimeOffset now) => message switch
    {
        RequestReview request when state is null && handlerOf(VersionOf(request)) is { NamesReviewKeys: true } handler =>
            handler.ReviewKeys(ApplicationOf(NewTask(request), now)) is { Count: > 0 } keys ? new Needs(keys, []) : Needs.None,
        RequestIssue request when state is { Terms: not { IssuedBySystem: not null } } && MayIssue(state, request) && handlerOf(VersionOf(state)) is { } handler =>
            handler.IssueNeeds(ApplicationOf(state, now), request.Inputs),
        AnswerIssue answer when state is not null => NeedsOf(state, answer, now),
        _ => Needs.None,
    };

    public Decision<TaskState> Decide(TaskState? state, object message, Facts facts, DateTimeOffset now) =>
        WithEvents(state, message, DecideOn(state, message, facts, now));

    private Decision<TaskState> DecideOn(TaskState? state, object message, Facts facts, DateTimeOffset now) => message switch
    {
        RequestReview request => Review(state, request, facts, now),
        ProvideSupplement supplement => Supplement(state, supplement, now),
        SupplementLapsed lapsed => Lapsed(state, lapsed),
        ProvideMaterials provided => Provided(state, provided),
        RequestIssue request => Issue(state, request, facts, now),
        InspectionAppointed appointed => Appointed(state, appointed),
        InspectionHeld held => VisitIsOver(state, held),
        CancelTask cancel => Cancel(state, cancel),
        RevokeLicences revoke => Revoke(state, revoke),
        TaskCommand command => Command(state, command, facts, now),
        Wake => TimeIsUp(state, now),
        _ => throw new UnknownMessageException(message),
    };

    private Decision<TaskState> Review(TaskState? state, RequestReview request, Facts facts, DateTimeOffset now)
    {
        // A repeat gets the first answer again; a task that was cancelled before its request arrived stays cancelled.
        if (state is not null)
            return Decision<TaskState>.Nothing(state) with { Messages = AnswerAgain(state) };

        var task = NewTask(request);
        if (task is { Terms.DeemedApproved: not null } && DeadlinesOf(task) is null)
            throw new InvalidOperationException($"the limit of {task.Item} cannot be armed: this service has no calendar, and silence would never become consent");
        var result = handlerOf(VersionOf(request)) is { } handler
            ? handler.Review(ApplicationOf(task, now), facts)
            : new ReviewResult.LeftToPeople([]);
        var requested = new JournalEntry("review-requested", new { request.Item, request.Authority, task.Application.Json.Digest });
        return result switch
        {
            ReviewResult.Passed passed => Decided(task, new Decision
            {
                Outcome = ReviewOutcome.Pass,
                By = $"rule:{passed.Rule}",
                At = now,
                Reason = passed.Reason,
                LegalBasis = passed.LegalBasis,
            }, passed.Claims, requested),
            ReviewResult.Refused refused => Decided(task, new Decision
            {
                Outcome = ReviewOutcome.Refuse,
                By = $"rule:{refused.Rule}",
                At = now,
                Reason = Join(refused.Findings),
                LegalBasis = string.Join("; ", refused.Findings.Select(f => f.LegalBasis).Distinct()),
                Findings = refused.Findings,
            }, [], requested),
            ReviewResult.LeftToPeople left => Held(task with { Open = left.Findings }, ItemLifecycle.Reviewing, AuthorityId.PoolOf(task.Authority), requested),
            _ => throw new InvalidOperationException(),
        };
    }

    private Decision<TaskState> Issue(TaskState? state, RequestIssue request, Facts facts, DateTimeOffset now)
    {
        if (state is null || !MayIssue(state, request))
            return Decision<TaskState>.Nothing(state) with { Messages = state?.Attempt == request.Attempt ? IssueAnswer(state) : [] };
        if (state.Terms?.IssuedBySystem is not null)
            return Ordered(state, request, now);

        var result = handlerOf(VersionOf(state)) is { } handler
            ? handler.Issue(ApplicationOf(state, now), request.Inputs, facts)
            : new IssueResult.Failed("no-issuer", new Text("本部门尚未配置该事项的制证方式", "This department has no way to issue this item"), Final: true);
        switch (result)
        {
            case IssueResult.Issued issued:
                var licences = issued.Licences.Select(l => new Licence
                {
                    Number = l.Number,
                    Type = l.Type,
                    Item = state.Item,
                    IssuedAt = now,
                    ValidUntil = l.ValidUntil,
                    Data = JsonSerializer.SerializeToElement(l.Data, JsonText.Options),
                }).ToList();
                var done = Checkable(state with { Lifecycle = ItemLifecycle.Issued, Attempt = request.Attempt, Licences = licences, Failure = null, Holder = state.Department }, now);
                return new Decision<TaskState>
                {
                    State = done,
                    Claims = issued.Claims,
                    Messages = IssueAnswer(done),
                    Journal =
                    [
                        new JournalEntry("licences-issued", new
                        {
                            request.Attempt,
                            Licences = licences.Select(l => new { l.Type, l.Number }),
                            Numbers = facts.LastNumbers,
                            Reserved = Reserved(issued.Claims),
                            Recorded = Recorded(issued.Claims),
                        }),
                        .. Drawn(done),
                    ],
                };
            case IssueResult.Failed failed:
                var failure = new IssueFailure(failed.Code, failed.Reason, failed.Final);
                var undone = state with { Lifecycle = ItemLifecycle.IssueFailed, Attempt = request.Attempt, Failure = failure };
                return new Decision<TaskState>
                {
                    State = undone,
                    Messages = IssueAnswer(undone),
                    Journal = [new JournalEntry("issue-failed", new { request.Attempt, failed.Code, failed.Reason, failed.Final })],
                };
            default:
                throw new InvalidOperationException();
        }
    }

    /// <summary>Licences that were issued are not cancelled but revoked; the orchestrator asks for that separately.</summary>
    private static Decision<TaskState> Cancel(TaskState? state, CancelTask cancel)
    {
        if (state is { HasEnded: true } or { Lifecycle: ItemLifecycle.Issued })
            return Decision<TaskState>.Nothing(state);
        // The request may still be on its way: what is remembered here stops it when it arrives.
        var (task, dropped) = WithoutProposal(state ?? new TaskState { TaskId = cancel.TaskId, CaseId = cancel.CaseId, Lifecycle = ItemLifecycle.Requested }, "cancelled");
        return new Decision<TaskState>
        {
            State = task with { Lifecycle = ItemLifecycle.Cancelled, Holder = "", Delegation = null, Order = null },
            ReleasesRegister = true,
            Journal = [.. dropped, new JournalEntry("cancelled", new { cancel.Cause, cancel.Reason })],
        };
    }

    private static Decision<TaskState> Revoke(TaskState? state, RevokeLicences revoke)
    {
        if (state is { Lifecycle: ItemLifecycle.Revoked })
            return Decision<TaskState>.Nothing(state) with { Messages = [Revoked(state)] };
        var (task, dropped) = WithoutProposal(state ?? new TaskState { TaskId = revoke.TaskId, CaseId = revoke.CaseId, Lifecycle = ItemLifecycle.Requested }, "revoked");
        var revoked = task with { Lifecycle = ItemLifecycle.Revoked, Holder = "", Delegation = null, Order = null };
        return new Decision<TaskState>
        {
            State = revoked,
            ReleasesRegister = true,
            Messages = [Revoked(revoked)],
            Journal = [.. dropped, new JournalEntry("revoked", new { revoke.Reason, Numbers = task.Licences.Select(l => l.Number) })],
        };
    }

    /// <summary>
    /// A first attempt after a passed review, or a later one after a failure: also after a final one, when an operator asks once more. While the
    /// department's own system has not answered, a later one takes the place of the first.
    /// </summary>
    private static bool MayIssue(TaskState state, RequestIssue request) => request.Attempt > state.Attempt
        && (state.Lifecycle is ItemLifecycle.ReviewPassed or ItemLifecycle.IssueFailed || (state.Order is { } order && request.Attempt > order.Attempt));

    private static TaskState NewTask(RequestReview request) => new()
    {
        TaskId = request.TaskId,
        CaseId = request.CaseId,
        Item = request.Item,
        Bundle = request.Bundle,
        BundleVersion = request.BundleVersion,
        Region = request.Region,
        Authority = request.Authority,
        HandedOverBy = request.HandedOverBy,
        Applicant = request.Applicant,
        SubmittedAt = request.SubmittedAt,
        Catalogue = request.Catalogue,
        Clock = request.Clock,
        Terms = request.Terms,
        Promised = request.Promised is { } promised ? [.. promised.Select(p => new PromisedPaper(p.Material, p.By))] : null,
        Lifecycle = ItemLifecycle.Requested,
        Holder = TaskState.DepartmentOf(request.Item),
        Application = ContentOf(request.Form, request.Materials),
    };

    private Application<JsonElement> ApplicationOf(TaskState task, DateTimeOffset now)
    {
        var content = task.Application.Content;
        return new Application<JsonElement>(
            task.CaseId, task.TaskId, task.Item, task.Region, task.Authority, task.Applicant!, content.Form, content.Materials, time.DateOf(now),
            task.Promised is { } promised ? [.. promised.Where(p => p.ProvidedAt is null).Select(p => p.Material)] : null)
        { Stored = task.Application };
    }

    private static HandlerOf Among(IReadOnlyList<IItemHandler> handlers)
    {
        var byItem = handlers.ToDictionary(h => h.Item, StringComparer.Ordinal);
        return item => byItem.GetValueOrDefault(item.Item);
    }

    private static StoredApplication ContentOf(JsonElement form, IReadOnlyList<MaterialReference> materials) =>
        new(new ApplicationContent { Form = form, Materials = materials });

    /// <summary>Each finding is a sentence: of several, Chinese makes one with semicolons, English leaves them as they are.</summary>
    private static Text Join(IReadOnlyList<Finding> findings) => findings is [var only]
        ? only.Reason
        : new(
            $"{string.Join('；', findings.Select(f => f.Reason.Zh.TrimEnd('。')))}。",
            string.Join(' ', findings.Select(f => $"{f.Reason.En.TrimEnd('.')}.")));
}
