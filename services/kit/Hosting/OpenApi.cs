using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace OneVisit.Kit.Hosting;

/// <summary>Every process describes its own endpoints; the gateway merges the descriptions.</summary>
public static class OpenApi
{
    /// <summary>The name of a process's own description, served at <c>/openapi/process.json</c>.</summary>
    public const string Document = "process";

    /// <summary>The name of the one security scheme: a bearer token, as the gateway takes it.</summary>
    public const string SecurityScheme = "bearer";

    internal static void AddPlatformOpenApi(this IServiceCollection services) => services.AddOpenApi(Document, description =>
        description
            .AddDocumentTransformer((document, _, _) =>
            {
                document.Servers?.Clear();
                document.AddComponent<IOpenApiSecurityScheme>(SecurityScheme, new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description = "A token of the city's OIDC issuer; in Development, of POST /dev/tokens.",
                });
                return Task.CompletedTask;
            })
            .AddOperationTransformer((operation, context, _) =>
            {
                if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any())
                    operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SecurityScheme, context.Document)] = [] }];
                return Task.CompletedTask;
            }));
}
