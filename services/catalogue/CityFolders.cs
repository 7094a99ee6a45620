namespace OneVisit.Catalogue;

/// <summary>A folder that holds the catalogues of several cities, each in a subfolder of its own.</summary>
public static class CityFolders
{
    private const string Regions = "regions.yaml";

    /// <summary>The cities' folders in the order of their names; null where the folder is itself a city's.</summary>
    /// <exception cref="IOException">There is no such folder, or it cannot be read.</exception>
    public static IReadOnlyList<string>? Several(string folder)
    {
        if (File.Exists(Path.Combine(folder, Regions)))
            return null;
        // As within a catalogue: what is hidden or linked is not looked at.
        string[] within = [.. new DirectoryInfo(folder).EnumerateDirectories()
            .Where(d => !d.Name.StartsWith('.') && !d.Attributes.HasFlag(FileAttributes.ReparsePoint)).Select(d => d.FullName).Order(StringComparer.Ordinal)];
        // With none, what is missing is this folder's own file.
        return within.Any(d => File.Exists(Path.Combine(d, Regions))) ? within : null;
    }

    /// <summary>What stands beside the cities, where nobody would read it.</summary>
    public static IReadOnlyList<CatalogueFault> Strays(string folder) => [.. new DirectoryInfo(folder).EnumerateFiles()
        .Where(f => !f.Name.StartsWith('.') && f.Extension is ".yaml" or ".yml").OrderBy(f => f.Name, StringComparer.Ordinal)
        .Select(f => new CatalogueFault(f.FullName, 1, "stands beside the cities' folders, and nobody would read it"))];
}
