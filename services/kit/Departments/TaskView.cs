using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Departments;

/// <summary>A task as the department's people and systems see it.</summary>
/// <param name="Due">Null when the request came without limits.</param>
/// <param name="Open">What the rule left open for a person.</param>
/// <param name="Form">Only the fields the item declares; null in a list.</param>
/// <param name="Promised">Papers that the applicant brings later, each with its last day; null when none was missing. Nothing is issued before they are here.</param>
/// <param name="Proposal">A final answer that waits for others to sign it; null where none does.</param>
/// <param name="Countersigners">Those named, without whose signature no final answer holds.</param>
/// <param name="Delegation">The last time another handled it for its holder; null once it went into other hands.</param>
/// <param name="Comments">What the department's people wrote for each other; null in a list.</param>
/// <param name="Version">For <c>If-Match</c>.</param>
/// <param name="Asked">What the applicant has been asked for so far, each once; null before the first request.</param>
/// <param name="Changed">What the applicant's last supplement changed, within what the item declares; null before the first.</param>
public sealed record TaskView(
    Guid Task,
    Guid Case,
    string Item,
    string Bundle,
    string BundleVersion,
    string Department,
    string Authority,
    string Region,
    ApplicantName? Applicant,
    DateTimeOffset? SubmittedAt,
    ItemLifecycle Lifecycle,
    string Holder,
    ItemDue? Due,
    IReadOnlyList<Finding> Open,
    Decision? Decision,
    Proposal? Proposal,
    IReadOnlyList<Countersigner> Countersigners,
    Delegation? Delegation,
    IReadOnlyList<TaskComment>? Comments,
    IReadOnlyList<Licence> Licences,
    JsonElement? Form,
    IReadOnlyList<MaterialReference>? Materials,
    IReadOnlyList<PromisedPaper>? Promised,
    long Version,
    AskedGrounds? Asked = null,
    SupplementChanges? Changed = null)
{
    /// <summary>That the department's own system has taken it over; null until it says so.</summary>
    public TaskReceipt? Receipt { get; init; }

    /// <summary>The joint inspection it waits for, or that is over; null while it has to do with none.</summary>
    public TaskInspectionView? Inspection { get; init; }

    /// <summary>What the department's own system is asked to issue; null while it is asked for nothing.</summary>
    public IssueOrderView? Issue { get; init; }

    /// <summary>Corrections of clerical errors in the licences, in order: what each said before, and why.</summary>
    public IReadOnlyList<LicenceCorrection> Corrections { get; init; } = [];

    /// <summary>The check that is due since the issue; null when nothing is to be checked.</summary>
    public AfterCheckView? AfterCheck { get; init; }

    /// <summary>The view of a state.</summary>
    /// <param name="checkBy">The last day for the check after the issue.</param>
    /// <param name="whole">False leaves out form and materials, as in a list.</param>
    public static TaskView Of(string department, TaskState state, long version, bool whole, ItemDue? due = null, DateOnly? checkBy = null)
    {
        var content = whole && !state.IsTombstone ? state.Application.Content : null;
        return new TaskView(
            state.TaskId, state.CaseId, state.Item, state.Bundle, state.BundleVersion, department, state.Authority, state.Region, state.Applicant,
            state.SubmittedAt, state.Lifecycle, state.Holder, due, state.Open, state.Decision, state.Proposal, state.Countersigners ?? [],
            state.Delegation, whole ? state.Comments ?? [] : null, state.Licences, content?.Form, content?.Materials, state.Promised, version, state.Asked, state.Changed)
        {
            Receipt = state.Receipt,
            Inspection = TaskInspectionView.Of(state.Inspection),
            Issue = state.Order is { } order ? new IssueOrderView(order.Attempt, order.At, state.Terms!.IssuedBySystem!, whole ? order.Inputs : null) : null,
            Corrections = state.Corrections ?? [],
            AfterCheck = state.CheckDue is { } check ? new AfterCheckView(checkBy, check.Reason, state.AfterCheck) : null,
        };
    }
}

/// <summary>The department's own system is asked to issue.</summary>
/// <param name="Attempt">1 for the first; a later one follows a failure that was not final.</param>
/// <param name="Types">The licence types, one licence of each.</param>
/// <param name="Inputs">The licences of the items this one depends on; null in a list.</param>
public sealed record IssueOrderView(int Attempt, DateTimeOffset At, IReadOnlyList<string> Types, IReadOnlyList<Licence>? Inputs);

/// <summary>What a refused command found instead of what its sender had seen: whose the task is by now, and what was decided.</summary>
public sealed record CurrentTask(long Version, ItemLifecycle Lifecycle, string Holder, Decision? Decision, Proposal? Proposal)
{
    internal static CurrentTask? Of(TaskState? state, long version) =>
        state is null ? null : new CurrentTask(version, state.Lifecycle, state.Holder, state.Decision, state.Proposal);
}

/// <summary>A check after the issue.</summary>
/// <param name="Due">The last day for it; null where no calendar is kept.</param>
/// <param name="Result">What it came to; null before.</param>
public sealed record AfterCheckView(DateOnly? Due, CheckReason Reason, AfterCheck? Result);

/// <summary>The joint inspection as a department's people see it.</summary>
/// <param name="Slot">When it is; null before the appointment, or for a department that did not take part.</param>
/// <param name="Finding">What this department has entered, or what its absence counts as.</param>
/// <param name="Absence">What absence counts as.</param>
/// <param name="IsOver">True: its record is closed, and there is no separate visit.</param>
/// <param name="Record">Everybody's findings, once it is over; null for a department that did not take part.</param>
public sealed record TaskInspectionView(
    VisitSlot? Slot, string? Leader, IReadOnlyList<InspectionParty> Participants, InspectionFinding? Finding, AbsenceRule Absence, bool IsOver, InspectionRecord? Record)
{
    internal static TaskInspectionView? Of(TaskInspection? inspection) => inspection is null
        ? null
        : new(inspection.Slot, inspection.Leader, inspection.Participants, inspection.Finding, inspection.Absence, inspection.IsOver, inspection.Record);
}
