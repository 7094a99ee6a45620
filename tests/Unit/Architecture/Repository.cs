using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace OneVisit.Unit.Architecture;

/// <summary>A project as its file says it.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
/// <param name="References">Paths of the projects it refers to.</param>
internal sealed record ProjectFile(string Path, string[] References, string Text)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public static ProjectFile Read(string path, string text)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        return new ProjectFile(
            path,
            [.. XDocument.Parse(text).Descendants("ProjectReference").Select(r => Normal(System.IO.Path.Combine(folder, r.Attribute("Include")!.Value)))],
            text);
    }

    private static string Normal(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Replace('\\', '/').Split('/'))
        {
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else
                parts.Add(part);
        }
        return string.Join('/', parts);
    }
}

/// <summary>A source file.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
internal sealed record SourceFile(string Path, string Text);

/// <summary>The repository these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static IReadOnlyList<ProjectFile> Projects() => [.. Files("*.csproj").Select(f => ProjectFile.Read(f, Read(f)))];

    public static IReadOnlyList<SourceFile> Sources() => [.. Files("*.cs").Select(f => new SourceFile(f, Read(f)))];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The platform's own assemblies beside this one, and what each refers to; without the prefix <c>OneVisit.</c></summary>
    public static IReadOnlyDictionary<string, string[]> BuiltReferences() => Directory.GetFiles(AppContext.BaseDirectory, "OneVisit.*.dll")
        .Select(path => (Name: Short(Path.GetFileNameWithoutExtension(path)), References: ReferencesOf(path)))
        .ToDictionary(a => a.Name, a => a.References);

    private static string[] ReferencesOf(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name)).Where(n => n.StartsWith("OneVisit.", StringComparison.Ordinal)).Select(Short)];
    }

    private static string Short(string name) => name["OneVisit.".Length..];

    private static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
        .Where(f => !f.Split('/').Any(part => part is "bin" or "obj" or ".git"))
        .Order(StringComparer.Ordinal);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        }
        throw new InvalidOperationException("the tests do not run inside the repository they were built from");
    }
}
