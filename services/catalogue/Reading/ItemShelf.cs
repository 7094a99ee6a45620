namespace OneVisit.Catalogue.Reading;

/// <summary>The items of a catalogue in all their versions, and the ids of those whose files could not be read.</summary>
internal sealed class ItemShelf
{
    private readonly Dictionary<string, List<ServiceItem>> _versions = [];
    private readonly HashSet<string> _unreadable = [];
    private readonly Dictionary<ServiceItem, string> _paths = new(ReferenceEqualityComparer.Instance);

    /// <summary>The id of the item whose file has this path: <c>tax/items/registration@2026.2.yaml</c> is of <c>tax.registration</c>.</summary>
    public static string IdOf(string path)
    {
        string[] steps = path.Split('/');
        return $"{steps[0]}.{Path.GetFileNameWithoutExtension(steps[^1]).Split('@')[0]}";
    }

    public IEnumerable<ServiceItem> All => _versions.Values.SelectMany(v => v);

    public bool Has(string id) => _versions.ContainsKey(id);

    /// <summary>True where a fault of the item's own file has been told already.</summary>
    public bool IsUnreadable(string id) => _unreadable.Contains(id);

    public void Miss(string id) => _unreadable.Add(id);

    public void Add(ServiceItem item, SourceFile file)
    {
        if (!_versions.TryGetValue(item.Id, out var versions))
            _versions[item.Id] = versions = [];
        if (versions.Find(v => v.Version == item.Version) is not null)
            file.Report("/id", $"the id '{item.Id}' is taken in version '{item.Version}'");
        else if (versions.Find(v => Overlap(v, item)) is { } other)
            file.Report("/validFrom", $"is in force at the same time as version '{other.Version}' of '{item.Id}'");
        versions.Add(item);
        _paths[item] = file.Path;
    }

    /// <summary>Names what only shows when all are there: two items with one code, and days between two versions of an item on which there is none.</summary>
    public void ReportTogether(Func<string, SourceFile> fileOf)
    {
        var codes = new Dictionary<string, string>();
        foreach (var item in All)
            if (!codes.TryAdd(item.Code, item.Id) && codes[item.Code] is var other && other != item.Id)
                fileOf(_paths[item]).ReportStrictly("/code", $"the code {item.Code} is that of '{other}' already");
        foreach (var versions in _versions.Values)
            Gaps.Report([.. versions.Select(v => (v.ValidFrom, v.ValidTo, fileOf(_paths[v])))]);
    }

    /// <summary>The path of the file an item was read from.</summary>
    public string PathOf(ServiceItem item) => _paths[item];

    public ServiceItem? Find(string id, DateOnly day) => _versions[id].Find(v => v.IsInForce(day));

    /// <summary>The days within a period on which the version of one of the items changes, the first day included.</summary>
    public IEnumerable<DateOnly> ChangesOf(IEnumerable<string> ids, DateOnly first, DateOnly? last) => ids
        .SelectMany(id => _versions[id])
        .SelectMany(v => new[] { v.ValidFrom, v.ValidTo < DateOnly.MaxValue ? v.ValidTo?.AddDays(1) : null })
        .OfType<DateOnly>()
        .Where(day => day > first && !(day > last))
        .Append(first)
        .Distinct()
        .Order();

    private static bool Overlap(ServiceItem a, ServiceItem b) =>
        (a.ValidFrom ?? DateOnly.MinValue) <= (b.ValidTo ?? DateOnly.MaxValue) && (b.ValidFrom ?? DateOnly.MinValue) <= (a.ValidTo ?? DateOnly.MaxValue);
}
