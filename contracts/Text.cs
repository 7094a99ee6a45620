namespace OneVisit.Contracts;

/// <summary>A text for people, in both languages of the platform.</summary>
public sealed record Text(string Zh, string En);

/// <summary>
/// One reason of a decision: what was found, where in the application, and the law it rests on.
/// A decision carries every finding, not the first.
/// </summary>
public sealed record Finding
{
    /// <summary>A stable code programs may switch on, for instance <c>sign-wider-than-frontage</c>.</summary>
    public required string Code { get; init; }
    public required Text Reason { get; init; }
    public required string LegalBasis { get; init; }
    /// <summary>JSON pointer (RFC 6901) into the application, when one field is the cause.</summary>
    public string? Pointer { get; init; }
}
