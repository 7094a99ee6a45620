namespace OneVisit.Contracts;

/// <summary>
/// A clerical error in an issued licence was corrected (更正): a new version with the same number took the place of the one before, which stays verifiable as superseded. The
/// decision behind it is untouched (Administrative Licensing Law, art 8).
/// </summary>
public sealed record LicenceCorrection
{
    /// <summary>The licence as it was before.</summary>
    public required Licence Superseded { get; init; }
    /// <summary>The members of the licence's data that have another value since.</summary>
    public required IReadOnlyList<string> Fields { get; init; }
    /// <summary><c>officer:</c> or, of a department's own system, <c>system:</c> and the subject.</summary>
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>Told to the applicant.</summary>
    public required Text Reason { get; init; }
    public required string LegalBasis { get; init; }
    /// <summary>True: other licences of the case carry what was corrected, and their departments are told.</summary>
    public bool Shared { get; init; }

    /// <summary>Of what took its place: 2 for the first correction.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Version => VersionOf(Superseded) + 1;

    /// <summary>1 for a licence as it was first issued.</summary>
    public static int VersionOf(Licence licence)
    {
        ArgumentNullException.ThrowIfNull(licence);
        return licence.Version ?? 1;
    }

    /// <summary>The licences as they were first issued.</summary>
    /// <param name="corrections">All of theirs, in order; null for none.</param>
    public static IReadOnlyList<Licence> AsIssued(IReadOnlyList<Licence> licences, IReadOnlyList<LicenceCorrection>? corrections)
    {
        ArgumentNullException.ThrowIfNull(licences);
        return corrections is null ? licences : [.. licences.Select(l => corrections.FirstOrDefault(c => c.IsOf(l))?.Superseded ?? l)];
    }

    /// <summary>Whether it is of this licence, in whatever version.</summary>
    public bool IsOf(Licence licence)
    {
        ArgumentNullException.ThrowIfNull(licence);
        return Superseded.Type == licence.Type && Superseded.Number == licence.Number;
    }
}
