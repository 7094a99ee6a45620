using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OneVisit.All.Verify;

/// <summary>JSON kept beside a state.</summary>
internal static class OwnJson
{
    /// <summary>Null when it is not such JSON.</summary>
    public static T? Read<T>(string? text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null when it is no JSON.</summary>
    public static JsonElement? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
