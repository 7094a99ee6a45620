using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Departments;

/// <summary>
/// What the applicant has been asked for so far, each only once (Administrative Licensing Law, art 32): papers, places of the form, and the law a request
/// rested on that named neither.
/// </summary>
/// <param name="Materials">Ids in the catalogue.</param>
/// <param name="Fields">Pointers into the form (RFC 6901).</param>
/// <param name="Laws">Of requests whose reason said it all.</param>
/// <param name="Times">How often was asked.</param>
public sealed record AskedGrounds(IReadOnlyList<string> Materials, IReadOnlyList<string> Fields, IReadOnlyList<string> Laws, int Times)
{
    private static readonly AskedGrounds None = new([], [], [], 0);

    /// <summary>These grounds with those of one more request.</summary>
    internal static AskedGrounds With(AskedGrounds? asked, SupplementDemand? demand, string legalBasis)
    {
        var (before, more) = (asked ?? None, Of(demand, legalBasis));
        return new([.. before.Materials, .. more.Materials], [.. before.Fields, .. more.Fields], [.. before.Laws, .. more.Laws], before.Times + 1);
    }

    /// <summary>The grounds of one request.</summary>
    internal static AskedGrounds Of(SupplementDemand? demand, string legalBasis) => demand is { } named && named.Materials.Count + named.Fields.Count > 0
        ? new([.. named.Materials.Select(m => m.Material)], [.. named.Fields.Select(f => f.Pointer)], [], 1)
        : new([], [], [legalBasis], 1);

    /// <summary>Every ground of a request that was told before, where it stands in the body of the decision.</summary>
    internal IReadOnlyList<Fault> RepeatedIn(SupplementDemand? demand, string legalBasis)
    {
        var wanted = Of(demand, legalBasis);
        return
        [
            .. wanted.Materials.Index().Where(m => Materials.Contains(m.Item)).Select(m => Told($"/supplement/materials/{m.Index}")),
            .. wanted.Fields.Index().Where(f => Fields.Any(told => Overlap(told, f.Item))).Select(f => Told($"/supplement/fields/{f.Index}")),
            .. wanted.Laws.Where(law => Laws.Any(told => SameLaw(told, law))).Select(_ => Told("/legalBasis")),
        ];
    }

    /// <summary>Whether one request names nothing that another does not.</summary>
    internal static bool IsWithin(SupplementDemand demand, SupplementDemand? other) =>
        demand.Materials.All(m => other?.Materials.Any(o => o.Material == m.Material) == true) && demand.Fields.All(f => other?.Fields.Any(o => o.Pointer == f.Pointer) == true);

    /// <summary>Two places of a form are one ground when one lies within the other.</summary>
    private static bool Overlap(string one, string other) =>
        one == other || one.StartsWith($"{other}/", StringComparison.Ordinal) || other.StartsWith($"{one}/", StringComparison.Ordinal);

    // However it is spaced.
    private static bool SameLaw(string one, string other) =>
        one.Where(c => !char.IsWhiteSpace(c)).Select(char.ToLowerInvariant).SequenceEqual(other.Where(c => !char.IsWhiteSpace(c)).Select(char.ToLowerInvariant));

    private static Fault Told(string pointer) => new(pointer, FaultCodes.ToldOnce, "The applicant was asked for this before; everything that is missing is told once.");
}
