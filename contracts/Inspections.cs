using System.Text.Json.Serialization;

namespace OneVisit.Contracts;

/// <summary>The half of a day on which a visit is made.</summary>
[JsonConverter(typeof(KebabCase<DayPart>))]
public enum DayPart
{
    Morning,
    Afternoon,
}

/// <summary>When a visit is made.</summary>
/// <param name="Date">In the city's zone.</param>
public sealed record VisitSlot(DateOnly Date, DayPart Part);

/// <summary>A photograph taken at a visit: its name and what identifies its content. The picture itself stays with the department.</summary>
/// <param name="Digest"><c>sha256:</c> and 64 lower-case hexadecimal digits.</param>
public sealed record Photograph(string Name, string Digest);

/// <summary>What absence from a joint inspection counts as: agreement, and no visit of one's own later.</summary>
/// <param name="Rule">In the rule's words.</param>
/// <param name="Basis">The law or local rule it stands in.</param>
public sealed record AbsenceRule(Text Rule, string Basis);

/// <summary>An item whose department takes part in a joint inspection.</summary>
public sealed record InspectionParty(string Item, string Department);

/// <summary>What one department found at a joint inspection, or what its absence counts as.</summary>
public sealed record InspectionFinding
{
    public required string Item { get; init; }
    public required string Department { get; init; }
    /// <summary>False: what was seen stands in the way of its item.</summary>
    public required bool Agrees { get; init; }
    /// <summary>What was seen; of a department that was absent, the rule by which it agrees.</summary>
    public required Text Finding { get; init; }
    public IReadOnlyList<Photograph> Photographs { get; init; } = [];
    /// <summary>The subject who entered it; null for a department that was absent.</summary>
    public string? By { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>The law by which absence counts as agreement; null for a department that was there.</summary>
    public string? AbsenceBasis { get; init; }
}

/// <summary>The one record of a joint inspection (联合踏勘): who, when, where, and what each department found.</summary>
public sealed record InspectionRecord
{
    public required VisitSlot Slot { get; init; }
    /// <summary>The matter's place, GB/T 2260. Its address is known to the departments whose items declare it.</summary>
    public required string Region { get; init; }
    /// <summary>The department that led it.</summary>
    public required string Leader { get; init; }
    /// <summary>In the order in which they were entered, those of absent departments last.</summary>
    public required IReadOnlyList<InspectionFinding> Findings { get; init; }
}
