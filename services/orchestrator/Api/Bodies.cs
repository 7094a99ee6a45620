using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;

namespace OneVisit.Orchestrator.Api;

/// <summary>A submission. <c>form</c> is the bundle's merged form: see its JSON Schema in the plan.</summary>
public sealed record SubmissionBody(
    string Bundle, string Region, ApplicantBody Applicant, JsonElement Answers, JsonElement Form, IReadOnlyList<MaterialReference> Materials, AcceptanceBody? Acceptance = null,
    IReadOnlyList<PromiseBody>? Promises = null);

/// <summary>A tolerable material that is left out and brought later. One that is left out without a word is promised for the last day that is granted.</summary>
/// <param name="By">The last day, in the city's zone.</param>
public sealed record PromiseBody(string Material, DateOnly By);

/// <summary>Papers that were promised.</summary>
public sealed record DeliveryBody(IReadOnlyList<MaterialReference> Materials);

/// <param name="IdNumber">GB 11643 for a natural person, GB 32100 for a legal person.</param>
public sealed record ApplicantBody(ApplicantKind Kind, string Name, string IdNumber, string Phone);

/// <summary>The window that takes the case in, and where it is.</summary>
public sealed record AcceptanceBody(string Window, string Region);

public sealed record ReasonBody(string Reason);

/// <summary>The answer to what departments ask for, in whole or in part.</summary>
/// <param name="Form">Members of the form; each replaces the one of its name.</param>
/// <param name="Materials">Each is added, or replaces the one of its id.</param>
/// <param name="Items">The items whose requests this answers, though something may be missing. Left out: those that have everything they asked for; the others wait on.</param>
public sealed record SupplementBody(JsonElement? Form = null, IReadOnlyList<MaterialReference>? Materials = null, IReadOnlyList<string>? Items = null);

/// <param name="Action"><c>retry</c> or <c>compensate</c>.</param>
public sealed record ResolutionBody(string Action, string Reason);

/// <param name="At">The date for which the plan is asked; today when left out.</param>
public sealed record PlanBody(string Region, JsonElement? Answers = null, DateOnly? At = null);

/// <param name="Calendar">Its id: <c>cn</c> is the national calendar.</param>
/// <param name="Start">The day of the event, in the city's zone; it does not count.</param>
/// <param name="Pauses">In any order, none sharing a day with another.</param>
/// <param name="At">The day about which consumed, remaining and overdue are asked.</param>
public sealed record ProjectionBody(
    string Calendar, DateOnly Start, BudgetBody Budget, IReadOnlyList<PauseBody>? Pauses = null, IReadOnlyList<ProjectedExtensionBody>? Extensions = null, DateOnly? At = null);

/// <param name="Days">With the extensions at most 10 000. 0: due on the start day.</param>
public sealed record BudgetBody(int Days, DayUnit Unit);

/// <param name="To">Null or left out: the pause is open.</param>
public sealed record PauseBody(DateOnly From, string Cause, DateOnly? To = null);

/// <param name="At">The day it was granted on.</param>
public sealed record ProjectedExtensionBody(int Days, DateOnly At);

/// <summary>The body that answers what was received at a window.</summary>
/// <param name="Reason">Needed when it is not accepted; likewise <paramref name="LegalBasis"/>.</param>
public sealed record ReceiptAnswerBody(bool Accepted, GivenText? Reason = null, string? LegalBasis = null);
