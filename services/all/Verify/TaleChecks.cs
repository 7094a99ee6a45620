using OneVisit.Contracts;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Departments;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

/// <summary>
/// The journal tells how an aggregate came to its state: what was decided last, what was issued and revoked, how it ended. A state that says otherwise was not made
/// by what is in the journal, however whole its chain is.
/// </summary>
internal static class TaleChecks
{
    /// <summary>What an end is called in the journal.</summary>
    internal static readonly Dictionary<CaseLifecycle, string> Ends = CaseChecks.Ends.Keys.ToDictionary(end => end, end => KebabCase.Of(end));

    public static IEnumerable<Finding> Of(Book<CaseState> file, CaseState state)
    {
        var tale = file.Tale;
        if (tale.First != "submitted")
            yield return Apart($"the journal begins with {tale.First ?? "nothing"} and not with the submission");
        if (tale.AcceptedAt is not null != state.AcceptedAt is not null)
            yield return Apart(state.AcceptedAt is null ? "the journal tells of an acceptance, and the case was never accepted" : $"it was accepted at {state.AcceptedAt:u}, and its journal does not tell of that");
        if (tale.Submitted is { } submitted && submitted != (state.Bundle, state.BundleVersion, state.Region))
            yield return Apart("it is of another bundle, version or place than its journal tells was submitted");
        if (tale.Began is { } began && began != state.SubmittedAt)
            yield return Apart($"it was submitted at {state.SubmittedAt:u}, and its journal begins at {began:u}");
        // By law it may be accepted from the day of receipt, when nobody has answered.
        if (state.AcceptedAt is { } accepted && accepted != state.SubmittedAt && accepted != tale.AcceptedAt)
            yield return Apart($"it was accepted at {accepted:u}, and its journal tells of that at {tale.AcceptedAt:u}");
        if (state.EndedAt is { } ended && tale.Ends is [.., var last] && last.At != ended)
            yield return Apart($"it ended at {ended:u}, and its journal tells of that at {last.At:u}");
        var end = Ends.GetValueOrDefault(state.Lifecycle);
        string[] ends = [.. tale.Ends.Select(e => e.Kind)];
        if (!ends.SequenceEqual(end is null ? [] : [end]))
            yield return Apart($"the journal tells of {(ends.Length == 0 ? "no end" : $"the end {string.Join(", ", ends)}")}, and the case is {KebabCase.Of(state.Lifecycle)}");
        if (state.Lifecycle == CaseLifecycle.Completed && tale.Outcome != (state.Outcome is { } outcome ? KebabCase.Of(outcome) : null))
            yield return Apart($"the journal tells of the outcome {tale.Outcome ?? "none"}, the case says {(state.Outcome is { } said ? KebabCase.Of(said) : "none")}");
        foreach (var gone in tale.Items.Where(i => state.Items.All(item => item.Item != i)))
            yield return Apart($"the journal tells of {gone}, which the case does not have");
        foreach (var what in TraceChecks.Of(tale, state))
            yield return Apart(what);
        foreach (var item in state.Items)
        {
            foreach (var what in Of(tale, item.Item, item.Decision, item.Licences, item.Lifecycle, item.Checked?.Passed))
                yield return Apart($"{item.Item}: {what}", item.Task);
            foreach (var what in TraceChecks.Of(tale, state, item))
                yield return Apart($"{item.Item}: {what}", item.Task);
            if (item.InReview && tale.Holders.GetValueOrDefault(item.Item) is { } holder && holder != item.Holder)
                yield return Apart($"{item.Item}: its journal tells that somebody else has it", item.Task);
        }

        Finding Apart(string what, Guid? task = null) => new(Invariant.Tale, file.Service, file.Id, task, what);
    }

    public static IEnumerable<Finding> Of(Book<TaskState> book, TaskState task)
    {
        var tale = book.Tale;
        if (!task.IsTombstone && tale.First != "review-requested")
            yield return Apart($"the journal begins with {tale.First ?? "nothing"} and not with the request");
        foreach (var what in Of(tale, "", task.Decision, task.Licences, task.Lifecycle, task.AfterCheck?.Passed))
            yield return Apart(what);
        foreach (var what in TraceChecks.Of(tale, task))
            yield return Apart(what);
        if (tale.Holders.GetValueOrDefault("") is { } holder && task.Holder != (holder == Tale.Pool ? AuthorityId.PoolOf(task.Authority) : holder))
            yield return Apart("its journal tells that somebody else has it");

        Finding Apart(string what) => new(Invariant.Tale, book.Service, book.CaseId, book.Id, what);
    }

    private static IEnumerable<string> Of(Tale tale, string item, Decision? decision, IReadOnlyList<Licence> licences, ItemLifecycle lifecycle, bool? passed)
    {
        if (decision is { } made && (!tale.Decisions.TryGetValue(item, out var told) || !DecisionText.IsAsTold(made, told.Data)))
            yield return $"its last decision in the journal is {(tale.Decisions.TryGetValue(item, out var last) ? $"'{Tale.Text(last.Data, "outcome")}'" : "none")}, and the state has '{KebabCase.Of(made.Outcome)}', or by somebody else, or on other grounds";
        var issued = tale.Issued.GetValueOrDefault(item) ?? [];
        if (licences.Count > 0 && !issued.SetEquals(licences.Select(l => (l.Type, l.Number))))
            yield return $"its journal tells that {Numbers(issued)} was issued, and the state has {Numbers(licences.Select(l => (l.Type, l.Number)))}";
        if (lifecycle is ItemLifecycle.Issued or ItemLifecycle.Revoked && tale.Revoked.Contains(item) != (lifecycle == ItemLifecycle.Revoked))
            yield return $"its journal tells of {(lifecycle == ItemLifecycle.Revoked ? "no" : "a")} revocation, and it is {KebabCase.Of(lifecycle)}";
        if (tale.Failed.Contains(item) && passed != false)
            yield return "its journal tells of a check that failed, and the state of none";
    }

    private static string Numbers(IEnumerable<(string Type, string Number)> licences) =>
        string.Join(", ", licences.Select(l => $"{l.Type} {l.Number}")) is { Length: > 0 } some ? some : "nothing";
}
