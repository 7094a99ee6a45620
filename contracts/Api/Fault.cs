namespace OneVisit.Contracts.Api;

/// <summary>
/// One fault of a request. A problem response carries every fault at once. A message states the rule that was broken and never
/// repeats the value, so that an identity number cannot leave through it.
/// </summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the request's body; empty for the body as a whole. A missing member is pointed at where it should be.</param>
/// <param name="Code">One of <see cref="FaultCodes"/>.</param>
public sealed record Fault(string Pointer, string Code, string Message);
