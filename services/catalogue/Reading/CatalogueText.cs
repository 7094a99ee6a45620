using System.IO.Enumeration;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using OneVisit.Catalogue.Reading;

namespace OneVisit.Catalogue;

/// <summary>A catalogue as it is written: its files, and a digest that names exactly this text.</summary>
public sealed class CatalogueText
{
    private const string Root = "data/";

    private static readonly Lazy<CatalogueText> Own = new(ReadOwn);

    private CatalogueText(IReadOnlyDictionary<string, string> files, string shown, bool ofCity = false)
    {
        IsOfCity = ofCity;
        Files = files;
        Shown = shown;
        Digest = DigestOf(files);
    }

    /// <summary>Path within the catalogue to text: <c>regions.yaml</c>, <c>tax/items/registration.yaml</c>.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>SHA-256 over every path and text, in hexadecimal.</summary>
    public string Digest { get; }

    /// <summary>What stands before a path where people read it.</summary>
    internal string Shown { get; }

    /// <summary>True for a city's own text, which the platform's code was not made for.</summary>
    internal bool IsOfCity { get; }

    /// <summary>The catalogue built into this assembly; read once.</summary>
    public static CatalogueText BuiltIn() => Own.Value;

    private static CatalogueText ReadOwn()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new Dictionary<string, string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Root, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            files[name] = reader.ReadToEnd();
        }
        return Of(files);
    }

    /// <summary>A catalogue of these files; a common <c>data/</c> before their paths is shown and otherwise left off.</summary>
    public static CatalogueText Of(IReadOnlyDictionary<string, string> files) => files.Keys.All(k => k.StartsWith(Root, StringComparison.Ordinal))
        ? new(files.ToDictionary(f => f.Key[Root.Length..], f => f.Value), Root)
        : new(files, "");

    /// <summary>The YAML files of a folder: without what is hidden, and without linked folders, which may lead back here.</summary>
    /// <exception cref="IOException">The folder or a file in it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static CatalogueText OfFolder(string folder)
    {
        var files = new Dictionary<string, string>();
        foreach (var path in PathsOf(folder))
            files[Path.GetRelativePath(folder, path).Replace('\\', '/')] = File.ReadAllText(path);
        return new(files, Path.TrimEndingDirectorySeparator(folder) + '/', ofCity: true);
    }

    /// <summary>The files that <see cref="OfFolder"/> reads. Those with the other usual ending are among them, so that they are named and not passed over.</summary>
    internal static IEnumerable<string> PathsOf(string folder) => new FileSystemEnumerable<string>(
        folder, (ref entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
    {
        ShouldRecursePredicate = (ref entry) => !entry.FileName.StartsWith('.') && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && !entry.FileName.StartsWith('.')
            && (entry.FileName.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || entry.FileName.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)),
    };

    /// <summary>The departments alone, of a catalogue whose items are still to come.</summary>
    /// <returns>What is wrong with their file.</returns>
    public IReadOnlyList<CatalogueFault> Departments(out IReadOnlyList<Department> departments)
    {
        departments = [];
        if (!Files.TryGetValue("departments.yaml", out var text))
            return [new($"{Shown}departments.yaml", 1, "the file is missing")];
        var file = new SourceFile("departments.yaml", $"{Shown}departments.yaml", text);
        departments = file.Read<DepartmentsText>()?.Departments ?? [];
        return file.Faults;
    }

    // Lengths stand between path and text, so that no two catalogues are one row of bytes.
    private static string DigestOf(IReadOnlyDictionary<string, string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, text) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Append(path);
            Append(text);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
