namespace OneVisit.Catalogue.Reading;

/// <summary>Fields or materials that many items use, by name.</summary>
/// <param name="Read">Those that can be read.</param>
/// <param name="IsThere">True for a name that stands in the file, also where what it names cannot be read; of a file that is no YAML, for any.</param>
internal sealed record SharedTexts<T>(IReadOnlyDictionary<string, T> Read, Func<string, bool> IsThere)
{
    public static readonly SharedTexts<T> None = new(new Dictionary<string, T>(), _ => false);

    /// <summary>What a file uses; null where there is none, and that is reported unless it was told already.</summary>
    /// <param name="kind">What it is, for the fault.</param>
    public T? Find(string name, string kind, string pointer, SourceFile file)
    {
        if (Read.TryGetValue(name, out var found))
            return found;
        if (IsThere(name))
            file.RestsOnUnreadable = true;
        else
            file.Report(pointer, $"there is no shared {kind} '{name}'");
        return default;
    }
}
