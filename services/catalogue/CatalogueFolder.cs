namespace OneVisit.Catalogue;

/// <summary>The catalogue that the setting <c>Catalogue:Folder</c> names.</summary>
public static class CatalogueFolder
{
    // Immutable, and the same for every service of a process.
    private static readonly Lazy<CityCatalogue> BuiltIn = new(CityCatalogue.Load);

    /// <param name="folder">Null: the one built into this assembly.</param>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static CityCatalogue Load(string? folder) => string.IsNullOrEmpty(folder)
        ? BuiltIn.Value
        : CityCatalogue.Load(Directory.GetFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .ToDictionary(path => $"data/{Path.GetRelativePath(folder, path).Replace('\\', '/')}", File.ReadAllText));
}
