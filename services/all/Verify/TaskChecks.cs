using OneVisit.Contracts;
using OneVisit.Kit.Departments;

namespace OneVisit.All.Verify;

/// <summary>What must hold of a task within its department's own store.</summary>
internal static class TaskChecks
{
    public static IEnumerable<Finding> Of(Book<TaskState> book) => book.State is not { } task
        ? [Of(book, Invariant.State, "the state cannot be read")]
        : [.. JournalChecks.Of(book, book.Id), .. Columns(book, task), .. TaleChecks.Of(book, task), .. Decisions(book, task), .. Versions(book, task), .. People(book, task), .. RegisterChecks.Of(book, task)];

    private static IEnumerable<Finding> Columns(Book<TaskState> book, TaskState task)
    {
        if (task.TaskId != book.Id || task.CaseId != book.CaseId)
            yield return Of(book, Invariant.State, $"the state is of task {task.TaskId} of case {task.CaseId}");
        if (book.IsWrittenOtherwise)
            yield return Of(book, Invariant.StateChecksum, "the state is not the one that its row has the checksum of");
        foreach (var stray in book.Strays)
            yield return Of(book, Invariant.State, stray);
        if (book.Version < book.Tale.LeastVersion)
            yield return Of(book, Invariant.State, $"it has the version {book.Version}, and has changed more often");
        // Of a task that was to be stopped before its request came there is nothing.
        if (!task.IsTombstone && OwnJson.Read(book.Own, TaskJson.Default.ApplicationContent) is null)
            yield return Of(book, Invariant.State, "what the applicant gave for it cannot be read");
        if (book.IsGivenOtherwise)
            yield return Of(book, Invariant.Given, "what the applicant gave for it is not what its journal has the digest of");
        if (book.WasGivenOtherwise)
            yield return Of(book, Invariant.Given, "what the applicant had given for it before is not what its journal has the digest of");
        if (task is { IsOpen: true, Holder: "" })
            yield return Of(book, Invariant.Holder, $"it is {KebabCase.Of(task.Lifecycle)} and nobody holds it");
        if (book.WakesAt is { } wakes && !task.IsOpen)
            yield return Of(book, Invariant.Wake, $"it is to be woken at {wakes:u} and nothing waits for that: it is {KebabCase.Of(task.Lifecycle)}");
        if (CaseChecks.IsOutOfReach(book.WakesAt, task.SubmittedAt))
            yield return Of(book, Invariant.Wake, $"it is to be woken at {book.WakesAt:u}, which no limit leads to");
        // While others are waited for its time stands; whoever has it in hand has a day, and silence is consent on it.
        if (book.WakesAt is null && task is { Terms.DeemedApproved: not null, Clock: not null, Lifecycle: ItemLifecycle.Requested or ItemLifecycle.Claimed or ItemLifecycle.Reviewing })
            yield return Of(book, Invariant.Wake, "silence is consent once its time is up, and nobody is woken then");
    }

    private static IEnumerable<Finding> Decisions(Book<TaskState> book, TaskState task)
    {
        var decisions = book.Tale.FinalDecisions.GetValueOrDefault("");
        var issues = book.Tale.Issues.GetValueOrDefault("");
        if (decisions > 1)
            yield return Of(book, Invariant.Decision, $"it was decided {decisions} times");
        if (issues > 1)
            yield return Of(book, Invariant.Licence, $"it was issued {issues} times");
        if (task.AwaitsIssue != task.Order is not null || (task.Order is { } order && (order.Attempt <= task.Attempt || task.Terms?.IssuedBySystem is null)))
            yield return Of(book, Invariant.Decision, $"it is {KebabCase.Of(task.Lifecycle)} after attempt {task.Attempt}, and its own system is asked for {(task.Order is null ? "nothing" : $"attempt {task.Order.Attempt}")}");
        if (task.Lifecycle is ItemLifecycle.ReviewPassed or ItemLifecycle.Issuing or ItemLifecycle.Issued or ItemLifecycle.IssueFailed && task.Decision is not { Outcome: ReviewOutcome.Pass })
            yield return Of(book, Invariant.Decision, $"it is {KebabCase.Of(task.Lifecycle)} without a review that passed");
        // What is revoked before anything was issued has nothing to show.
        var yields = book.Tale.IssuedNothing.Count == 0;
        if (task.Lifecycle == ItemLifecycle.Issued ? task.Licences.Count > 0 != yields || issues != 1 : task.Licences.Count > 0 && task.Lifecycle != ItemLifecycle.Revoked)
            yield return Of(book, Invariant.Licence, $"it is {KebabCase.Of(task.Lifecycle)} with {task.Licences.Count} licences, and its journal tells of {issues} issues");
        foreach (var type in task.Licences.GroupBy(l => l.Type, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return Of(book, Invariant.Licence, $"it has {type.Count()} licences of the type {type.Key}");
    }

    private static IEnumerable<Finding> Versions(Book<TaskState> book, TaskState task) =>
        VersionChecks.Of(task.Licences, task.Corrections, book.Tale.Corrections.GetValueOrDefault("")).Select(what => Of(book, Invariant.LicenceVersion, what));

    /// <summary>Who has proposed or passed on what; and that no answer of an item with four eyes is one person's.</summary>
    private static IEnumerable<Finding> People(Book<TaskState> book, TaskState task)
    {
        if (task.Proposal is { } proposal && (!task.IsOpen || task.Holder != proposal.By))
            yield return Of(book, Invariant.Holder, $"somebody has proposed an answer, and it is {KebabCase.Of(task.Lifecycle)}, or somebody else has it");
        if (task is { IsDelegated: true, Delegation: { } given } && (!task.IsOpen || task.Holder != given.To))
            yield return Of(book, Invariant.Holder, $"somebody handles it for another, and it is {KebabCase.Of(task.Lifecycle)}, or a third has it");
        if (task is { Terms.FourEyes: true, Decision: { Outcome: ReviewOutcome.Pass or ReviewOutcome.Refuse or ReviewOutcome.NotAccepted } decision }
            && !decision.By.StartsWith("rule:", StringComparison.Ordinal) && decision.Signatures?.Any(s => !decision.By.EndsWith($":{s.By}", StringComparison.Ordinal)) != true)
            yield return Of(book, Invariant.Decision, "its item wants four eyes, and one person alone has decided it");
    }

    private static Finding Of(Book<TaskState> book, Invariant invariant, string what) => new(invariant, book.Service, book.CaseId, book.Id, what);
}
