using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>The materials of a request, checked against a plan. That each has the right shape is checked with the request's envelope.</summary>
internal static class MaterialList
{
    private const string Pointer = "/materials";

    /// <summary>Names materials that the plan does not ask for, that stand twice, or that have no content.</summary>
    /// <param name="plan">Null when it is not known which bundle is meant.</param>
    /// <param name="orDeclared">Whether papers are taken that an item of the plan declares, though the answers did not ask for them.</param>
    /// <returns>The ids given.</returns>
    public static IReadOnlySet<string> Check(JsonElement body, Plan? plan, ICollection<Fault> faults, bool orDeclared = false)
    {
        var given = new HashSet<string>();
        foreach (var (material, index) in Elements(body))
        {
            if (material.ValueKind != JsonValueKind.Object)
                continue;
            var at = $"{Pointer}/{index}";
            if (Json.GivenOf(material, "digest"u8) is null && Json.GivenOf(material, "ref"u8) is null)
                faults.Add(new(at, FaultCodes.MaterialWithoutContent, "must have a digest or a ref"));
            if (Json.TextOf(material, "material"u8) is not { } id)
                continue;
            if (!given.Add(id))
                faults.Add(new($"{at}/material", FaultCodes.DuplicateMaterial, "is given more than once"));
            if (plan is not null && !plan.PossibleMaterials.Contains(id) && !(orDeclared && plan.Items.Any(i => i.Item.DeclaresMaterial(id))))
                faults.Add(new($"{at}/material", FaultCodes.UnknownMaterial, "is not asked for"));
        }
        return given;
    }

    /// <summary>Names the required materials that were not given.</summary>
    public static void RefuseMissing(Plan plan, IReadOnlySet<string> given, ICollection<Fault> faults)
    {
        foreach (var material in plan.Materials)
            if (material.Necessity == Necessity.Required && !given.Contains(material.Id))
                faults.Add(new(Pointer, FaultCodes.MissingMaterial, $"'{material.Id}' ({material.Name.Zh}, {material.Name.En}) is required"));
    }

    public static IReadOnlyList<MaterialReference> Read(JsonElement body) => [.. Elements(body).Select(m => new MaterialReference
    {
        Material = Json.TextOf(m.Element, "material"u8)!,
        Name = Json.TextOf(m.Element, "name"u8)!,
        Digest = Json.TextOf(m.Element, "digest"u8),
        Ref = Json.TextOf(m.Element, "ref"u8),
    })];

    // Beyond the list's limit nothing is looked at: the envelope has refused it already.
    internal static IEnumerable<(JsonElement Element, int Index)> Elements(JsonElement body) =>
        Json.MemberOf(body, "materials"u8) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Take(Envelope.MostMaterials).Select((m, i) => (m, i))
            : [];
}
