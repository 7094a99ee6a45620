using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>The applicant with what identifies them. Printing it shows neither the identity number nor the telephone.</summary>
/// <param name="IdNumber">GB 11643 of a natural person, GB 32100 of a legal person.</param>
public sealed record Applicant(ApplicantKind Kind, string Name, string IdNumber, string Phone)
{
    public override string ToString() => $"{Kind}";
}

/// <summary>Where a case was accepted on behalf of the competent authority.</summary>
public sealed record Acceptance(string Window, string Region);

/// <summary>
/// A submission that breaks no rule of the catalogue. <see cref="Answers"/> and <see cref="Form"/> rest on the document that was read: clone
/// what outlives it. Printing it shows no applicant's data.
/// </summary>
public sealed record ValidSubmission
{
    public required Applicant Applicant { get; init; }
    public required JsonElement Answers { get; init; }
    public required JsonElement Form { get; init; }
    public required IReadOnlyList<MaterialReference> Materials { get; init; }
    /// <summary>The tolerable materials that were left out, each to be brought in its time.</summary>
    public required IReadOnlyList<MaterialPromise> Promises { get; init; }
    public Acceptance? Acceptance { get; init; }
    /// <summary>Also names the bundle, its version and the region.</summary>
    public required Plan Plan { get; init; }

    public override string ToString() => $"{Plan.Bundle.Id} {Plan.Bundle.Version} in {Plan.Region.Code}";
}

/// <summary>A tolerable material that was left out is a promise to bring it (容缺受理).</summary>
/// <param name="Limit">From the acceptance on: what the catalogue grants, or the calendar days until the day that the applicant named.</param>
public sealed record MaterialPromise(PlanMaterial Material, DayLimit Limit);

/// <summary>What an applicant added: the whole form and all materials as they stand now.</summary>
public sealed record ValidSupplement(JsonElement Form, IReadOnlyList<MaterialReference> Materials)
{
    /// <summary>The members of the form that were sent; null when none were.</summary>
    public JsonElement? GivenForm { get; init; }
    /// <summary>Ids of the materials that were sent.</summary>
    public required IReadOnlyList<string> GivenMaterials { get; init; }
    /// <summary>The items it is meant for; null when it does not say.</summary>
    public IReadOnlyList<string>? Items { get; init; }

    public override string ToString() => nameof(ValidSupplement);
}

/// <summary>What was read, or every fault of the request.</summary>
/// <param name="Value">Null exactly when there are faults.</param>
public sealed record ReadResult<T>(T? Value, IReadOnlyList<Fault> Faults) where T : class
{
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool IsValid => Value is not null;

    internal static ReadResult<T> Of(IReadOnlyList<Fault> faults, Func<T> value) => faults.Count == 0 ? new(value(), []) : new(null, faults);
}
