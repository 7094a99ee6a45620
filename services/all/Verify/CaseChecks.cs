using OneVisit.Contracts;
using OneVisit.Orchestrator.Api;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

/// <summary>What must hold of a case within the orchestrator's own store.</summary>
internal static class CaseChecks
{
    /// <summary>No limit of a law, nor a check after an issue, is so long.</summary>
    private const int MostYears = 50;

    /// <summary>The ends of a case, and the outcomes each can have.</summary>
    internal static readonly Dictionary<CaseLifecycle, CaseOutcome[]> Ends = new()
    {
        [CaseLifecycle.Completed] = [CaseOutcome.Granted, CaseOutcome.PartlyGranted],
        [CaseLifecycle.Refused] = [CaseOutcome.Refused],
        [CaseLifecycle.NotAccepted] = [CaseOutcome.NotAccepted],
        [CaseLifecycle.Withdrawn] = [CaseOutcome.Withdrawn],
        [CaseLifecycle.Terminated] = [CaseOutcome.Terminated, CaseOutcome.Revoked],
    };

    public static IEnumerable<Finding> Of(CaseBooks books)
    {
        if (books.File is not { } file)
            return [];
        return file.State is not { } state
            ? [Of(file, Invariant.State, "the state cannot be read")]
            : [.. JournalChecks.Of(file, null), .. Columns(file, state), .. TaleChecks.Of(file, state), .. Decisions(file, state), .. Licences(file, state), .. Versions(file, state), .. Index(books, file, state), .. Life(file, state), .. Wakes(file, state), .. Notices(file, state), .. InspectionChecks.Of(file, state)];
    }

    private static IEnumerable<Finding> Columns(Book<CaseState> file, CaseState state)
    {
        if (state.CaseId != file.Id)
            yield return Of(file, Invariant.State, $"the state is of case {state.CaseId}");
        if (file.IsWrittenOtherwise)
            yield return Of(file, Invariant.StateChecksum, "the state is not the one that its row has the checksum of");
        foreach (var stray in file.Strays)
            yield return Of(file, Invariant.State, stray);
        if (file.Version < file.Tale.LeastVersion)
            yield return Of(file, Invariant.State, $"it has the version {file.Version}, and has changed more often");
        if (OwnJson.Read(file.Own, CaseJson.Default.SubmissionContent) is not { } submission)
            yield return Of(file, Invariant.State, "what the applicant submitted cannot be read");
        else if (Submissions.Mask(submission.IdNumber) != state.Applicant.IdNumber)
            yield return Of(file, Invariant.State, "the identity number in the case is not the one submitted, masked");
        if (file.IsGivenOtherwise)
            yield return Of(file, Invariant.Given, "what the applicant submitted is not what its journal has the digest of");
        if (file.WasGivenOtherwise)
            yield return Of(file, Invariant.Given, "what the applicant had submitted before is not what its journal has the digest of");
    }

    private static IEnumerable<Finding> Decisions(Book<CaseState> file, CaseState state)
    {
        var (decided, issued) = (file.Tale.FinalDecisions, file.Tale.Issues);
        foreach (var item in state.Items)
        {
            var (decisions, issues) = (decided.GetValueOrDefault(item.Item), issued.GetValueOrDefault(item.Item));
            if (decisions > 1)
                yield return Of(file, Invariant.Decision, $"{item.Item} was decided {decisions} times", item);
            if (issues > 1)
                yield return Of(file, Invariant.Licence, $"{item.Item} was issued {issues} times", item);
            if (HasPassed(item) && (decisions != 1 || item.Decision is not { Outcome: ReviewOutcome.Pass }))
                yield return Of(file, Invariant.Decision, $"{item.Item} is {KebabCase.Of(item.Lifecycle)} without a review that passed", item);
            if (item.Lifecycle is ItemLifecycle.Issued or ItemLifecycle.Revoked && issues != 1)
                yield return Of(file, Invariant.Licence, $"{item.Item} is {KebabCase.Of(item.Lifecycle)} and its journal tells of {issues} issues", item);
        }
        foreach (var item in state.Items.GroupBy(i => i.Item, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return Of(file, Invariant.Decision, $"{item.Key} is in the case {item.Count()} times");
    }

    private static IEnumerable<Finding> Licences(Book<CaseState> file, CaseState state)
    {
        var nothing = file.Tale.IssuedNothing;
        foreach (var item in state.Items)
        {
            var granted = item.Lifecycle is ItemLifecycle.Issued or ItemLifecycle.Revoked && !nothing.Contains(item.Item);
            if (granted != item.Licences.Count > 0)
                yield return Of(file, Invariant.Licence, $"{item.Item} is {KebabCase.Of(item.Lifecycle)} with {item.Licences.Count} licences", item);
            foreach (var type in item.Licences.GroupBy(l => l.Type, StringComparer.Ordinal).Where(g => g.Count() > 1))
                yield return Of(file, Invariant.Licence, $"{item.Item} has {type.Count()} licences of the type {type.Key}", item);
            if (item.Licences.Count > 0 && state.Promises?.FirstOrDefault(p => p.ProvidedAt is null && p.Items.Contains(item.Item)) is { } promise)
                yield return Of(file, Invariant.Licence, $"{item.Item} was issued although the promised '{promise.Material}' has not come", item);
            if (item.Licences.Count > 0 && state.Items.FirstOrDefault(i => i is { Required: true, Decision: not { Outcome: ReviewOutcome.Pass } }) is { } open)
                yield return Of(file, Invariant.Licence, $"{item.Item} was issued although {open.Item}, which is required, has not passed", item);
        }
    }

    private static IEnumerable<Finding> Versions(Book<CaseState> file, CaseState state)
    {
        var told = file.Tale.Corrections;
        return state.Items.SelectMany(i => VersionChecks.Of(i.Licences, i.Corrections, told.GetValueOrDefault(i.Item)).Select(what => Of(file, Invariant.LicenceVersion, $"{i.Item}: {what}", i)));
    }

    private static IEnumerable<Finding> Index(CaseBooks books, Book<CaseState> file, CaseState state)
    {
        var entries = file.Register.Where(r => r.Key.Kind == LicenceIndex.Kind).ToDictionary(r => r.Key);
        // In a compensation no licence holds from the first that is revoked on; what failed its check is revoked alone.
        var all = state.Compensation is not null && state.Items.Any(i => i.Lifecycle == ItemLifecycle.Revoked);
        foreach (var (item, licence) in state.Items.SelectMany(i => i.Licences.Select(l => (i, l))))
        {
            var revoked = all || item.Lifecycle == ItemLifecycle.Revoked;
            var key = LicenceIndex.KeyOf(licence.Number, licence.Type);
            if (!entries.Remove(key, out var entry))
            {
                yield return books.HeldBy.TryGetValue(key, out var other)
                    ? Of(file, Invariant.LicenceNumber, $"the {licence.Type} {licence.Number} belongs to case {other} as well", item)
                    : Of(file, Invariant.LicenceIndex, $"the {licence.Type} {licence.Number} is not in the index", item);
            }
            else if (!entry.Lasting)
            {
                yield return Of(file, Invariant.LicenceIndex, $"the {licence.Type} {licence.Number} is in the index as if it could be given up", item);
            }
            else if (OwnJson.Read(entry.Data, IndexJson.Default.LicenceEntry) is not { Licence: { } indexed } told || told.CaseId != state.CaseId || told.Holder != state.Applicant.Name
                || !LicenceText.AreAlike(indexed, LicenceCorrection.AsIssued([licence], item.Corrections)[0]))
            {
                yield return Of(file, Invariant.LicenceIndex, $"the index says of the {licence.Type} {licence.Number} other than the case does of it as it was issued", item);
            }
            else if (entry.Revoked != revoked)
            {
                yield return Of(file, Invariant.LicenceIndex, $"the {licence.Type} {licence.Number} {(entry.Revoked ? "is revoked" : "holds")} in the index and {(revoked ? "is revoked" : "holds")} in the case", item);
            }
        }
        foreach (var key in entries.Keys)
            yield return Of(file, Invariant.LicenceIndex, $"{key.Key} is in the index and not in the case");
        foreach (var entry in file.UntoldEntries)
            yield return Of(file, Invariant.LicenceIndex, $"{entry.Key.Key} is in the index since {entry.At:u}, of which its journal tells nothing");
        foreach (var stranger in file.Register.Where(r => r.Key.Kind != LicenceIndex.Kind))
            yield return Of(file, Invariant.Register, $"the entry '{stranger.Key.Kind}' {stranger.Key.Key} is of no kind that a case has");
    }

    private static IEnumerable<Finding> Life(Book<CaseState> file, CaseState state)
    {
        var outcomes = Ends.GetValueOrDefault(state.Lifecycle);
        var ended = outcomes is not null;
        if (ended != state.HasEnded || ended != state.Outcome is not null)
            yield return Of(file, Invariant.Ended, $"it is {KebabCase.Of(state.Lifecycle)}, {(state.HasEnded ? "with" : "without")} an end and {(state.Outcome is null ? "without" : "with")} an outcome");
        if (state.Outcome is { } outcome && outcomes?.Contains(outcome) != true)
            yield return Of(file, Invariant.Ended, $"it is {KebabCase.Of(state.Lifecycle)} with the outcome {KebabCase.Of(outcome)}");
        foreach (var item in state.Items.Where(i => i.IssuedAs > 0 && state.Items.Any(input => i.DependsOn.Contains(input.Item) && (input.IssuedAs == 0 || input.IssuedAs >= i.IssuedAs))))
            yield return Of(file, Invariant.Licence, $"{item.Item} was issued before what it rests on", item);
        foreach (var stuck in Stuck(file, state))
            yield return stuck;
        if (ended)
        {
            foreach (var item in state.Items.Where(i => i.IsLive || i.IsParked))
                yield return Of(file, Invariant.Ended, $"the case is {KebabCase.Of(state.Lifecycle)} and {item.Item} is {KebabCase.Of(item.Lifecycle)}", item);
        }
        else
        {
            foreach (var item in state.Items.Where(i => i.IsLive && i.Holder.Length == 0))
                yield return Of(file, Invariant.Holder, $"{item.Item} is {KebabCase.Of(item.Lifecycle)} and nobody holds it", item);
            // While licences are revoked one after the other, the departments that still have some are who is waited for.
            if (!state.Items.Any(i => i.IsLive || i.IsParked || (state.Compensation is not null && i.Lifecycle == ItemLifecycle.Issued)))
                yield return Of(file, Invariant.Holder, "it is open and waits for nobody");
        }
        if (state.Lifecycle == CaseLifecycle.Completed && state.Items.FirstOrDefault(i => i.Required && i.Lifecycle is not (ItemLifecycle.Issued or ItemLifecycle.Revoked)) is { } missing)
            yield return Of(file, Invariant.Ended, $"it is completed and {missing.Item}, which is required, is {KebabCase.Of(missing.Lifecycle)}", missing);
        if (state.Lifecycle == CaseLifecycle.Refused && !state.Items.Any(i => i is { Required: true, Decision.Outcome: ReviewOutcome.Refuse }))
            yield return Of(file, Invariant.Ended, "it is refused and no required item was");
        if (state.Outcome == CaseOutcome.Terminated && (state.Lifecycle != CaseLifecycle.Terminated || state.Termination is null || state.Compensation is not null))
            yield return Of(file, Invariant.Ended, $"it is {KebabCase.Of(state.Lifecycle)} as terminated {(state.Termination is null ? "on no ground" : "and was to be revoked")}");
        if (state.Lifecycle is CaseLifecycle.Terminated or CaseLifecycle.Refused or CaseLifecycle.NotAccepted or CaseLifecycle.Withdrawn)
        {
            foreach (var item in state.Items.Where(i => i.Lifecycle == ItemLifecycle.Issued))
                yield return Of(file, Invariant.Compensation, $"the case is {KebabCase.Of(state.Lifecycle)} and {item.Item} is still issued", item);
        }
        foreach (var item in state.Items.Where(i => i.Lifecycle == ItemLifecycle.Revoked && state.Compensation is null && i.Checked is not { Passed: false }))
            yield return Of(file, Invariant.Ended, $"{item.Item} is revoked and no check of it failed", item);
        if (state.Lifecycle == CaseLifecycle.Completed && state.Compensation is not null)
            yield return Of(file, Invariant.Compensation, "it is completed although what was issued was to be revoked");
    }

    /// <summary>Where everything is there for the next step, it was taken with what brought the last of it: nobody will take it any more.</summary>
    private static IEnumerable<Finding> Stuck(Book<CaseState> file, CaseState state)
    {
        if (state.Compensation is not null)
            yield break;
        if (state.Lifecycle == CaseLifecycle.Reviewing && state.Items.All(i => !i.Required || (i.Lifecycle == ItemLifecycle.ReviewPassed && !state.AwaitedBy(i).Any())))
            yield return Of(file, Invariant.Stalled, "every required item has passed, and issuing has not begun");
        foreach (var item in state.Items.Where(i => state.Lifecycle == CaseLifecycle.Issuing && i.Lifecycle == ItemLifecycle.ReviewPassed && !state.AwaitedBy(i).Any()
            && state.Items.Where(input => i.DependsOn.Contains(input.Item)).All(input => input.Lifecycle == ItemLifecycle.Issued)))
            yield return Of(file, Invariant.Stalled, $"{item.Item} has passed, what it rests on has been issued, and its own issue was never asked for", item);
    }

    private static IEnumerable<Finding> Wakes(Book<CaseState> file, CaseState state)
    {
        if (file.WakesAt is { } wakes && state.HasEnded && state.Items.All(i => i.Step is null))
            yield return Of(file, Invariant.Wake, $"it is to be woken at {wakes:u} and nothing waits for that: the case has ended");
        if (file.WakesAt is null && !state.HasEnded && Lapsing(state) is { } waited)
            yield return Of(file, Invariant.Wake, $"{waited} is waited for, and nobody is woken when its time is up");
        if (IsOutOfReach(file.WakesAt, state.SubmittedAt))
            yield return Of(file, Invariant.Wake, $"it is to be woken at {file.WakesAt:u}, which no limit leads to");
        foreach (var item in state.Items.Where(i => i.RetryAt is not null && !(file.WakesAt <= i.RetryAt)))
            yield return Of(file, Invariant.Wake, $"{item.Item} waits for its next attempt at {item.RetryAt:u}, and is not woken for it", item);
    }

    /// <summary>Before it was submitted, though clocks may differ a little, or later than any limit.</summary>
    internal static bool IsOutOfReach(DateTimeOffset? wakes, DateTimeOffset? submitted) => wakes < submitted?.AddDays(-1) || wakes > submitted?.AddYears(MostYears);

    /// <summary>What ends by itself when its time is up.</summary>
    private static string? Lapsing(CaseState state) =>
        state is { Lifecycle: CaseLifecycle.Submitted, Receipt: not null, AcceptedAt: null } ? "its acceptance"
        : state.Items.FirstOrDefault(i => i is { AsksForSupplement: true, Step: not null }) is { } asking ? $"the supplement that {asking.Item} asks for"
        : state.AcceptedAt is not null && state.Promises?.FirstOrDefault(p => p.IsOpen && state.Items.Any(i => i.NeedsPapers && p.Items.Contains(i.Item))) is { } promise ? $"the promised '{promise.Material}'"
        : null;

    private static IEnumerable<Finding> Notices(Book<CaseState> file, CaseState state)
    {
        var untold = state.Items.Where(i => i.IsUntold).ToList();
        if (state.Collecting is { } window && (untold.Count == 0 || state.HasEnded))
            yield return Of(file, Invariant.Notice, $"requests are gathered since {window.Opened:u}, and there is none");
        if (state.Collecting is not null && file.WakesAt is null)
            yield return Of(file, Invariant.Wake, "requests are gathered and nobody is woken to tell of them");
        // Before they were gathered, one without a limit was told by being shown.
        foreach (var item in untold.Where(i => state is { Collecting: null, HasEnded: false } && i.Terms?.Supplement is not null))
            yield return Of(file, Invariant.Notice, $"{item.Item} asks for a supplement, and the applicant is never told", item);
        var (asked, told) = (file.Tale.Supplements, file.Tale.Told);
        foreach (var item in state.Items.Where(i => told.GetValueOrDefault(i.Item) > asked.GetValueOrDefault(i.Item)))
            yield return Of(file, Invariant.Notice, $"{item.Item} asked {asked.GetValueOrDefault(item.Item)} times, and the applicant was told {told[item.Item]} times", item);
    }

    private static bool HasPassed(ItemState item) =>
        item.Lifecycle is ItemLifecycle.ReviewPassed or ItemLifecycle.Issuing or ItemLifecycle.Issued or ItemLifecycle.IssueFailed or ItemLifecycle.Revoked;

    private static Finding Of(Book<CaseState> file, Invariant invariant, string what, ItemState? item = null) =>
        new(invariant, file.Service, file.Id, item?.Task, what);
}
