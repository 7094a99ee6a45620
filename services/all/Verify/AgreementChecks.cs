using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

/// <summary>
/// What the orchestrator and the departments say of each task. The stores are of different moments and messages take time, so everything
/// here is only a suspicion until it was seen again.
/// </summary>
internal static class AgreementChecks
{
    public static IEnumerable<Finding> Of(CaseBooks books, DateTimeOffset now)
    {
        if (books.File is { State: null })
            return [];
        var state = books.File?.State;
        var unknown = books.Tasks.Where(t => state?.Items.Any(i => i.Task == t.Id && i.Queue == t.Service) != true)
            .Select(t => new Finding(Invariant.TaskWithoutCase, t.Service, books.Id, t.Id, state is null ? "there is no such case" : "its case does not know the task", Certainty.Apart));
        // Before the acceptance no department has been asked; the journal tells too whether it was accepted.
        return [.. unknown, .. (state is { AcceptedAt: null } && books.File?.Tale.AcceptedAt is null ? [] : state?.Items ?? []).SelectMany(item => Of(books.Id, state!, item, books.Tasks.FirstOrDefault(t => t.Id == item.Task)?.State, now))];
    }

    private static IEnumerable<Finding> Of(Guid id, CaseState state, ItemState item, TaskState? task, DateTimeOffset now)
    {
        if (task is null)
        {
            yield return item is { Lifecycle: ItemLifecycle.Requested or ItemLifecycle.Cancelled or ItemLifecycle.Withdrawn, Decision: null }
                ? Behind($"{item.Queue} has not received it")
                : Apart($"{item.Queue} does not know the task, and the case has it {KebabCase.Of(item.Lifecycle)}");
            yield break;
        }
        if (task.CaseId != id || (!task.IsTombstone && task.Item != item.Item))
            yield return Apart($"{item.Queue} has it as {task.Item} of case {task.CaseId}");
        if (!task.IsTombstone && (task.Authority != item.Authority || (task.Applicant?.Name, task.Applicant?.Kind) != (state.Applicant.Name, state.Applicant.Kind)))
            yield return Apart(task.Authority != item.Authority ? $"the case is with {item.Authority}, {item.Queue} has it with {task.Authority}" : $"{item.Queue} has another applicant than the case");
        if (!task.IsTombstone && (task.Bundle, task.BundleVersion, task.Region, task.SubmittedAt, task.Catalogue) != (state.Bundle, state.BundleVersion, state.Region, (DateTimeOffset?)state.SubmittedAt, state.Catalogue))
            yield return Apart($"{item.Queue} has it of another bundle, version, place, catalogue or moment of submission than the case");
        if (item.Clock is { } clock && task.Clock is { } counted && (clock.Start, clock.Committed, clock.Statutory) != (counted.Start, counted.Committed, counted.Statutory))
            yield return Apart($"the case counts from {clock.Start:u}, {item.Queue} from {counted.Start:u}, or by other limits");
        if (task.Terms is { } terms && Text(terms) != Text(item.Terms))
            yield return Apart($"{item.Queue} was given other terms than the case has");
        if (item.InReview && (item.Sequence, item.Round, item.Lifecycle) == (task.Sequence, task.Round, task.Lifecycle) && item.Holder != task.Holder
            && item.Holder != ItemState.Applicant && item.Lifecycle is not (ItemLifecycle.InspectionRequested or ItemLifecycle.SpecialProcedure))
            yield return Apart($"the case and {item.Queue} have it in different hands");
        if (item.Lifecycle == ItemLifecycle.Issued && task.Lifecycle == ItemLifecycle.Issued && item.Attempt != task.Attempt)
            yield return Apart($"the case has it issued at attempt {item.Attempt}, {item.Queue} at attempt {task.Attempt}");
        foreach (var finding in Lives(state, item, task, now))
            yield return finding;
        foreach (var (what, certainty) in InspectionChecks.Apart(state, item, task))
            yield return certainty == Certainty.Behind ? Behind($"{item.Queue} {what}") : Apart($"{item.Queue} {what}");
        if (item.Decision is { } decision && task.Decision is { } made && !CrossedTheEnd(item, decision))
        {
            if ((decision.Outcome, decision.By, decision.At) != (made.Outcome, made.By, made.At))
                yield return item.IsLive ? Behind($"the case knows the decision of {decision.At:u}, {item.Queue} has one of {made.At:u}") : Apart($"the case was told '{KebabCase.Of(decision.Outcome)}' of {decision.At:u}, {item.Queue} decided '{KebabCase.Of(made.Outcome)}' at {made.At:u}, or somebody else did");
            else if (!DecisionText.AreAlike(decision, made))
                yield return Apart($"the decision of {made.At:u} says something else in the case than at {item.Queue}");
        }
        if (item.Lifecycle == task.Lifecycle && item.Lifecycle is ItemLifecycle.ReviewPassed or ItemLifecycle.Issued && (item.Sequence, item.DecisionSequence, item.Round) != (task.Sequence, task.DecisionSequence, task.Round))
            yield return Apart($"the case knows message {item.Sequence} of round {item.Round} as the last of the review, {item.Queue} has sent {task.Sequence} of round {task.Round}");
        if (item.Lifecycle == task.Lifecycle && (item.InReview || item.Lifecycle is ItemLifecycle.ReviewPassed or ItemLifecycle.Issued) && item.Sequence == task.Sequence && item.Round == task.Round && !(item.Clock?.Suspensions ?? []).SequenceEqual(task.Clock?.Suspensions ?? []))
            yield return Apart($"the clock of the case stood at other times than that of {item.Queue}");
        if (task.Promised?.FirstOrDefault(p => state.Promises?.Any(promise => promise.Material == p.Material) != true) is { } unknown)
            yield return Apart($"{item.Queue} waits for '{unknown.Material}', which was not promised");
        foreach (var paper in task.HasEnded ? [] : task.Promised ?? [])
        {
            if (state.Promises?.FirstOrDefault(p => p.Material == paper.Material) is { LapsedAt: null } promise && (promise.ProvidedAt is null) != (paper.ProvidedAt is null))
            {
                if (paper.ProvidedAt is not null)
                    yield return Apart($"{item.Queue} has '{paper.Material}', for which the case waits");
                else if (item.NeedsPapers)
                    yield return Behind($"the case has '{paper.Material}', {item.Queue} waits for it");
            }
        }
        if (item.Licences.Count > 0 && (item.Corrections?.Count ?? 0) is var told && (task.Corrections?.Count ?? 0) is var corrected && told != corrected)
            yield return told < corrected ? Behind($"{item.Queue} has corrected {corrected} times, the case knows of {told}") : Apart($"the case knows of {told} corrections, {item.Queue} has {corrected}");
        if (item.Licences.Count > 0 && !item.Licences.Select(l => (l.Type, l.Number)).SequenceEqual(task.Licences.Select(l => (l.Type, l.Number))))
            yield return Apart($"the case has {Numbers(item.Licences)}, {item.Queue} issued {Numbers(task.Licences)}");
        else if (item.Licences.Count > 0 && (item.Corrections?.Count ?? 0) == (task.Corrections?.Count ?? 0) && item.Licences.Zip(task.Licences).FirstOrDefault(l => !LicenceText.AreAlike(l.First, l.Second)) is { First: { } other })
            yield return Apart($"the {other.Type} {other.Number} says something else in the case than at {item.Queue}");

        Finding Apart(string what) => new(Invariant.Agreement, item.Queue, id, item.Task, $"{item.Item}: {what}", Certainty.Apart);
        Finding Behind(string what) => new(Invariant.Stalled, item.Queue, id, item.Task, $"{item.Item}: {what}", Certainty.Behind);
    }

    /// <summary>The case ended over an answer for now, and the department gave another before it heard of that.</summary>
    private static bool CrossedTheEnd(ItemState item, Decision decision) => item.Lifecycle is ItemLifecycle.Cancelled or ItemLifecycle.Withdrawn
        && decision.Outcome is ReviewOutcome.Supplement or ReviewOutcome.Inspect or ReviewOutcome.SpecialProcedure;

    /// <summary>The two lives: alike, one message apart, or contradicting each other.</summary>
    private static IEnumerable<Finding> Lives(CaseState state, ItemState item, TaskState task, DateTimeOffset now)
    {
        var difference = (item.Lifecycle, task.Lifecycle) switch
        {
            (ItemLifecycle.Issuing, ItemLifecycle.IssueFailed) when item.RetryAt is { } due && task.Attempt == item.Attempt =>
                due < now ? Certainty.Behind : (Certainty?)null,
            (ItemLifecycle.Issuing, ItemLifecycle.ReviewPassed or ItemLifecycle.IssueFailed or ItemLifecycle.Issued) => Certainty.Behind,
            (ItemLifecycle.IssueFailed, ItemLifecycle.IssueFailed) => item.IsParked ? null : Certainty.Behind,
            (ItemLifecycle.IssueFailed, ItemLifecycle.Cancelled) => item.IsParked ? Certainty.Apart : null,
            (ItemLifecycle.Issued, ItemLifecycle.Issued) => item.Revoking || (state is { Compensation: not null, HasEnded: false } && NextToRevoke(state) == item)
                || item.Checked?.Passed != task.AfterCheck?.Passed ? Certainty.Behind : null,
            (ItemLifecycle.Issued, ItemLifecycle.Revoked) => state.Compensation is null && !item.Revoking ? Certainty.Apart : Certainty.Behind,
            // A department that had refused by itself when it was told to stop has nothing more to do.
            (ItemLifecycle.Cancelled or ItemLifecycle.Withdrawn, ItemLifecycle.Cancelled or ItemLifecycle.Refused or ItemLifecycle.NotAccepted) => null,
            (ItemLifecycle.Cancelled or ItemLifecycle.Withdrawn, ItemLifecycle.Issued or ItemLifecycle.Revoked) => Certainty.Apart,
            (ItemLifecycle.Cancelled or ItemLifecycle.Withdrawn, _) => Certainty.Behind,
            var (known, real) when known == real => item.InReview && item.Sequence != task.Sequence ? Certainty.Behind : null,
            // A review that is open here may have been answered there, and the answer be on its way.
            (_, ItemLifecycle.Issued or ItemLifecycle.Revoked or ItemLifecycle.IssueFailed) => Certainty.Apart,
            _ when item.InReview && (task.IsOpen || task.Lifecycle is ItemLifecycle.ReviewPassed or ItemLifecycle.Refused or ItemLifecycle.NotAccepted) => Certainty.Behind,
            _ => Certainty.Apart,
        };
        if (difference is not { } certainty)
            yield break;
        yield return certainty == Certainty.Behind
            ? new Finding(Invariant.Stalled, item.Queue, state.CaseId, item.Task, $"{item.Item}: the case has it {KebabCase.Of(item.Lifecycle)}{(item.Attempt > 0 ? $" (attempt {item.Attempt})" : "")}, {item.Queue} has it {KebabCase.Of(task.Lifecycle)}, and nothing about it is on its way", certainty)
            : new Finding(Invariant.Agreement, item.Queue, state.CaseId, item.Task, $"{item.Item}: the case has it {KebabCase.Of(item.Lifecycle)}, {item.Queue} has it {KebabCase.Of(task.Lifecycle)}", certainty);
    }

    private static ItemState? NextToRevoke(CaseState state) =>
        state.Items.Any(i => i.Lifecycle == ItemLifecycle.Issuing) ? null : state.Items.Where(i => i.Lifecycle == ItemLifecycle.Issued).MaxBy(i => i.IssuedAs);

    private static string? Text(ItemTerms? terms) => terms is null ? null : JsonSerializer.Serialize(terms, TaskJson.Default.ItemTerms);

    private static string Numbers(IReadOnlyList<Licence> licences) =>
        licences.Count == 0 ? "nothing" : string.Join(", ", licences.Select(l => $"{l.Type} {l.Number}"));
}
