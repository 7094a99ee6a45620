namespace OneVisit.Kit.Http;

/// <summary>The body that extends a limit.</summary>
/// <param name="Days">Granted on top, in the unit of the limit.</param>
/// <param name="Reason">Told to the applicant.</param>
public sealed record ExtensionBody(int Days, GivenText Reason, string LegalBasis);
