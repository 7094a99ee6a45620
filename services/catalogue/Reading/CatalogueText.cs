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

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private CatalogueText(IReadOnlyDictionary<string, string> files, string shown, bool ofCity = false, IReadOnlyDictionary<string, int>? notUtf8 = null)
    {
        NotUtf8 = notUtf8 ?? new Dictionary<string, int>();
        IsOfCity = ofCity;
        Files = files;
        Shown = shown;
        Digest = DigestOf(files);
    }

    /// <summary>Path within the catalogue to text: <c>regions.yaml</c>, <c>tax/items/registration.yaml</c>.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>The files that are not UTF-8, and the first line that is not.</summary>
    internal IReadOnlyDictionary<string, int> NotUtf8 { get; }

    /// <summary>The files that are not UTF-8, each with the first line that is not.</summary>
    public IReadOnlyList<CatalogueFault> FaultsOfEncoding => [.. NotUtf8.Select(f => new CatalogueFault(Shown + f.Key, f.Value, SourceFile.NotUtf8))];

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
        var (files, notUtf8) = (new Dictionary<string, string>(), new Dictionary<string, int>());
        foreach (var path in PathsOf(folder))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            var bytes = File.ReadAllBytes(path);
            files[name] = Utf8.GetString(bytes.AsSpan(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0));
            if (FirstLineNotUtf8(bytes) is { } line)
                notUtf8[name] = line;
        }
        return new(files, Path.TrimEndingDirectorySeparator(folder) + '/', ofCity: true, notUtf8);
    }

    /// <summary>The first line of a file that is not UTF-8, counted from 1; null where all of it is.</summary>
    internal static int? FirstLineNotUtf8(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            return null;
        var line = 1;
        while (bytes.IndexOf((byte)'\n') is var end and >= 0 && System.Text.Unicode.Utf8.IsValid(bytes[..end]))
        {
            bytes = bytes[(end + 1)..];
            line++;
        }
        return line;
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

    /// <summary>The licence types alone, as far as their file can be read; null where there is none, and any name is one.</summary>
    public IReadOnlySet<string>? Licences() => Files.TryGetValue("licences.yaml", out var text)
        ? new SourceFile("licences.yaml", "licences.yaml", text).Read<List<LicenceType>>()?.Select(l => l.Id).ToHashSet() ?? []
        : null;

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
