using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneVisit.Contracts;

/// <summary>Writes an enum the way every OneVisit document does: <c>review-passed</c>, never a number.</summary>
public sealed class KebabCase<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;

/// <summary>The same names outside of JSON: in columns, queries and messages.</summary>
public static class KebabCase
{
    /// <summary>The name of a value: <c>review-passed</c>.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Names<TEnum>.Known.TryGetValue(value, out var name) ? name : Convert(value);

    /// <summary>The value of a name, or null: the letters must be exactly these, and a number is no name.</summary>
    public static TEnum? Read<TEnum>(string? name)
        where TEnum : struct, Enum
    {
        foreach (var (value, known) in Names<TEnum>.Known)
        {
            if (name == known)
                return value;
        }
        return null;
    }

    private static string Convert<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>Every row that is written names a lifecycle: each name is made once.</summary>
    private static class Names<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> Known = Enum.GetValues<TEnum>().Distinct().ToDictionary(value => value, Convert);
    }
}
