using System.Text.Json;
using OneVisit.Contracts;

namespace OneVisit.Orchestrator.Api;

/// <summary>A submission. <c>form</c> is the bundle's merged form: see its JSON Schema in the plan.</summary>
public sealed record SubmissionBody(
    string Bundle, string Region, ApplicantBody Applicant, JsonElement Answers, JsonElement Form, IReadOnlyList<MaterialReference> Materials, AcceptanceBody? Acceptance);

/// <param name="IdNumber">GB 11643 for a natural person, GB 32100 for a legal person.</param>
public sealed record ApplicantBody(ApplicantKind Kind, string Name, string IdNumber, string Phone);

/// <summary>The window that takes the case in, and where it is.</summary>
public sealed record AcceptanceBody(string Window, string Region);

public sealed record ReasonBody(string Reason);

/// <summary>Members of the form that are replaced, and materials that are added or replaced.</summary>
public sealed record SupplementBody(JsonElement? Form, IReadOnlyList<MaterialReference>? Materials);

/// <param name="Action"><c>retry</c> or <c>compensate</c>.</param>
public sealed record ResolutionBody(string Action, string Reason);

/// <param name="At">The date for which the plan is asked; today when left out.</param>
public sealed record PlanBody(string Region, JsonElement? Answers, DateOnly? At);
