namespace OneVisit.Contracts.Api;

/// <summary>One fault of a request.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the request's body.</param>
/// <param name="Code">A stable code, for instance <c>required</c>.</param>
public sealed record Fault(string Pointer, string Code, string Message);
