using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneVisit.Contracts;

/// <summary>Who applies.</summary>
[JsonConverter(typeof(KebabCase<ApplicantKind>))]
public enum ApplicantKind
{
    NaturalPerson,
    LegalPerson,
}

/// <summary>The applicant as every department may know them: no identity number, no telephone.</summary>
public sealed record ApplicantName
{
    public required ApplicantKind Kind { get; init; }
    public required string Name { get; init; }
}

/// <summary>A material the applicant handed in: what it is, and the digest that fixes its content.</summary>
public sealed record MaterialReference
{
    /// <summary>The material's id in the catalogue, for instance <c>domicile-proof</c>.</summary>
    public required string Material { get; init; }
    /// <summary>The file's own name.</summary>
    public required string Name { get; init; }
    /// <summary><c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string? Digest { get; init; }
    /// <summary>Where the file can be fetched, when it has been stored already.</summary>
    public string? Ref { get; init; }
}

/// <summary>A licence as issued by a department.</summary>
public sealed record Licence
{
    public required string Number { get; init; }
    /// <summary>The licence type of the catalogue, for instance <c>business-licence</c>.</summary>
    public required string Type { get; init; }
    /// <summary>The service item that yielded it.</summary>
    public required string Item { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    /// <summary>Last day of validity in the city's zone; null when it does not expire.</summary>
    public DateOnly? ValidUntil { get; init; }
    public required JsonElement Data { get; init; }
    /// <summary>2 for the first correction of a clerical error, and so on; null as it was first issued.</summary>
    public int? Version { get; init; }
}

/// <summary>A department's answer to the review of one item.</summary>
public sealed record Decision
{
    public required ReviewOutcome Outcome { get; init; }
    /// <summary>Who decided: <c>rule:seal-set/1</c>, or <c>officer:</c> or, of a department's own system, <c>system:</c> and the subject.</summary>
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
    public required Text Reason { get; init; }
    public required string LegalBasis { get; init; }
    /// <summary>Every finding behind the answer; empty for a plain pass.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
    /// <summary>The special procedure that begins, as the catalogue names it.</summary>
    public string? Procedure { get; init; }
    /// <summary>How the applicant was told of it in writing.</summary>
    public WrittenNotice? Notice { get; init; }
    /// <summary>With a request for a supplement: every paper and field that is asked for; null when the reason says it all.</summary>
    public SupplementDemand? Requested { get; init; }
    /// <summary>Who else signed the answer before it held; null where nobody had to.</summary>
    public IReadOnlyList<Signature>? Signatures { get; init; }

    /// <summary>Whether no person made it.</summary>
    [JsonIgnore]
    public bool IsByRule => By.StartsWith("rule:", StringComparison.Ordinal);
}

/// <summary>Everything a department asks the applicant for, told once (Administrative Licensing Law, art 32).</summary>
public sealed record SupplementDemand(IReadOnlyList<DemandedMaterial> Materials, IReadOnlyList<DemandedField> Fields);

/// <param name="Material">The material's id in the catalogue.</param>
/// <param name="Why">What is wrong with it, or why it is needed; null when the reason of the whole says so.</param>
public sealed record DemandedMaterial(string Material, Text? Why = null);

/// <param name="Pointer">Into the form (RFC 6901).</param>
/// <param name="Why">What is wrong with it; null when the reason of the whole says so.</param>
public sealed record DemandedField(string Pointer, Text? Why = null);

/// <summary>What an applicant's supplement has changed.</summary>
/// <param name="Fields">Pointers into the form (RFC 6901) to what is new, another, or gone. A list whose length has changed is named as a whole.</param>
/// <param name="Materials">Ids of the papers that are new or other ones than before.</param>
public sealed record SupplementChanges(IReadOnlyList<string> Fields, IReadOnlyList<string> Materials);

/// <summary>A second person of the authority agreed to an answer before it held.</summary>
/// <param name="By">The subject.</param>
/// <param name="Opinion">What they added; null for nothing.</param>
public sealed record Signature(string By, DateTimeOffset At, string? Opinion = null);

/// <summary>A paper that is not there yet and that the applicant promised to bring (容缺受理).</summary>
/// <param name="Material">The material's id in the catalogue.</param>
/// <param name="By">The last day for it, in the city's zone.</param>
public sealed record PromisedMaterial(string Material, DateOnly By);
