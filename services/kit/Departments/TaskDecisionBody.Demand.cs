using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;

namespace OneVisit.Kit.Departments;

/// <summary>Everything the applicant is asked for, told once (Administrative Licensing Law, art 32). Either list may be left out.</summary>
public sealed record SupplementDemandBody(IReadOnlyList<DemandedMaterialBody>? Materials = null, IReadOnlyList<DemandedFieldBody>? Fields = null);

/// <param name="Material">The material's id in the catalogue.</param>
/// <param name="Why">What is wrong with it, or why it is needed; may be left out when the reason of the whole says so.</param>
public sealed record DemandedMaterialBody(string Material, GivenText? Why = null);

/// <param name="Pointer">Into the form (RFC 6901).</param>
/// <param name="Why">What is wrong with it; may be left out when the reason of the whole says so.</param>
public sealed record DemandedFieldBody(string Pointer, GivenText? Why = null);

/// <content>What a request for a supplement names.</content>
public sealed partial record TaskDecisionBody
{
    private const string At = "/supplement";
    private const int MostOfEach = 100;
    private const int LongestId = 100;
    private const int LongestPointer = 500;

    /// <summary>Null when nothing is named, and beside a fault.</summary>
    private static SupplementDemand? ReadDemand(JsonElement body, ReviewOutcome? outcome, IItemDeclaration? item, List<Fault> faults)
    {
        if (!body.TryGetProperty("supplement", out var given) || given.ValueKind == JsonValueKind.Null)
            return null;
        if (outcome is not (ReviewOutcome.Supplement or null) || given.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault(At, FaultCodes.WrongType, "What is asked for, {materials, fields}, is expected, and only with a supplement."));
            return null;
        }
        RefuseOthers(given, At, faults, "materials", "fields");
        var materials = Each(given, "materials", "material", faults, FaultCodes.DuplicateMaterial, IsId, $"The id of a material, of at most {LongestId} characters, is expected.",
            (id, at) => item?.DeclaresMaterial(id) == false ? UndeclaredMaterial(at) : null);
        var fields = Each(given, "fields", "pointer", faults, FaultCodes.NotUnique, IsPointer, $"A JSON pointer into the form, of at most {LongestPointer} characters, is expected.",
            (pointer, at) => item?.DeclaresField(pointer) == false ? UndeclaredField(at) : null);
        return materials.Count + fields.Count == 0
            ? null
            : new SupplementDemand([.. materials.Select(m => new DemandedMaterial(m.Value, m.Why))], [.. fields.Select(f => new DemandedField(f.Value, f.Why))]);
    }

    private static List<(string Value, Text? Why)> Each(
        JsonElement demand, string list, string member, List<Fault> faults, string repeated, Func<string, bool> isSound, string expected,
        Func<string, string, Fault?> undeclared)
    {
        var read = new List<(string, Text?)>();
        if (!demand.TryGetProperty(list, out var given) || given.ValueKind == JsonValueKind.Null)
            return read;
        var at = $"{At}/{list}";
        if (given.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new Fault(at, FaultCodes.WrongType, "A list is expected."));
            return read;
        }
        if (given.GetArrayLength() > MostOfEach)
            faults.Add(new Fault(at, FaultCodes.TooManyItems, $"At most {MostOfEach} are expected."));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, one) in given.EnumerateArray().Take(MostOfEach).Index())
        {
            var place = $"{at}/{index}";
            if (one.ValueKind != JsonValueKind.Object)
            {
                faults.Add(new Fault(place, FaultCodes.WrongType, $"An object {{{member}, why}} is expected."));
                continue;
            }
            RefuseOthers(one, place, faults, member, "why");
            var why = one.TryGetProperty("why", out var reason) && reason.ValueKind != JsonValueKind.Null ? BodyReader.TextOf(reason, $"{place[1..]}/why", faults) : null;
            if (!one.TryGetProperty(member, out var value))
                faults.Add(new Fault($"{place}/{member}", FaultCodes.Missing, expected));
            else if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text || !isSound(text))
                faults.Add(new Fault($"{place}/{member}", FaultCodes.WrongFormat, expected));
            else if (!seen.Add(text))
                faults.Add(new Fault($"{place}/{member}", repeated, "It is asked for more than once."));
            else if (undeclared(text, $"{place}/{member}") is { } unknown)
                faults.Add(unknown);
            else
                read.Add((text, why));
        }
        return read;
    }

    /// <summary>The applicant could not give it: what the item does not declare is not accepted from anybody.</summary>
    internal static Fault UndeclaredMaterial(string at) => new(at, FaultCodes.UnknownMaterial, "The item asks for no such material.");

    internal static Fault UndeclaredField(string at) => new(at, FaultCodes.UnknownField, "The item has no such field.");

    private static void RefuseOthers(JsonElement of, string at, List<Fault> faults, params ReadOnlySpan<string> known)
    {
        foreach (var member in of.EnumerateObject())
        {
            if (!known.Contains(member.Name))
                faults.Add(new Fault($"{at}/{JsonPointer.Escape(member.Name)}", FaultCodes.UnknownMember, "This member is not known."));
        }
    }

    private static bool IsId(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LongestId;

    /// <summary>RFC 6901: each step begins with a slash, and a tilde is written ~0, a slash within a name ~1. The form as a whole is no field.</summary>
    private static bool IsPointer(string text) =>
        text.Length is > 1 and <= LongestPointer && text[0] == '/' && text.Index().All(c => c.Item != '~' || (c.Index + 1 < text.Length && text[c.Index + 1] is '0' or '1'));
}
