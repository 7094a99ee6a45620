using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary><c>limits.yaml</c>: what holds where bundles and items set no limit of their own, and when limits are warned of.</summary>
public sealed record CityLimits
{
    internal const string File = "limits.yaml";

    public required JointHandling JointHandling { get; init; }
    /// <summary>Null: as in the catalogue built in. Likewise <see cref="Supplement"/> and <see cref="Warnings"/>.</summary>
    public SingleHandling? Single { get; init; }
    public SupplementHandling? Supplement { get; init; }
    public IReadOnlyList<WarningText>? Warnings { get; init; }

    /// <summary>Reads the limits built into this assembly.</summary>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static CityLimits Load() => YamlText.Read<CityLimits>(CatalogueText.BuiltIn().Files[File], File);

    /// <summary>The same with what is left out taken from the catalogue built in.</summary>
    internal CityLimits Whole()
    {
        if (Single is { Tolerance: not null, RevocationBasis: not null } && Supplement is not null && Warnings is not null)
            return this;
        var built = Load();
        var single = Single is null ? built.Single!
            : Single with { Tolerance = Single.Tolerance ?? built.Single!.Tolerance, RevocationBasis = Single.RevocationBasis ?? built.Single!.RevocationBasis };
        return this with { Single = single, Supplement = Supplement ?? built.Supplement, Warnings = Warnings ?? built.Warnings };
    }
}

/// <summary>The law's limit for items that several departments handle as one.</summary>
/// <param name="Extension">What may be granted on top of it.</param>
public sealed record JointHandling(TimeLimit Limit, TimeLimit Extension);

/// <summary>The limits around the handling of one item.</summary>
/// <param name="Acceptance">For the answer to what was received at a window, from the receipt on; nobody answers: deemed accepted.</param>
/// <param name="Extension">What the head of the authority may grant on top of the statutory limit, once.</param>
/// <param name="Issuing">From the decision until the licence is issued.</param>
/// <param name="Tolerance">For a tolerable material that was left out, from the acceptance on; null: as in the catalogue built in. Likewise <paramref name="RevocationBasis"/>.</param>
/// <param name="RevocationBasis">The law by which a licence is revoked whose check afterwards fails.</param>
public sealed record SingleHandling(TimeLimit Acceptance, TimeLimit Extension, TimeLimit Issuing, TimeLimit? Tolerance = null, string? RevocationBasis = null);

/// <summary>How applicants are asked to add what is missing.</summary>
/// <param name="Collection">
/// From the first department's request on: what others ask for within it is told in the same notice. 0: until the end of that day. Never longer than the time in which
/// everything that is missing has to be told, which is <see cref="SingleHandling.Acceptance"/>.
/// </param>
public sealed record SupplementHandling(TimeLimit Collection);

/// <summary>When a limit is warned of. Either before its end (<paramref name="Percent"/>, <paramref name="DaysBefore"/>) or after it.</summary>
/// <param name="Id">Given once for each clock.</param>
/// <param name="Percent">On the day by which this share of the days has been counted.</param>
/// <param name="DaysBefore">So many working days before the due date; with a percentage, whichever comes first.</param>
/// <param name="DaysAfter">So many working days after the due date; 0: as soon as it has passed.</param>
public sealed record WarningText(string Id, WarningColour Colour, IReadOnlyList<WarningTo> To, int? Percent = null, int? DaysBefore = null, int? DaysAfter = null);
