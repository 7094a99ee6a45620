using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;

namespace OneVisit.Kit.Departments;

/// <summary>The body that enters what a department found at the joint inspection.</summary>
/// <param name="Agrees">False: what was seen stands in the way of its item.</param>
/// <param name="Photographs">Names and digests; the pictures stay with the department. May be left out.</param>
public sealed record FindingBody(bool Agrees, GivenText Finding, IReadOnlyList<Photograph>? Photographs = null);

/// <summary>The body that moves the appointment of a joint inspection.</summary>
/// <param name="Reason">Told to the applicant.</param>
public sealed record MoveBody(VisitSlot Slot, GivenText Reason);

/// <summary>Photographs as they are sent: each a name and the SHA-256 of its content.</summary>
internal static class PhotographReader
{
    private const int MostPhotographs = 100;
    private const int LongestName = 200;
    private const string Prefix = "sha256:";

    /// <param name="value">Null or JSON null: none.</param>
    public static IReadOnlyList<Photograph> Read(JsonElement? value, List<Fault> faults)
    {
        if (value is not { ValueKind: not JsonValueKind.Null } given)
            return [];
        if (given.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new Fault("/photographs", FaultCodes.WrongType, "A list of {name, digest} is expected."));
            return [];
        }
        if (given.GetArrayLength() > MostPhotographs)
            faults.Add(new Fault("/photographs", FaultCodes.TooManyItems, $"At most {MostPhotographs} photographs are expected."));
        var photographs = new List<Photograph>();
        var at = 0;
        foreach (var element in given.EnumerateArray().Take(MostPhotographs))
        {
            var pointer = $"/photographs/{at++}";
            if (element.ValueKind != JsonValueKind.Object)
            {
                faults.Add(new Fault(pointer, FaultCodes.WrongType, "An object {name, digest} is expected."));
                continue;
            }
            foreach (var member in element.EnumerateObject().Where(m => m.Name is not ("name" or "digest")))
                faults.Add(new Fault($"{pointer}/{JsonPointer.Escape(member.Name)}", FaultCodes.UnknownMember, "This member is not known."));
            var name = TextOf(element, "name", pointer, $"A name of 1 to {LongestName} characters is expected.", text => text.Trim().Length is > 0 and <= LongestName, faults);
            var digest = TextOf(element, "digest", pointer, "sha256: and 64 lower-case hexadecimal digits are expected.", IsDigest, faults);
            if (name is null || digest is null)
                continue;
            if (photographs.Exists(p => p.Digest == digest))
                faults.Add(new Fault($"{pointer}/digest", FaultCodes.NotUnique, "The same photograph stands before it."));
            photographs.Add(new Photograph(name.Trim(), digest));
        }
        return photographs;
    }

    private static string? TextOf(JsonElement photograph, string member, string pointer, string expected, Func<string, bool> fits, List<Fault> faults)
    {
        if (!photograph.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
            faults.Add(new Fault($"{pointer}/{member}", FaultCodes.Missing, expected));
        else if (value.ValueKind != JsonValueKind.String)
            faults.Add(new Fault($"{pointer}/{member}", FaultCodes.WrongType, expected));
        else if (value.GetString() is { } text && fits(text))
            return text;
        else
            faults.Add(new Fault($"{pointer}/{member}", FaultCodes.WrongFormat, expected));
        return null;
    }

    private static bool IsDigest(string digest) =>
        digest.Length == Prefix.Length + 64 && digest.StartsWith(Prefix, StringComparison.Ordinal) && digest.Skip(Prefix.Length).All(char.IsAsciiHexDigitLower);
}
