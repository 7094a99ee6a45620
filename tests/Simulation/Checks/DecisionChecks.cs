using OneVisit.Contracts;
using OneVisit.Contracts.Messages;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;
using OneVisit.Orchestrator.Cases;
using OneVisit.Simulation.City;

namespace OneVisit.Simulation.Checks;

/// <summary>What is looked at with every decision that changes something, while what it was decided on is still at hand.</summary>
internal static class DecisionChecks
{
    public static void Run<TState>(Doubts doubts, TState before, object message, Decision<TState> decision, DateTimeOffset now)
        where TState : class
    {
        if (decision.State is null || ReferenceEquals(before, decision.State))
            return;
        switch (before, decision.State)
        {
            case (TaskState task, TaskState after):
                if (message is TaskCommand act)
                    HandsChecks.Run(doubts, task, act, after);
                Task(doubts, task, message, after, now);
                break;
            case (CaseState file, CaseState after):
                Case(doubts, file, after, decision.Messages);
                MomentChecks.Run(doubts, file, message, after, now);
                break;
        }
    }

    private static void Task(Doubts doubts, TaskState before, object message, TaskState after, DateTimeOffset now)
    {
        if (message is AnswerIssue { Attempt: { } attempt } && before.Order is { } order && attempt != order.Attempt && after.Lifecycle != before.Lifecycle)
            doubts.Violate(Invariants.AnswersItsAttempt, $"the task {before.TaskId} is asked to issue at attempt {order.Attempt}, and takes the answer of attempt {attempt}");
        if (before is { IsOpen: true, Terms.DeemedApproved: not null, Clock: { } clock } && after is { IsOpen: false } && message is Wake or TaskCommand)
            Consent(doubts, before, clock, message, now);
        if (message is EnterFinding && before.Inspection?.Slot is { } slot && Town.Time.DateOf(now) < slot.Date)
            doubts.Violate(Invariants.InItsTime, $"the task {before.TaskId} has a finding of {now:u}, and its visit is on {slot.Date:yyyy-MM-dd}");
    }

    /// <summary>Silence is consent once the promised time is up, and then nobody answers any more.</summary>
    private static void Consent(Doubts doubts, TaskState before, TaskClock clock, object message, DateTimeOffset now)
    {
        var end = Town.Deadlines.EndOf(Town.Deadlines.CommittedOf(clock));
        if (message is Wake ? !(end <= now) : end <= now)
            doubts.Violate(Invariants.InItsTime, $"the task {before.TaskId} is answered by {message.GetType().Name} at {now:u}, and silence becomes consent at {end:u}");
    }

    private static void Case(Doubts doubts, CaseState before, CaseState after, IReadOnlyList<Outgoing> messages)
    {
        if (before.Lifecycle != CaseLifecycle.Issuing && after is { Lifecycle: CaseLifecycle.Issuing, Compensation: null }
            && after.Items.FirstOrDefault(i => i.Required && (i.InReview || after.AwaitedBy(i).Any())) is { } early)
            doubts.Violate(Invariants.LicenceNeedsReviews, $"the case {after.CaseId} begins to issue, and {early.Item} is {early.Lifecycle} or waits for a paper");
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Message is RequestIssue request)
                Inputs(doubts, before, after, request);
        }
    }

    /// <summary>Who is to issue is given what it rests on, as it stands.</summary>
    private static void Inputs(Doubts doubts, CaseState before, CaseState file, RequestIssue request)
    {
        var item = file.Items.First(i => i.Task == request.TaskId);
        var inputs = file.Items.Where(i => item.DependsOn.Contains(i.Item)).ToList();
        if (inputs.Find(i => i.Lifecycle != ItemLifecycle.Issued || i.Revoking) is { } lacking)
            doubts.Violate(Invariants.LicenceNeedsReviews, $"{item.Item} of case {file.CaseId} is to be issued, and {lacking.Item}, on which it rests, is {lacking.Lifecycle}{(lacking.Revoking ? " and to be revoked" : "")}");
        if (file.AwaitedBy(item).FirstOrDefault() is { } paper)
            doubts.Violate(Invariants.LicenceNeedsReviews, $"{item.Item} of case {file.CaseId} is to be issued, and the promised {paper.Material} is not here");
        // What is corrected before its issue was heard of is given as it was issued; whose licences carry the error is told of the correction.
        var rests = inputs.SelectMany(i => before.Items.First(b => b.Task == i.Task).Licences.Count > 0 ? i.Licences : LicenceCorrection.AsIssued(i.Licences, i.Corrections)).Select(Name).ToList();
        if (!rests.SequenceEqual(request.Inputs.Select(Name)))
            doubts.Violate(Invariants.LicenceNeedsReviews, $"{item.Item} of case {file.CaseId} is to be issued on {string.Join(", ", request.Inputs.Select(Name))}, and rests on {string.Join(", ", rests)}");
    }

    private static (string, string, int) Name(Licence licence) => (licence.Type, licence.Number, LicenceCorrection.VersionOf(licence));
}
