using System.Text.Json;
using OneVisit.Contracts.Codes;

namespace OneVisit.Contracts.Licences;

/// <summary>What a business licence tells the departments that issue after it: who the entity is.</summary>
/// <param name="CreditCode">Unified social credit code, GB 32100.</param>
/// <param name="Name">The entity's registered name.</param>
public sealed record BusinessLicence(string CreditCode, string Name)
{
    /// <summary>The licence type.</summary>
    public const string Type = "business-licence";

    /// <summary>The business licence among an item's inputs, or null when there is none with a valid credit code and a name.</summary>
    public static BusinessLicence? In(IEnumerable<Licence> inputs) => inputs.Where(l => l.Type == Type).Select(Read).FirstOrDefault(l => l is not null);

    private static BusinessLicence? Read(Licence licence) =>
        Member(licence.Data, "unifiedSocialCreditCode") is { } code && UnifiedSocialCreditCode.IsValid(code) && Member(licence.Data, "name") is { Length: > 0 } name
            ? new BusinessLicence(code, name)
            : null;

    private static string? Member(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
