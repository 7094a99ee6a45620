using System.Text.Json;

namespace OneVisit.Contracts.Api;

/// <summary>A row of <c>GET /api/bundles</c>.</summary>
public sealed record BundleSummary
{
    public required string Id { get; init; }
    public required string Version { get; init; }
    public required Text Name { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
}

/// <summary><c>GET /api/bundles/{id}</c>: what a bundle is made of, before anything is known of the applicant.</summary>
public sealed record BundleView
{
    public required string Id { get; init; }
    public required string Version { get; init; }
    public required Text Name { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
    public required IReadOnlyList<BundleItemView> Items { get; init; }
    /// <summary>JSON Schema 2020-12 of the answers.</summary>
    public required JsonElement Answers { get; init; }
    public required IReadOnlyList<QuestionView> Questions { get; init; }
    public required IssueFailurePolicy OnIssueFailure { get; init; }
    public required IssueRetry IssueRetry { get; init; }
}

public sealed record BundleItemView
{
    public required string Item { get; init; }
    public required Text Name { get; init; }
    public required string Department { get; init; }
    public required bool Required { get; init; }
    /// <summary>True when the applicant's answers decide whether it applies.</summary>
    public required bool Conditional { get; init; }
}

/// <summary>A question about the applicant's situation (情形).</summary>
public sealed record QuestionView
{
    public required string Id { get; init; }
    public required Text Title { get; init; }
    /// <summary>True when a case cannot be submitted without the answer.</summary>
    public required bool Required { get; init; }
    /// <summary>True when answers before it decide whether it is asked.</summary>
    public required bool Conditional { get; init; }
    /// <summary>JSON Schema 2020-12 of the answer.</summary>
    public required JsonElement Schema { get; init; }
}

/// <summary>A row of <c>GET /api/items</c>: a service item with its basic elements.</summary>
public sealed record ItemView
{
    public required string Id { get; init; }
    public required Text Name { get; init; }
    /// <summary>The 14-character code of the business item.</summary>
    public required string Code { get; init; }
    public required string Department { get; init; }
    public required Text DepartmentName { get; init; }
    /// <summary>The deciding authority where the request named a region, for instance <c>430602.tax</c>.</summary>
    public string? Authority { get; init; }
    public required ItemType Type { get; init; }
    public required Handling Handling { get; init; }
    public required IReadOnlyList<ApplicantKind> ApplicantKinds { get; init; }
    public required RegionLevel DecidedAt { get; init; }
    public required IReadOnlyList<LegalBasis> LegalBasis { get; init; }
    public required ItemLimits Limits { get; init; }
    public required Fee Fee { get; init; }
    public required Visits Visits { get; init; }
    public required IReadOnlyList<MaterialView> Materials { get; init; }
    /// <summary>Licence types it issues.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }
    /// <summary>Licence types of other items that it needs before it can issue.</summary>
    public required IReadOnlyList<string> Needs { get; init; }
    public required string Version { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
    /// <summary>What must hold for an application to be accepted.</summary>
    public required IReadOnlyList<Text> Conditions { get; init; }
    public required IReadOnlyList<SpecialProcedure> SpecialProcedures { get; init; }
    public required AcceptanceScope Accepted { get; init; }
    public required IReadOnlyList<Delivery> Delivery { get; init; }
    public Channels? Channels { get; init; }
    public required WhenTimeIsUp WhenTimeIsUp { get; init; }
    public required DecidedBy DecidedBy { get; init; }
    public IssuedBy IssuedBy { get; init; }
}

/// <summary>A row of <c>GET /api/guidance</c>: a bundle that everyday words are about.</summary>
/// <param name="Score">How well the words fit: higher is better, comparable within one answer.</param>
/// <param name="Matched">The words of the text, or words that mean the same, that were found.</param>
public sealed record GuidanceView(string Bundle, string Version, Text Name, double Score, IReadOnlyList<string> Matched);
