namespace OneVisit.Contracts.Api;

/// <summary>A page of a list.</summary>
/// <param name="Next">Give it back as <c>cursor</c> for the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
