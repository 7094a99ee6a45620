using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;

namespace OneVisit.Orchestrator.Cases;

/// <summary>A command about one case, from an applicant, a clerk or an operator.</summary>
public abstract record CaseCommand(Guid CaseId);

/// <summary>Submit a case: validated, compiled, with an id for the case and each task.</summary>
/// <param name="Catalogue">Digest of the catalogue it was compiled with.</param>
/// <param name="Receipt">Null: complete and well-formed is accepted on the spot.</param>
/// <param name="Promises">What was left out and is brought later; null when nothing was.</param>
public sealed record SubmitCase(
    Guid CaseId,
    string? Subject,
    string Bundle,
    string BundleVersion,
    string Region,
    CaseApplicant Applicant,
    CaseFee Fee,
    int VisitsPromised,
    Acceptance? Acceptance,
    IssuePolicy Policy,
    IReadOnlyList<SubmittedItem> Items,
    Utf8Json Submission,
    CaseLimits? Limits = null,
    string? Catalogue = null,
    ReceiptTerms? Receipt = null,
    IReadOnlyList<Promise>? Promises = null) : CaseCommand(CaseId);

/// <summary>One item of a submission, with only the fields and materials it declares.</summary>
/// <param name="Service">The service that handles it; null when that is the department's own.</param>
/// <param name="HandedOverBy">The authority that would be competent, had it not handed the matter over; null when it did not.</param>
public sealed record SubmittedItem(
    Guid Task,
    string Item,
    string Department,
    string Authority,
    bool Required,
    IReadOnlyList<string> DependsOn,
    JsonElement Form,
    IReadOnlyList<MaterialReference> Materials,
    ItemBudgets? Budgets = null,
    string? Service = null,
    string? HandedOverBy = null,
    ItemTerms? Terms = null);

/// <summary>What the catalogue grants for an item.</summary>
public sealed record ItemBudgets(DayLimit Committed, DayLimit Statutory);

/// <summary>A clerk accepts what was received, or does not, with a reason and its law.</summary>
public sealed record AnswerReceipt(Guid CaseId, string By, bool Accepted, Text Reason, string LegalBasis) : CaseCommand(CaseId);

/// <summary>The head of the government grants days on top of the joint limit, before it is up (Administrative Licensing Law, art 42).</summary>
/// <param name="Most">What the catalogue allows.</param>
public sealed record ExtendCase(Guid CaseId, string By, int Days, int Most, Text Reason, string LegalBasis) : CaseCommand(CaseId);

/// <summary>The calendar has been published or corrected: dates may have moved.</summary>
public sealed record RecountCase(Guid CaseId) : CaseCommand(CaseId);

/// <summary>Withdraw, until issuing begins.</summary>
public sealed record WithdrawCase(Guid CaseId, string By, string Reason) : CaseCommand(CaseId);

/// <summary>The authority ends the case on a ground of the law (终止办理).</summary>
/// <param name="Ground">Its id in the catalogue.</param>
/// <param name="Reason">With the ground in words.</param>
public sealed record TerminateCase(Guid CaseId, string By, string Ground, Text Reason, string LegalBasis) : CaseCommand(CaseId);

/// <summary>Answer what departments ask for.</summary>
/// <param name="Items">What each item of the case gets if this answers it.</param>
/// <param name="Replaces">The whole submission as it was read; when it is another one by now, what came between must not be lost.</param>
/// <param name="Submission">The whole submission, with the supplement in it.</param>
/// <param name="Given">What of it is in this answer; null: everything that anybody asks for.</param>
public sealed record AnswerSupplement(
    Guid CaseId, string By, IReadOnlyList<SupplementedItem> Items, Utf8Json Replaces, Utf8Json Submission, SupplementGiven? Given = null) : CaseCommand(CaseId);

/// <summary>The part of an application that one item declares, with the supplement in it.</summary>
/// <param name="Changed">Against what stood there before; null when nothing has changed.</param>
/// <param name="Beyond">What the item asks for and nobody can give, because the plan of the case has no place for it: it is not waited for.</param>
public sealed record SupplementedItem(
    string Item, JsonElement Form, IReadOnlyList<MaterialReference> Materials, SupplementChanges? Changed = null, IReadOnlyList<string>? Beyond = null);

/// <summary>What an answer consists of.</summary>
/// <param name="Form">The members of the form that were sent; null when none were.</param>
/// <param name="Materials">Ids of the papers that were sent.</param>
/// <param name="Items">The items that it answers, complete or not; null: those that have everything they asked for.</param>
public sealed record SupplementGiven(JsonElement? Form, IReadOnlyList<string> Materials, IReadOnlyList<string>? Items);

/// <summary>Bring papers that were promised.</summary>
/// <param name="Replaces">The whole submission as it was read; when it is another one by now, what came between must not be lost.</param>
/// <param name="Submission">The whole submission, with the papers in it.</param>
/// <param name="Faults">Why they cannot be taken; it is asked all the same, because the sender may have been answered before under the same key.</param>
public sealed record DeliverMaterials(
    Guid CaseId, string By, IReadOnlyList<MaterialReference> Materials, Utf8Json Replaces, Utf8Json Submission,
    IReadOnlyList<Fault>? Faults = null) : CaseCommand(CaseId);

/// <summary>Agree to one of the times offered for the joint inspection.</summary>
public sealed record AgreeToInspection(Guid CaseId, string By, VisitSlot Slot) : CaseCommand(CaseId);

/// <summary>An operator resolves a parked case.</summary>
public sealed record ResolveParkedCase(Guid CaseId, string By, ParkedResolution Resolution, string Reason) : CaseCommand(CaseId);

[System.Text.Json.Serialization.JsonConverter(typeof(KebabCase<ParkedResolution>))]
public enum ParkedResolution
{
    /// <summary>Try to issue once more.</summary>
    Retry,
    /// <summary>Revoke what was issued and end the case.</summary>
    Compensate,
}
