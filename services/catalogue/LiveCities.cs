using OneVisit.Kit.Clocks;
using OneVisit.Kit.Documents;

namespace OneVisit.Catalogue;

/// <summary>
/// The cities in force. A folder with a <c>regions.yaml</c> is one city; one without whose subfolders have one is several, each with a catalogue
/// of its own, in the order of their names. A city's broken catalogue is refused and touches no other's.
/// </summary>
public sealed class LiveCities
{
    private readonly string? _several;
    private readonly List<LiveCatalogue> _followed;
    private volatile Cities _current;

    private LiveCities(List<LiveCatalogue> followed, string? several)
    {
        (_followed, _several) = (followed, several);
        _current = InForce();
    }

    /// <summary>The one city of the assembly, which never changes.</summary>
    public static LiveCities BuiltIn() => new([LiveCatalogue.BuiltIn()], null);

    /// <summary>The city or the cities of a folder. Of several, those without faults: the others are told of by the first look.</summary>
    /// <exception cref="InvalidCatalogueException">There is none without faults; names every fault of every city.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static LiveCities Of(string folder)
    {
        if (CityFolders.Several(folder) is not { } folders)
            return new([LiveCatalogue.Of(folder)], null);
        var (followed, faults) = (new List<LiveCatalogue>(), new List<CatalogueFault>());
        foreach (var city in folders)
        {
            followed.Add(LiveCatalogue.Awaited(city, [.. Of(followed)], out var found));
            faults.AddRange(found);
        }
        return Of(followed).Any() ? new(followed, folder) : throw new InvalidCatalogueException(faults);
    }

    public Cities Current => _current;

    /// <summary>The calendars of the cities in force.</summary>
    public CalendarsInForce Calendars => new(region => Current.Of(region).Calendar, () => Current);

    /// <summary>What the city of a place says of written documents.</summary>
    public IDocumentTexts DocumentsOf(string region) => Current.Of(region).Documents;

    /// <summary>Each city to look at, a new one among several included.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<LiveCatalogue> Follow()
    {
        foreach (var folder in _several is null ? [] : CityFolders.Several(_several) ?? [])
            if (_followed.All(c => c.Folder != folder))
                _followed.Add(LiveCatalogue.Awaited(folder));
        _followed.Sort((a, b) => string.CompareOrdinal(a.Folder, b.Folder));
        return _followed;
    }

    /// <summary>Looks at one of <see cref="Follow"/>. Not to be called twice at once.</summary>
    /// <param name="before">Done with a new catalogue before anybody is served by it; when it fails, the next look tries again.</param>
    public async Task<Look> LookAsync(LiveCatalogue city, Func<CityCatalogue, Task> before)
    {
        ArgumentNullException.ThrowIfNull(city);
        var look = await city.LookAsync(before, [.. Of(_followed.Where(c => c != city))]);
        if (look is Look.Changed)
        {
            _current = InForce();
            // A place that this city gave up may be what another was refused for.
            foreach (var other in _followed.Where(c => c != city))
                other.Reconsider();
        }
        return look;
    }

    private Cities InForce() => new([.. Of(_followed)]);

    private static IEnumerable<CityCatalogue> Of(IEnumerable<LiveCatalogue> followed) => followed.Where(c => c.IsInForce).Select(c => c.Current);
}
