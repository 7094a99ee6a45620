using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneVisit.Kit;

/// <summary>
/// How the platform writes JSON that people read too: Chinese as it is, not as escapes. The options are settled from the start: an answer of ASP.NET fits out options
/// that are not, and of two first answers at once one would fail.
/// </summary>
public static class JsonText
{
    /// <summary>camelCase; nulls left out.</summary>
    public static readonly JsonSerializerOptions Options = Settled(new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    /// <summary>camelCase; nulls written: what is not known is said to be null.</summary>
    public static readonly JsonSerializerOptions WithNulls = Settled(new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static JsonSerializerOptions Settled(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
