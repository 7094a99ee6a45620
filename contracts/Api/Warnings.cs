using System.Text.Json.Serialization;

namespace OneVisit.Contracts.Api;

/// <summary>A limit is close, or has passed (黄牌、红牌).</summary>
[JsonConverter(typeof(KebabCase<WarningColour>))]
public enum WarningColour
{
    Yellow,
    Red,
}

/// <summary>Who is warned of a limit.</summary>
[JsonConverter(typeof(KebabCase<WarningTo>))]
public enum WarningTo
{
    /// <summary>Whoever is at it: an officer, the pool of the authority, the applicant, the window.</summary>
    Holder,
    /// <summary>The head of the authority.</summary>
    Head,
    Supervisor,
}
