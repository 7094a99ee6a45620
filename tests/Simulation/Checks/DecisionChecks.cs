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
    public static void Run<TState>(Doubts doubts, TState before, object message, Decision<TState> decision, Func<TState, DateTimeOffset?> wakesAt, DateTimeOffset now)
        where TState : class
    {
        if (decision.State is null || (ReferenceEquals(before, decision.State) && decision.Journal.Count == 0))
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
                Told(doubts, file, after, decision.Notices);
                Visit(doubts, file, message, after, now);
                MomentChecks.Run(doubts, file, message, after, now);
                if (after.Items.Min(i => i.RetryAt) is { } retry && retry < (wakesAt(decision.State) ?? DateTimeOffset.MaxValue))
                    doubts.Violate(Invariants.InItsTime, $"case {after.CaseId} is to try again at {retry:u}, and is not woken by then");
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
        for (var i = 0; before.HasEnded && i < after.Items.Count; i++)
        {
            if (after.Items[i].Clock?.Extension != before.Items[i].Clock?.Extension)
                doubts.Violate(Invariants.TerminalIsTerminal, $"the case {after.CaseId} was {before.Lifecycle}, and {after.Items[i].Item} is given more time");
        }
    }

    /// <summary>An officer who has an item in hand when it stops is told so by name.</summary>
    private static void Told(Doubts doubts, CaseState before, CaseState after, IReadOnlyList<Notice> notices)
    {
        for (var i = 0; i < after.Items.Count; i++)
        {
            var (was, item) = (before.Items[i], after.Items[i]);
            if (was.InReview && item.Lifecycle is ItemLifecycle.Cancelled or ItemLifecycle.Withdrawn && was.Holder.StartsWith("officer", StringComparison.Ordinal)
                && !notices.Any(n => n.Kind == "task-stopped" && n.To.Subject == was.Holder))
                doubts.Violate(Invariants.WhoStopsIsTold, $"{item.Item} of case {after.CaseId} is {item.Lifecycle}, and {was.Holder}, who had it in hand, is not told");
        }
    }

    /// <summary>Who is to come is who asks, by what they last asked; whoever is free to come is noted, and makes no visit of its own later; and an appointment is moved only by who knows it.</summary>
    private static void Visit(Doubts doubts, CaseState before, object message, CaseState after, DateTimeOffset now)
    {
        if (message is InspectionMoved moved && before.Inspection is { Appointment: { } slot } known && after.Inspection is { } next && next.Number == known.Number && next.Appointment != slot && moved.Revision != known.Revision)
            doubts.Violate(Invariants.OneVisit, $"the visit of case {after.CaseId} is moved from {slot} by who knew its revision {moved.Revision} and not {known.Revision}");
        if (before.Inspection is { IsOpen: true } && after is { HasEnded: false, Inspection: { IsOpen: false, Phase: not InspectionPhase.Held, Findings.Count: > 0 } dropped })
            doubts.Violate(Invariants.OneVisit, $"visit {dropped.Number} of case {after.CaseId} has been made, and counts as {dropped.Phase}");
        if (after.Inspection is not { IsOpen: true } visit)
            return;
        foreach (var (participant, item) in visit.Participants.Select(p => (p, after.Items.First(i => i.Task == p.Task))))
        {
            if (!item.AsksForInspection || participant.Request != item.DecisionSequence)
                doubts.Violate(Invariants.OneVisit, $"{item.Item} of case {after.CaseId} is to come by its request {participant.Request}, and is {item.Lifecycle} by {item.DecisionSequence}");
        }
        if ((visit.Appointment is null || Town.Time.DateOf(now) <= visit.Appointment.Date)
            && after.Items.FirstOrDefault(i => i is { InReview: true, Sequence: > 0 } and not { Lifecycle: ItemLifecycle.SupplementRequested or ItemLifecycle.SpecialProcedure } && !visit.CouldJoin.Contains(i.Task)) is { } free)
            doubts.Violate(Invariants.NoSeparateVisit, $"{free.Item} of case {after.CaseId} is {free.Lifecycle} and could come to the visit, and may make one of its own");
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
