using System.Text;

namespace OneVisit.All.Simulate;

/// <summary>The scenarios and applications that come with the platform.</summary>
internal static class BuiltIn
{
    private const string Scenarios = "scenarios/", Applications = "applications/";

    /// <summary>Names of the scenarios, in order.</summary>
    public static IReadOnlyList<string> ScenarioNames { get; } = Names(Scenarios, ".yaml");

    public static IReadOnlyList<string> ApplicationNames { get; } = Names(Applications, ".json");

    /// <summary>The scenario's text; null when there is none of that name.</summary>
    public static string? Scenario(string name) => Read($"{Scenarios}{name}.yaml");

    /// <summary>The application's text; null when there is none of that name.</summary>
    public static string? Application(string name) => Read($"{Applications}{name}.json");

    private static string? Read(string name)
    {
        using var stream = typeof(BuiltIn).Assembly.GetManifestResourceStream(name);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string[] Names(string folder, string ending) =>
    [
        .. typeof(BuiltIn).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(folder, StringComparison.Ordinal))
            .Select(n => n[folder.Length..^ending.Length])
            .Order(StringComparer.Ordinal),
    ];
}
