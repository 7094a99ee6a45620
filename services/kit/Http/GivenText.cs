using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OneVisit.Kit.Http;

/// <summary>A text for people as it is sent: in both languages, or in the one that the sender has, <c>{"zh": "…"}</c> or a plain text. It is told in both as it is.</summary>
public sealed record GivenText(string? Zh = null, string? En = null)
{
    /// <summary>What a description says of it: a shape that no type has.</summary>
    internal static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        if (context.JsonTypeInfo.Type != typeof(GivenText))
            return Task.CompletedTask;
        var line = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = BodyReader.LongestText };
        schema.Type = null;
        schema.Properties = null;
        schema.AnyOf =
        [
            line,
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                MinProperties = 1,
                Properties = new Dictionary<string, IOpenApiSchema> { ["zh"] = line, ["en"] = line },
            },
        ];
        return Task.CompletedTask;
    }
}
