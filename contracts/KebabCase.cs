using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneVisit.Contracts;

/// <summary>Writes an enum the way every OneVisit document does: <c>review-passed</c>, never a number.</summary>
public sealed class KebabCase<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
