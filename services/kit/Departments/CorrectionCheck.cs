using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;

namespace OneVisit.Kit.Departments;

/// <summary>What may not be corrected of a licence, each fault by its place in the body.</summary>
internal static class CorrectionCheck
{
    private const int LongestText = 1000;

    /// <param name="terms">Null: nothing of its type is corrected.</param>
    /// <param name="tellOthers">Whether it is said that those whose licences carry a shared field are to be told.</param>
    public static IEnumerable<Fault> Of(Licence licence, IReadOnlyDictionary<string, JsonElement> data, CorrectionTerms? terms, bool tellOthers)
    {
        foreach (var (field, value) in data)
        {
            var pointer = $"/data/{JsonPointer.Escape(field)}";
            if (terms?.Allows(field) != true || !TryRead(licence, field, out var before) || IsNumber(licence, before))
                yield return new Fault(pointer, FaultCodes.NotCorrectable, "Of this licence the field is not corrected.");
            else if (KindOf(before) != KindOf(value))
                yield return new Fault(pointer, FaultCodes.WrongType, "A value of the kind that stands there is expected.");
            else if (value.ValueKind == JsonValueKind.String && (value.GetString()!.Trim().Length is 0 or > LongestText || value.GetString()!.Any(char.IsControl)))
                yield return new Fault(pointer, FaultCodes.WrongFormat, $"A text of 1 to {LongestText} characters is expected.");
            else if (terms.Shared.Contains(field) && !tellOthers)
                yield return new Fault(pointer, FaultCodes.SharedField, "Other licences of the case carry this too: say tellOthers, and their departments are told.");
        }
    }

    /// <summary>The fields that would have another value than they have.</summary>
    public static IReadOnlyList<string> Changed(Licence licence, IReadOnlyDictionary<string, JsonElement> data) =>
        [.. data.Where(d => !TryRead(licence, d.Key, out var before) || !JsonElement.DeepEquals(before, d.Value)).Select(d => d.Key)];

    private static bool TryRead(Licence licence, string field, out JsonElement value)
    {
        value = default;
        return licence.Data.ValueKind == JsonValueKind.Object && licence.Data.TryGetProperty(field, out value);
    }

    /// <summary>By its number it is found, and others rest on it: it is never another's.</summary>
    private static bool IsNumber(Licence licence, JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() == licence.Number;

    private static JsonValueKind KindOf(JsonElement value) => value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;
}
