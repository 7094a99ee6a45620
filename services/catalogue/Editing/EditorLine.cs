namespace OneVisit.Catalogue.Editing;

/// <summary>The first line of a catalogue's file, by which an editor with a YAML language server knows the file's schema.</summary>
public static class EditorLine
{
    private const string Begins = "# yaml-language-server: $schema=";

    /// <summary>The line of a file; null for a path that is no file of a catalogue.</summary>
    /// <param name="path">Within the catalogue's folder, <c>tax/items/registration.yaml</c>.</param>
    /// <param name="schemas">The folder of the schemas, seen from the catalogue's folder: <c>.schemas</c>.</param>
    public static string? Of(string path, string schemas)
    {
        ArgumentNullException.ThrowIfNull(path);
        return CatalogueSchemas.Of(path) is { } schema
            ? $"{Begins}{string.Concat(Enumerable.Repeat("../", path.Count(c => c == '/')))}{schemas.Replace('\\', '/').TrimEnd('/')}/{schema}"
            : null;
    }

    /// <summary>A file's text with the line before it, in the place of one that is there.</summary>
    public static string Put(string text, string line)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"{line}\n{(text.StartsWith(Begins, StringComparison.Ordinal) ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] : text)}";
    }
}
