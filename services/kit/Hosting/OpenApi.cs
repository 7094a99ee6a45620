using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using OneVisit.Kit.Http;

namespace OneVisit.Kit.Hosting;

/// <summary>Every process describes its own endpoints; the gateway merges the descriptions.</summary>
public static class OpenApi
{
    /// <summary>The name of a process's own description, served at <c>/openapi/process.json</c>.</summary>
    public const string Document = "process";

    /// <summary>The name of the one security scheme: a bearer token, as the gateway takes it.</summary>
    public const string SecurityScheme = "bearer";

    /// <summary>Names that every process's description may use; a service's own type of such a name is told apart by the service.</summary>
    private static readonly HashSet<string> SharedNames =
        [.. Shared().SelectMany(assembly => assembly.GetExportedTypes()).Select(type => type.Name)];

    internal static void AddPlatformOpenApi(this IServiceCollection services) => services
        // Bodies are read strictly: a number within quotes is none.
        .ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict)
        .AddOpenApi(Document, description =>
    {
        description.CreateSchemaReferenceId = NameOf;
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
            })
            .AddOperationTransformer(HeaderParameters.DescribeIfMatch)
            .AddSchemaTransformer(GivenText.Describe);
    });

    /// <summary>The name depends on the type alone, so that a description does not change with what else runs in the process.</summary>
    private static string? NameOf(JsonTypeInfo json)
    {
        var (name, type) = (OpenApiOptions.CreateDefaultSchemaReferenceId(json), json.Type);
        return name is not null && SharedNames.Contains(type.Name) && !Shared().Contains(type.Assembly)
            ? $"{type.Assembly.GetName().Name!.Split('.')[^1]}{name}"
            : name;
    }

    private static Assembly[] Shared() => [typeof(Contracts.Text).Assembly, typeof(OpenApi).Assembly];
}
