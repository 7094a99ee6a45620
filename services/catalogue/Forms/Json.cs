using System.Text.Json;

namespace OneVisit.Catalogue.Forms;

/// <summary>Members of documents that nobody has checked yet: absent, of the wrong type and unreadable are all "not there".</summary>
internal static class Json
{
    public static JsonElement? MemberOf(JsonElement value, ReadOnlySpan<byte> name)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var property in value.EnumerateObject())
            if (JsonText.NameIs(property, name))
                return property.Value;
        return null;
    }

    /// <summary>A member of which null says the same as leaving it out.</summary>
    public static JsonElement? GivenOf(JsonElement value, ReadOnlySpan<byte> name) =>
        MemberOf(value, name) is { ValueKind: not JsonValueKind.Null } given ? given : null;

    public static string? TextOf(JsonElement value, ReadOnlySpan<byte> name)
    {
        Span<char> buffer = stackalloc char[JsonText.BufferLength];
        return MemberOf(value, name) is { ValueKind: JsonValueKind.String } member && JsonText.TryRead(member, buffer, out var text)
            ? text.ToString()
            : null;
    }
}
