using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;

namespace OneVisit.Catalogue;

/// <summary><c>inspections.yaml</c>: one visit for every department that needs one (联合踏勘): its limits, who leads it, when authorities make visits, and what absence counts as.</summary>
public sealed record CityInspections
{
    internal const string File = "inspections.yaml";

    /// <summary>From the first request on: a department that needs a visit too joins it until then. It is over sooner when nobody is left who could ask.</summary>
    public required TimeLimit Planning { get; init; }
    /// <summary>For the applicant's choice among the times offered; unanswered, the first that still lies ahead is fixed.</summary>
    public required TimeLimit Consent { get; init; }
    /// <summary>For the departments' findings, from the day of the visit on; 0: on that day. Who has entered none by then was absent.</summary>
    public required TimeLimit Findings { get; init; }
    public required AbsenceRule Absence { get; init; }
    public required SlotOffer Slots { get; init; }
    /// <summary>Departments, the first that takes part leads; where none of them does, the department whose item stands first in the bundle. A bundle's own rule goes before it.</summary>
    public IReadOnlyList<string> Leader { get; init => field = value ?? []; } = [];
    /// <summary>When authorities make visits: the last line that fits an authority holds for it.</summary>
    public required IReadOnlyList<VisitDays> Visits { get; init; }

    /// <summary>Reads what is built into this assembly.</summary>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static CityInspections Load() => YamlText.Read<CityInspections>(CatalogueText.BuiltIn().Files[File], File);
}

/// <summary>The times that the applicant is offered.</summary>
/// <param name="Offered">How many.</param>
/// <param name="DaysAhead">Working days from the offer to the first of them; 0: the same day.</param>
/// <param name="Within">Working days within which all who take part have to have a time in common; else the leader's own times are offered.</param>
public sealed record SlotOffer(int Offered, int DaysAhead, int Within, string Basis);

/// <summary>On which days and half days authorities make visits.</summary>
/// <param name="Department">Null: of every department.</param>
/// <param name="Region">Null: everywhere; else of the authorities in this place.</param>
/// <param name="Weekdays"><c>monday</c> and so on, holidays excepted; null: on working days.</param>
public sealed record VisitDays(IReadOnlyList<DayPart> Parts, string Basis, string? Department = null, string? Region = null, IReadOnlyList<string>? Weekdays = null)
{
    /// <param name="authority">430602.fire</param>
    public bool Fits(string authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        var region = AuthorityId.RegionOf(authority);
        return (Department is null || Department == authority[Math.Min(authority.Length, region.Length + 1)..]) && (Region is null || RegionCode.Contains(Region, region));
    }
}
