namespace OneVisit.Catalogue;

/// <summary>The catalogue that the setting <c>Catalogue:Folder</c> names.</summary>
public static class CatalogueFolder
{
    // Immutable, and the same for every service of a process.
    private static readonly Lazy<CityCatalogue> BuiltIn = new(CityCatalogue.Load);

    /// <param name="folder">Null or empty: the one built into this assembly.</param>
    /// <exception cref="InvalidDataException">There is no such folder, or the catalogue in it has faults: each with its file and line.</exception>
    public static CityCatalogue Load(string? folder)
    {
        if (string.IsNullOrEmpty(folder))
            return BuiltIn.Value;
        return Directory.Exists(folder)
            ? CityCatalogue.Load(CatalogueText.OfFolder(folder))
            : throw new InvalidDataException($"Catalogue:Folder: there is no folder '{folder}'");
    }
}
