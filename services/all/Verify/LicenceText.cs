using System.Text.Json;
using System.Text.Json.Serialization;
using OneVisit.Contracts;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.All.Verify;

/// <summary>A licence stands in the case, in its department and in the index, and says the same in all three.</summary>
internal static class LicenceText
{
    public static bool AreAlike(Licence one, Licence other) =>
        (one.Number, one.Type, one.Item, one.IssuedAt, one.ValidUntil, one.Version) == (other.Number, other.Type, other.Item, other.IssuedAt, other.ValidUntil, other.Version)
        && JsonElement.DeepEquals(one.Data, other.Data);
}

/// <summary>The index as it is stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LicenceEntry))]
internal sealed partial class IndexJson : JsonSerializerContext;
