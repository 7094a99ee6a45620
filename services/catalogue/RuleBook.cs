namespace OneVisit.Catalogue;

/// <summary>One version of a department's rules, and the days it applies to, both inclusive. Without an end it applies until further notice.</summary>
public sealed record RuleVersion<T>
{
    /// <summary>Counts up from the book's first version. A decision names it: <c>seal-set/1</c>.</summary>
    public required int Version { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
    public required T Rules { get; init; }
}

/// <summary>
/// A department's rules as they were, are and will be. The text is a YAML list of <see cref="RuleVersion{T}"/>, oldest first; each begins the
/// day after the one before ends, so every day from the first version on has exactly one.
/// </summary>
public sealed class RuleBook<T>
{
    private readonly string _source;
    private readonly IReadOnlyList<RuleVersion<T>> _versions;

    private RuleBook(string source, IReadOnlyList<RuleVersion<T>> versions)
    {
        _source = source;
        _versions = versions;
    }

    /// <summary>Reads the catalogue's <c>data/{department}/rules/{name}.yaml</c>.</summary>
    /// <exception cref="InvalidDataException">No such file, or as <see cref="Read"/>.</exception>
    public static RuleBook<T> Load(string department, string name)
    {
        var (catalogue, path) = (CatalogueText.BuiltIn(), $"{department}/rules/{name}.yaml");
        return catalogue.Files.TryGetValue(path, out var text)
            ? Read(text, catalogue.Shown + path)
            : throw new InvalidDataException($"{catalogue.Shown}{path}: the catalogue has no such file");
    }

    /// <summary>Reads a rule book from its text.</summary>
    /// <param name="source">The text's name in error messages.</param>
    /// <exception cref="InvalidDataException">
    /// Not YAML; a member unknown, missing or of the wrong type; no version; versions out of order, overlapping or with days between them.
    /// </exception>
    public static RuleBook<T> Read(string yaml, string source)
    {
        var versions = YamlText.Read<List<RuleVersion<T>>>(yaml, source);
        var faults = Faults(versions).Select(f => f.Message).ToList();
        return faults.Count == 0
            ? new RuleBook<T>(source, versions)
            : throw new InvalidDataException($"{source}: {string.Join("; ", faults)}");
    }

    /// <summary>The rules of a day.</summary>
    /// <exception cref="InvalidOperationException">The day lies before the first version or after the last.</exception>
    public T At(DateOnly date) => VersionAt(date).Rules;

    /// <summary>The rules of a day, with the version to name in a decision.</summary>
    /// <exception cref="InvalidOperationException">The day lies before the first version or after the last.</exception>
    public RuleVersion<T> VersionAt(DateOnly date) =>
        _versions.FirstOrDefault(v => v.ValidFrom <= date && (v.ValidTo is null || date <= v.ValidTo))
        ?? throw new InvalidOperationException($"{_source}: no version applies on {date:yyyy-MM-dd}");

    /// <summary>What is wrong with a book, and at which of its versions.</summary>
    internal static IEnumerable<(string Message, int? Index)> Faults(List<RuleVersion<T>> versions)
    {
        if (versions.Count == 0)
            yield return ("the book has no version", null);

        for (var i = 0; i < versions.Count; i++)
        {
            var version = versions[i];
            if (version.ValidTo < version.ValidFrom)
                yield return ($"version {version.Version} ends before it begins", i);
            if (i == 0)
                continue;
            var before = versions[i - 1];
            if (version.Version != before.Version + 1)
                yield return ($"version {version.Version} follows version {before.Version}", i);
            if (before.ValidTo is null || version.ValidFrom <= before.ValidTo)
                yield return ($"versions {before.Version} and {version.Version} overlap", i);
            else if (version.ValidFrom != before.ValidTo.Value.AddDays(1))
                yield return ($"days between versions {before.Version} and {version.Version} have no rules", i);
        }
    }
}
