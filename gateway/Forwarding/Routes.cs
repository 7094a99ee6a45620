using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OneVisit.Kit.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.Gateway.Forwarding;

/// <summary>A service that runs in another process: where it is, and the paths that are its own.</summary>
internal sealed record Route(string Service, Uri Address, IReadOnlyList<string> Paths);

/// <summary>
/// What is forwarded where: <c>Routes:{service}</c> lists the paths, <c>Services:{service}</c> is the address. <c>routes.json</c> holds the
/// defaults; any setting of the process goes before them, so a service is added or moved without building anything.
/// </summary>
internal static class Routes
{
    /// <summary>Reads the routes of every service that does not run in this process.</summary>
    /// <exception cref="ConfigurationException">An address or a path is missing or wrong, two services claim one path, or services behind could not trust this gateway.</exception>
    public static IReadOnlyList<Route> Read(IConfiguration settings, IReadOnlySet<string> together, IHostEnvironment environment)
    {
        using var defaults = typeof(Routes).Assembly.GetManifestResourceStream("routes.json")!;
        var configuration = new ConfigurationBuilder().AddJsonStream(defaults).AddConfiguration(settings).Build();
        var routes = configuration.GetSection("Routes").GetChildren()
            .Where(section => !together.Contains(section.Key))
            .OrderBy(section => section.Key, StringComparer.Ordinal)
            .Select(section => new Route(section.Key, AddressOf(configuration, section.Key), PathsOf(section)))
            .ToList();
        foreach (var path in routes.SelectMany(r => r.Paths).GroupBy(p => p, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            throw new ConfigurationException($"Routes: '{path.Key}' belongs to more than one service");
        if (routes.Count > 0 && !environment.IsDevelopment() && string.IsNullOrEmpty(configuration["Identity:Key"]))
            throw new ConfigurationException("Identity:Key: expected, because this gateway vouches for callers to services in other processes");
        return routes;
    }

    private static Uri AddressOf(IConfiguration configuration, string service)
    {
        var expected = $"the address of the service, such as http://{service}:8080";
        var address = Settings.Uri(configuration, $"Services:{service}", expected, "http", "https")
            ?? throw new ConfigurationException($"Services:{service}: expected {expected}");
        return address.AbsoluteUri.EndsWith('/') ? address : new Uri($"{address.AbsoluteUri}/");
    }

    private static List<string> PathsOf(IConfigurationSection section)
    {
        foreach (var path in section.GetChildren())
        {
            try
            {
                if (path.Value is not ['/', ..])
                    throw new ConfigurationException($"{path.Path}: expected a path such as /api/cases/{{**rest}}");
                RoutePatternFactory.Parse(path.Value);
            }
            catch (RoutePatternException e)
            {
                throw new ConfigurationException($"{path.Path}: expected a path such as /api/cases/{{**rest}} ({e.Message})", e);
            }
        }
        return [.. section.GetChildren().Select(path => path.Value!)];
    }
}
