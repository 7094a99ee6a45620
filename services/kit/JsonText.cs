using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneVisit.Kit;

/// <summary>How the platform writes JSON that people read too: Chinese as it is, not as escapes.</summary>
public static class JsonText
{
    /// <summary>camelCase; nulls left out.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>camelCase; nulls written: what is not known is said to be null.</summary>
    public static readonly JsonSerializerOptions WithNulls = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
