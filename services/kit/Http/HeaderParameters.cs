using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OneVisit.Kit.Http;

/// <summary>Describes the headers that an endpoint reads by itself.</summary>
public static class HeaderParameters
{
    /// <summary>Says that a repeat under the same <c>Idempotency-Key</c> is answered as the first was.</summary>
    public static RouteHandlerBuilder Idempotent(this RouteHandlerBuilder endpoint) =>
        endpoint.Header("Idempotency-Key", "1 to 255 visible ASCII characters: the same key with the same bytes gives the first answer again; with other bytes it is 422. Kept for 8 days.");

    /// <summary>Adds a header that may be left out to the endpoint's description.</summary>
    public static RouteHandlerBuilder Header(this RouteHandlerBuilder endpoint, string name, string description) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            Add(operation, name, description);
            return Task.CompletedTask;
        });

    /// <summary>An operation that may answer 412 reads <c>If-Match</c>, and one that may answer 428 insists on it.</summary>
    internal static Task DescribeIfMatch(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        if (operation.Responses?.ContainsKey("412") == true)
            Add(operation, "If-Match", "The ETag seen last; * stands for any.", required: operation.Responses.ContainsKey("428"));
        return Task.CompletedTask;
    }

    private static void Add(OpenApiOperation operation, string name, string description, bool required = false) =>
        operation.Parameters =
        [
            .. operation.Parameters ?? [],
            new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = description, Required = required, Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
        ];
}
