using System.Globalization;
using System.Text.Json;

namespace OneVisit.Contracts.Api;

/// <summary>JSON pointers, RFC 6901.</summary>
public static class JsonPointer
{
    /// <summary>A member's name as it stands between two slashes of a pointer.</summary>
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The names and places that a pointer leads through, as they stand in the document.</summary>
    public static IEnumerable<string> Steps(string pointer) =>
        pointer.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));

    /// <summary>What a pointer points at; null when it is not there.</summary>
    public static JsonElement? Find(JsonElement document, string pointer)
    {
        var found = document;
        foreach (var name in Steps(pointer))
        {
            if (found.ValueKind == JsonValueKind.Object && found.TryGetProperty(name, out var member))
                found = member;
            else if (found.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < found.GetArrayLength())
                found = found[index];
            else
                return null;
        }
        return found;
    }
}
