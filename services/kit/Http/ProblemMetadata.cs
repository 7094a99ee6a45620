using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OneVisit.Kit.Http;

/// <summary>Tells the description of an endpoint which problems it answers with.</summary>
public static class ProblemMetadata
{
    public static TBuilder Problems<TBuilder>(this TBuilder endpoint, params ReadOnlySpan<int> statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), ["application/problem+json"]));
        return endpoint;
    }
}
