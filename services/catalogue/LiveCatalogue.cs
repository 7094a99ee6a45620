namespace OneVisit.Catalogue;

/// <summary>What a look at the folder found.</summary>
public abstract record Look
{
    private Look() { }

    public sealed record Unchanged : Look
    {
        internal static readonly Unchanged Instance = new();
    }

    /// <summary>A new catalogue is in force.</summary>
    public sealed record Changed : Look
    {
        internal static readonly Changed Instance = new();
    }

    /// <summary>What is in the folder has faults; told once for each text.</summary>
    public sealed record Refused(IReadOnlyList<CatalogueFault> Faults) : Look;
}

/// <summary>
/// The catalogue in force, and its folder when it has one. A text is read when two looks in a row find the folder alike, so that one that is
/// just being copied is left alone; a broken one is refused and the catalogue before it stays.
/// </summary>
public sealed class LiveCatalogue
{
    private readonly string? _folder;
    private volatile CityCatalogue? _current;
    private string _lastSeen;
    private string _lastRead;
    private string? _refused;

    private LiveCatalogue(CityCatalogue? first, string? folder, string seen, string read)
    {
        _current = first;
        _folder = folder;
        (_lastSeen, _lastRead) = (seen, read);
    }

    /// <summary>The catalogue of the assembly, which never changes.</summary>
    public static LiveCatalogue BuiltIn() => new(CityCatalogue.Load(), null, "", "");

    /// <summary>The catalogue of a folder.</summary>
    /// <exception cref="InvalidCatalogueException">It has faults.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static LiveCatalogue Of(string folder) => Of(folder, CatalogueText.OfFolder);

    /// <param name="read">Reads the folder.</param>
    internal static LiveCatalogue Of(string folder, Func<string, CatalogueText> read)
    {
        // Before the text: what is written while it is read is seen by the next look.
        var stamp = StampOf(folder);
        return new(CityCatalogue.Load(read(folder)), folder, stamp, stamp);
    }

    /// <summary>A folder that is taken as soon as it holds a catalogue without faults.</summary>
    internal static LiveCatalogue Awaited(string folder) => new(null, folder, "", "");

    /// <summary>The catalogue of a folder among several; where it has faults, it is awaited and the first look tells of them.</summary>
    internal static LiveCatalogue Awaited(string folder, IReadOnlyList<CityCatalogue> others, out IReadOnlyList<CatalogueFault> faults)
    {
        var stamp = StampOf(folder);
        var first = Read(CatalogueText.OfFolder(folder), others, out faults);
        return new(first, folder, stamp, first is null ? "" : stamp);
    }

    /// <summary>Null for the catalogue of the assembly.</summary>
    public string? Folder => _folder;

    /// <summary>False as long as a folder that is awaited has held no catalogue without faults.</summary>
    public bool IsInForce => _current is not null;

    public CityCatalogue Current => _current ?? throw new InvalidOperationException($"{_folder} has held no catalogue without faults yet");

    /// <summary>What was refused is read again by the next look, though it has not changed.</summary>
    internal void Reconsider()
    {
        if (_refused is not null)
            (_refused, _lastRead) = (null, "");
    }

    /// <summary>Looks at the folder. Not to be called twice at once.</summary>
    /// <param name="before">Done with a new catalogue before anybody is served by it; when it fails, the next look tries again.</param>
    /// <param name="others">The other cities in force: none of their places may be here too.</param>
    public async Task<Look> LookAsync(Func<CityCatalogue, Task> before, IReadOnlyList<CityCatalogue>? others = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        if (_folder is null)
            return Look.Unchanged.Instance;
        var (stamp, seen) = (StampOf(_folder), _lastSeen);
        _lastSeen = stamp;
        if (stamp == _lastRead || stamp != seen)
            return Look.Unchanged.Instance;
        var text = CatalogueText.OfFolder(_folder);
        if (text.Digest != _current?.Text.Digest && text.Digest != _refused)
        {
            if (Read(text, others ?? [], out var faults) is not { } next)
            {
                (_refused, _lastRead) = (text.Digest, stamp);
                return new Look.Refused(faults);
            }
            await before(next);
            (_current, _lastRead, _refused) = (next, stamp, null);
            return Look.Changed.Instance;
        }
        _lastRead = stamp;
        return Look.Unchanged.Instance;
    }

    // A text that brings the reader down is as unfit as one with faults, and must not bring down who looks.
    private static CityCatalogue? Read(CatalogueText text, IReadOnlyList<CityCatalogue> others, out IReadOnlyList<CatalogueFault> faults)
    {
        try
        {
            return CityCatalogue.TryLoad(text, others, out faults);
        }
        catch (Exception e)
        {
            faults = [new(text.Shown, 1, $"cannot be read: {e.Message}")];
            return null;
        }
    }

    // What the file system says without reading a byte: thousands of files are looked at every few seconds.
    private static string StampOf(string folder) => string.Join('\n', CatalogueText.PathsOf(folder)
        .Select(f => new FileInfo(f))
        // Of a link it is what it leads to that changes.
        .Select(f => f.Attributes.HasFlag(FileAttributes.ReparsePoint) ? f.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? f : f)
        .Select(f => $"{f.FullName} {f.Length} {f.LastWriteTimeUtc.Ticks}")
        .Order(StringComparer.Ordinal));
}
