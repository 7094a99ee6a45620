using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit;
using OneVisit.Kit.Departments;

namespace OneVisit.All.Verify;

/// <summary>A decision stands in the case, in its department and in both journals, and says the same in all four.</summary>
internal static class DecisionText
{
    /// <summary>But for who signed it: what they wrote beside it stays in the department.</summary>
    public static bool AreAlike(Decision one, Decision other) => Text(one) == Text(other);

    /// <summary>As far as the journal's entry tells: one of before something was told says nothing of it.</summary>
    public static bool IsAsTold(Decision made, JsonElement told) =>
        Tale.Text(told, "outcome") == KebabCase.Of(made.Outcome) && Tale.Text(told, "by") == made.By && Tale.Text(told, "legalBasis") == made.LegalBasis && Tale.Text(told, "procedure") == made.Procedure
        && Tale.Member(told, "reason") is { } reason && Tale.Text(reason, "zh") == made.Reason.Zh && Tale.Text(reason, "en") == made.Reason.En
        && IsAlike(Tale.Member(told, "findings") is { ValueKind: JsonValueKind.Array } findings && findings.GetArrayLength() > 0 ? findings : null, made.Findings.Count > 0 ? made.Findings : null)
        && IsAlike(Tale.Member(told, "requested"), made.Requested) && IsAlike(Tale.Member(told, "notice"), made.Notice);

    private static bool IsAlike(JsonElement? told, object? made) => told is { } said
        ? made is not null && JsonElement.DeepEquals(said, JsonSerializer.SerializeToElement(made, JsonText.Options))
        : made is null;

    private static string Text(Decision decision) => JsonSerializer.Serialize(decision with { Signatures = null }, TaskJson.Default.Decision);
}
