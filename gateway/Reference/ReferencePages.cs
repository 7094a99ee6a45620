using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace OneVisit.Gateway.Reference;

/// <summary>The description at <c>/openapi/v1.json</c>, and a page to read it at <c>/docs</c>, from this process's own files alone.</summary>
internal static class ReferencePages
{
    private const string Description = "/openapi/v1.json";

    public static void MapReference(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Description, async (MergedDescription description, CancellationToken cancel) =>
            Results.Bytes(await description.ReadAsync(cancel), "application/json; charset=utf-8")).ExcludeFromDescription();
        endpoints.MapScalarApiReference("/docs", page => page
            .WithTitle("OneVisit")
            .WithOpenApiRoutePattern(Description)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton()
            .SortTagsAlphabetically()
            .AddPreferredSecuritySchemes(["bearer"]));
    }
}
