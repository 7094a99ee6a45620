using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OneVisit.Unit.Architecture;

/// <summary>The rules of the house as functions: what they are given, and every fault they find in it.</summary>
internal static partial class HouseRules
{
    private static readonly string[] Foundation = ["Contracts", "Kit", "Catalogue", "Clock"];

    /// <summary>
    /// Who may import whom: <c>contracts</c> and <c>clock</c> nothing, <c>kit</c> those two, <c>catalogue</c> those three, a service those four,
    /// <c>all</c> everything.
    /// </summary>
    /// <param name="projects">Each project outside the tests, by name, with the names of those it refers to.</param>
    public static IEnumerable<string> ImportFaults(IReadOnlyDictionary<string, string[]> projects) =>
        from project in projects
        from reference in project.Value
        where !MayImport(project.Key, reference)
        select $"{project.Key} must not import {reference}";

    private static bool MayImport(string project, string reference) => project switch
    {
        "Contracts" or "Clock" => false,
        "Kit" => reference is "Contracts" or "Clock",
        "Catalogue" => reference is "Contracts" or "Clock" or "Kit",
        "Gateway" => reference is "Contracts" or "Kit",
        "All" => true,
        // Departments, the orchestrator and every service to come: never each other.
        _ => Foundation.Contains(reference),
    };

    /// <summary>Only <c>kit/Bus</c> names a transport, and only <c>kit/Store</c> a database.</summary>
    public static IEnumerable<string> NamedTechnologyFaults(IEnumerable<SourceFile> sources) =>
        from source in sources
        let code = Code(source.Text)
        from fault in (string?[])
        [
            !source.Path.StartsWith("services/kit/Bus/", StringComparison.Ordinal) && Transport().Match(code) is { Success: true } bus ? bus.Value : null,
            !source.Path.StartsWith("services/kit/Store/", StringComparison.Ordinal) && Database().Match(code) is { Success: true } store ? store.Value : null,
        ]
        where fault is not null
        select $"{source.Path} names {fault.Trim()}";

    /// <summary>Rules are functions: no clock, no id generator, no chance, no file, no network, nothing to wait for.</summary>
    public static IEnumerable<string> ImpurityFaults(IEnumerable<SourceFile> sources) =>
        from source in sources
        where HoldsRules(source.Path)
        from Match impurity in Impurity().Matches(Code(source.Text))
        select $"{source.Path} uses {impurity.Value}";

    public static bool HoldsRules(string path) =>
        path.StartsWith("services/clock/", StringComparison.Ordinal)
        || (path.StartsWith("services/orchestrator/Cases/", StringComparison.Ordinal) && !path.EndsWith("Access.cs", StringComparison.Ordinal) && !path.EndsWith("Table.cs", StringComparison.Ordinal))
        || path.StartsWith("services/kit/Departments/Task", StringComparison.Ordinal) && (path.Contains("/TaskRules", StringComparison.Ordinal) || path.Contains("/TaskState", StringComparison.Ordinal))
        || path is "services/kit/Departments/ItemHandler.cs" or "services/kit/UnitOfWork/Decision.cs" or "services/kit/UnitOfWork/Register.cs" or "services/kit/UnitOfWork/JournalChain.cs"
        || (path.StartsWith("services/departments/", StringComparison.Ordinal) && !path.EndsWith("/Program.cs", StringComparison.Ordinal) && !path.EndsWith("Service.cs", StringComparison.Ordinal));

    /// <summary>Every version once, in one place.</summary>
    public static IEnumerable<string> PackageFaults(string centralVersions, IEnumerable<ProjectFile> projects)
    {
        var central = XDocument.Parse(centralVersions);
        if (central.Descendants("ManagePackageVersionsCentrally").SingleOrDefault()?.Value != "true")
            yield return "package versions are not managed centrally";
        var versions = central.Descendants("PackageVersion").Select(p => p.Attribute("Include")!.Value).ToHashSet();
        foreach (var project in projects)
        {
            foreach (var package in XDocument.Parse(project.Text).Descendants("PackageReference"))
            {
                var name = package.Attribute("Include")?.Value ?? "";
                if (package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null || package.Elements().Any(e => e.Name.LocalName.StartsWith("Version", StringComparison.Ordinal)))
                    yield return $"{project.Path} gives {name} a version of its own";
                if (!versions.Contains(name))
                    yield return $"{project.Path} uses {name}, which has no central version";
            }
        }
    }

    /// <summary>Every project is in the solution, and the solution names none that is not there.</summary>
    public static IEnumerable<string> SolutionFaults(string solution, IEnumerable<ProjectFile> projects)
    {
        var listed = ListedProject().Matches(solution).Select(m => m.Groups[1].Value.Replace('\\', '/')).ToHashSet();
        var there = projects.Select(p => p.Path).ToHashSet();
        return there.Except(listed).Select(p => $"{p} is not in the solution").Concat(listed.Except(there).Select(p => $"the solution names {p}, which is not there"));
    }

    /// <summary>The text without comments, so that a word in an explanation is no fault.</summary>
    private static string Code(string text) => Comment().Replace(text, "");

    [GeneratedRegex(@"(?<!:)//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(MassTransit|RabbitMQ)\s*[.;]")]
    private static partial Regex Transport();

    [GeneratedRegex(@"\b(Npgsql|Microsoft\.Data\.Sqlite)\b\s*[.;]|\b(Npgsql|Sqlite)(Connection|Command|DataSource|Exception|Transaction|Parameter)\b")]
    private static partial Regex Database();

    [GeneratedRegex(@"\b(DateTime|DateTimeOffset)\.(Now|UtcNow|Today)\b|\bTimeProvider\b|\bStopwatch\b|\bGuid\.(NewGuid|CreateVersion7)\b|\bRandom(NumberGenerator)?\b|\b(File|Directory|Environment|Console|Process)\.[A-Z]|\bHttpClient\b|\b(await|async)\b|\bThread\b|\bDapper\b|\bIConfiguration\b")]
    private static partial Regex Impurity();

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ListedProject();
}
