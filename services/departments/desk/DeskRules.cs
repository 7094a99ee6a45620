using OneVisit.Catalogue;

namespace OneVisit.Desk;

/// <summary>What the desk says, as the catalogue holds it.</summary>
internal sealed record DeskRules
{
    public required RuleReason OfficerReviews { get; init; }
    public required RuleReason MaterialMissing { get; init; }
    public required RuleReason DecidedAtOnce { get; init; }
}
