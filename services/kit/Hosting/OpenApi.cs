using Microsoft.Extensions.DependencyInjection;

namespace OneVisit.Kit.Hosting;

/// <summary>Every process describes its own endpoints; the gateway merges the descriptions.</summary>
public static class OpenApi
{
    /// <summary>The name of a process's own description.</summary>
    public const string Document = "process";

    internal static void AddPlatformOpenApi(this IServiceCollection services) => services.AddOpenApi(Document);
}
