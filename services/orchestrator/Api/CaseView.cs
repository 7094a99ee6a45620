using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>A case as the outer contract shows it. What the platform does not know yet is null, never invented.</summary>
/// <param name="Due">Null for a case of before limits were kept; likewise of an item.</param>
/// <param name="Promises">The papers it was accepted without; empty when none was missing.</param>
/// <param name="Supplement">What departments ask the applicant for; null when nothing is asked.</param>
/// <param name="Termination">That the authority has ended it on a ground of the law; null for every other case.</param>
/// <param name="Inspection">The one visit for every department that needs one; null while no department has asked for it.</param>
public sealed record CaseView(
    Guid Id,
    string Bundle,
    string BundleVersion,
    string Region,
    CaseApplicant Applicant,
    CaseLifecycle Lifecycle,
    CaseOutcome? Outcome,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? EndedAt,
    Visits Visits,
    CaseFee Fee,
    DueView? Due,
    SupplementNotice? Supplement,
    IReadOnlyList<PromiseView> Promises,
    InspectionView? Inspection,
    IReadOnlyList<ItemView> Items,
    IReadOnlyList<Licence> Licences,
    TerminationView? Termination,
    long Version)
{
    /// <param name="due">When it is due; null leaves all dates out.</param>
    /// <param name="clock">By what its city counts and calls things; null where neither is known.</param>
    public static CaseView Of(CaseState state, long version, CaseStanding? due = null, CityClock? clock = null) => new(
        state.CaseId, state.Bundle, state.BundleVersion, state.Region, state.Applicant, state.Lifecycle, state.Outcome,
        state.SubmittedAt, state.AcceptedAt, state.EndedAt,
        new Visits(state.VisitsPromised, state.Acceptance is null ? 0 : 1),
        state.Fee, due?.Whole, SupplementNotice.Of(state, clock),
        [.. (state.Promises ?? []).Select(p => PromiseView.Of(state, p, due))],
        InspectionView.Of(state, due),
        [.. state.Items.Select(i => ItemView.Of(state, i, due))],
        [.. state.Items.Where(i => i.Lifecycle == ItemLifecycle.Issued).SelectMany(i => i.Licences)],
        state.Termination is { } ended ? new TerminationView(ended.Ground, ended.At, ended.Reason, ended.LegalBasis) : null,
        version);
}

/// <summary>On which ground the authority has ended a case, and when.</summary>
public sealed record TerminationView(string Ground, DateTimeOffset At, Text Reason, string LegalBasis);

/// <summary>How often the applicant is promised to come, and came: a case handed in at a window is one visit.</summary>
public sealed record Visits(int Promised, int Made);

/// <summary>When the whole is due, in dates of the city. Derived each time it is asked for.</summary>
/// <param name="Committed">By promise; null while it is paused. Likewise <paramref name="Statutory"/>, by law.</param>
/// <param name="State"><c>running</c>; <c>paused</c> while an item's clock is; <c>stopped</c> when all of them are; <c>overdue</c> when today lies after either date.</param>
/// <param name="Provisional">A date here or of an item rests on days about which no calendar has been published, and is still awaited.</param>
public sealed record DueView(DateOnly? Committed, DateOnly? Statutory, string State, bool Provisional);

/// <param name="Awaits">The papers that it is not issued without and that are still to come.</param>
/// <param name="AfterCheck">What the check after the issue came to; null before, and where there is none.</param>
/// <param name="Corrections">Of clerical errors in the licences, in order: what each said before, and why.</param>
/// <param name="Step">The step it is at, when that has a limit of its own: a supplement, a special procedure, a visit, issuing, a check afterwards.</param>
public sealed record ItemView(
    Guid Task,
    string Item,
    string Department,
    string Authority,
    bool Required,
    IReadOnlyList<string> DependsOn,
    ItemLifecycle Lifecycle,
    string Holder,
    ItemDue? Due,
    StepDue? Step,
    Decision? Decision,
    Text? Failure,
    IReadOnlyList<string> Awaits,
    CheckResult? AfterCheck,
    IReadOnlyList<Licence> Licences,
    IReadOnlyList<LicenceCorrection> Corrections)
{
    internal static ItemView Of(CaseState state, ItemState item, CaseStanding? due) => new(
        item.Task, item.Item, item.Department, item.Authority, item.Required, item.DependsOn, item.Lifecycle, item.Holder, due?.Of(item), due?.Steps.GetValueOrDefault(item.Task),
        item.Decision, item.Failure, item.NeedsPapers ? [.. state.AwaitedBy(item).Select(p => p.Material)] : [], item.Lifecycle is ItemLifecycle.Issued or ItemLifecycle.Revoked ? item.Checked : null, item.Licences, item.Corrections ?? []);
}

/// <summary>A paper that was left out, on the promise to bring it.</summary>
/// <param name="By">The last day for it; null before the acceptance, from which it is counted.</param>
/// <param name="Items">The items that are not issued without it.</param>
/// <param name="ProvidedAt">Null until it has come.</param>
/// <param name="LapsedAt">When it had not come in its time; else null.</param>
public sealed record PromiseView(string Material, Text Name, DateOnly? By, IReadOnlyList<string> Items, DateTimeOffset? ProvidedAt, DateTimeOffset? LapsedAt)
{
    internal static PromiseView Of(CaseState state, Promise promise, CaseStanding? due) => new(
        promise.Material, promise.Name, state.AcceptedAt is null ? null : due?.Promises.GetValueOrDefault(promise.Material), promise.Items, promise.ProvidedAt, promise.LapsedAt);
}

/// <summary>All departments' requests at once. They can be answered at any time, also while they are still gathered.</summary>
/// <param name="ToldAt">When the last notice was given that any of them stands in; null before it.</param>
/// <param name="CollectingUntil">The last day on which further requests are gathered for the next notice, which comes earlier if nobody is left who may ask; null while none is.</param>
public sealed record SupplementNotice(IReadOnlyList<SupplementRequest> Requests, DateTimeOffset? ToldAt, DateOnly? CollectingUntil)
{
    internal static SupplementNotice? Of(CaseState state, CityClock? clock)
    {
        var requests = state.Items.Where(i => i.AsksForSupplement).Select(i => SupplementRequest.Of(AskedOfApplicant.Of(state, i, clock))).ToList();
        return requests.Count == 0 ? null : new SupplementNotice(requests, requests.Max(r => r.ToldAt), clock is null ? null : state.Collecting?.LastDay(state.SubmittedAt, clock.Deadlines));
    }
}

/// <param name="Name">What people call the item.</param>
/// <param name="At">When the department asked.</param>
/// <param name="AnswerBy">The last day for the answer; null until the applicant has been told, and where it is waited for without an end.</param>
/// <param name="ToldAt">When the notice was given; null while requests are gathered.</param>
/// <param name="Round">1 for the first supplement of the item.</param>
/// <param name="Materials">Papers that are asked for, by name; empty where the reason says it all.</param>
/// <param name="Fields">Likewise places of the form.</param>
public sealed record SupplementRequest(
    string Item, Text Name, string Department, Text Reason, string LegalBasis, DateTimeOffset At, DateOnly? AnswerBy, DateTimeOffset? ToldAt, int Round,
    IReadOnlyList<AskedMaterial> Materials, IReadOnlyList<AskedField> Fields)
{
    internal static SupplementRequest Of(AskedOfApplicant asked) => new(
        asked.Item, asked.Name, asked.Department, asked.Reason, asked.LegalBasis, asked.At, asked.AnswerBy, asked.ToldAt, asked.Round, asked.Materials, asked.Fields);
}
