using System.Collections.Concurrent;
using OneVisit.Catalogue.Reading;
using OneVisit.Catalogue.Words;
using OneVisit.Clock;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Documents;

namespace OneVisit.Catalogue;

/// <summary>One city's catalogue, read and checked: what exists here is consistent. Immutable but for its cache of plans.</summary>
public sealed class CityCatalogue
{
    // A plan takes a few tens of kilobytes; a client that asks for every village in turn must not fill the memory.
    private const int MostPlans = 4096;

    private readonly Dictionary<string, Bundle[]> _bundles;
    private readonly ILookup<string, ServiceItem> _items;
    private readonly Dictionary<string, Region> _regions;
    private readonly ConcurrentDictionary<PlanKey, Plan> _plans = new();
    private readonly Lazy<string[]> _textsOfItems;
    private readonly Lazy<WordIndex<Bundle>> _wordsOfBundles;
    private readonly Lazy<WordIndex<ServiceItem>> _wordsOfItems;

    private readonly record struct PlanKey(Bundle Bundle, string Region, string Outcome, int Epoch)
    {
        public bool Equals(PlanKey other) =>
            ReferenceEquals(Bundle, other.Bundle) && Epoch == other.Epoch && Region == other.Region && Outcome == other.Outcome;

        public override int GetHashCode() => HashCode.Combine(Bundle.Id, Bundle.Version, Region, Outcome, Epoch);
    }

    private readonly IReadOnlyList<TerminationGround> _terminations;

    internal CityCatalogue(
        CatalogueText text, Region city, IEnumerable<Region> regions, IReadOnlyList<Department> departments, IReadOnlyList<ServiceItem> items,
        IReadOnlyList<Bundle> bundles, IReadOnlyList<LicenceType> licences, Competence competence, Synonyms synonyms,
        CityCalendars calendars, CityLimits limits, CityInspections inspections, CityDocuments documents)
    {
        Text = text;
        City = city;
        Departments = departments;
        Items = items;
        Licences = licences;
        Competence = competence;
        Calendars = calendars;
        Limits = limits;
        Inspections = inspections;
        // No text of a name holds the character between them.
        _textsOfItems = new(() => [.. items.Select(i => string.Join('\0', i.Name.Zh, i.Name.En, i.Id, i.Code).ToLowerInvariant())]);
        _wordsOfBundles = new(() => WordIndex.OfBundles(bundles, synonyms));
        _wordsOfItems = new(() => WordIndex.OfItems(items, synonyms));
        _regions = regions.ToDictionary(r => r.Code);
        _items = items.ToLookup(i => i.Id);
        _terminations = documents.Terminations!;
        Documents = new DocumentTexts(documents, item => FindItem(item) is { Type: ItemType.Permit });
        _bundles = bundles.GroupBy(b => b.Id).ToDictionary(g => g.Key, g => g.OrderBy(b => b.HoldsFrom).ToArray());
    }

    /// <summary>Loads the catalogue built into this assembly, which the tests have checked.</summary>
    /// <exception cref="InvalidCatalogueException">Names every fault with its file and line.</exception>
    public static CityCatalogue Load() => LoadKept(CatalogueText.BuiltIn());

    /// <summary>
    /// Loads a text that has been checked and taken before, by this version or an earlier one: what is asked of new texts only is not asked of it, and
    /// its bundles are not compiled in every situation again.
    /// </summary>
    /// <exception cref="InvalidCatalogueException">Names every fault with its file and line.</exception>
    public static CityCatalogue LoadKept(CatalogueText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (catalogue, faults) = new CatalogueReader(text, [], strict: false).Read();
        return catalogue ?? throw new InvalidCatalogueException(faults);
    }

    /// <summary>Loads a catalogue from its files.</summary>
    /// <param name="files">Path to text: <c>data/regions.yaml</c>, <c>data/tax/items/registration.yaml</c>.</param>
    /// <exception cref="InvalidCatalogueException">Names every fault with its file and line.</exception>
    public static CityCatalogue Load(IReadOnlyDictionary<string, string> files) => Load(CatalogueText.Of(files));

    /// <summary>Loads a catalogue from its text.</summary>
    /// <exception cref="InvalidCatalogueException">Names every fault with its file and line.</exception>
    public static CityCatalogue Load(CatalogueText text) => TryLoad(text, out var faults) ?? throw new InvalidCatalogueException(faults);

    /// <summary>The catalogue, or null and every fault with its file and line.</summary>
    public static CityCatalogue? TryLoad(CatalogueText text, out IReadOnlyList<CatalogueFault> faults) => TryLoad(text, [], out faults);

    /// <summary>The catalogue of one city among several, or null and every fault with its file and line.</summary>
    /// <param name="others">The other cities, none of whose places may be here too.</param>
    public static CityCatalogue? TryLoad(CatalogueText text, IReadOnlyList<CityCatalogue> others, out IReadOnlyList<CatalogueFault> faults)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(others);
        (var catalogue, faults) = new CatalogueReader(text, others).Read();
        return catalogue;
    }

    /// <summary>What it was read from.</summary>
    public CatalogueText Text { get; }

    public Region City { get; }

    public IReadOnlyCollection<Region> Regions => _regions.Values;

    public IReadOnlyList<Department> Departments { get; }

    /// <summary>Every item in every version.</summary>
    public IReadOnlyList<ServiceItem> Items { get; }

    public IReadOnlyList<LicenceType> Licences { get; }

    public Competence Competence { get; }

    public CityCalendars Calendars { get; }

    /// <summary>The national calendar, by which limits are counted.</summary>
    public CountingCalendar Calendar => Calendars.National;

    /// <summary>What holds where bundles and items set no limit of their own; nothing is left out.</summary>
    public CityLimits Limits { get; }

    public CityInspections Inspections { get; }

    /// <summary>What its written documents are called, and what one may do against them.</summary>
    public IDocumentTexts Documents { get; }

    /// <summary>The grounds on which a case may be terminated on a day.</summary>
    public IReadOnlyList<TerminationGround> TerminationsOn(DateOnly day) => [.. _terminations.Where(t => t.IsInForce(day))];

    /// <summary>Each bundle once, as it stands on a day.</summary>
    public IEnumerable<Bundle> BundlesOn(DateOnly day) => _bundles.Keys.Order(StringComparer.Ordinal).Select(id => FindBundle(id, day)!);

    /// <summary>The bundle in its latest version.</summary>
    public Bundle? FindBundle(string id) => FindBundle(id, DateOnly.MaxValue);

    /// <summary>The bundle as it stands on a day. Where none is offered that day, the last one before it, or else the first: ask <see cref="Bundle.IsInForce"/>.</summary>
    public Bundle? FindBundle(string id, DateOnly day) => _bundles.TryGetValue(id, out var versions)
        ? Array.FindLast(versions, b => b.HoldsFrom <= day) ?? versions[0]
        : null;

    /// <summary>A version of a bundle as it stood on a day; null where there is no such version.</summary>
    public Bundle? FindBundle(string id, string version, DateOnly day) => _bundles.TryGetValue(id, out var versions)
        ? Array.FindLast(versions, b => b.Version == version && b.HoldsFrom <= day) ?? Array.Find(versions, b => b.Version == version)
        : null;

    /// <summary>The item in its latest version.</summary>
    public ServiceItem? FindItem(string id) => _items[id].MaxBy(i => i.ValidFrom ?? DateOnly.MinValue);

    /// <summary>The item as it stood on the day it was applied for, or else in its latest version; null when it is not known here.</summary>
    public ServiceItem? FindItem(ItemVersion item) => FindItem(item.Item, item.Submitted) ?? FindItem(item.Item);

    /// <summary>The item in the version in force on a day; null where there is none.</summary>
    public ServiceItem? FindItem(string id, DateOnly day) => _items[id].FirstOrDefault(i => i.IsInForce(day));

    public Region? FindRegion(string code) => _regions.GetValueOrDefault(code);

    /// <summary>True for a place of this city, also for one that its catalogue does not, or no longer, name.</summary>
    public bool Holds(string region) => _regions.ContainsKey(region) || RegionCode.Contains(City.Code, region);

    public LicenceType? FindLicence(string type) => Licences.FirstOrDefault(l => l.Id == type);

    /// <summary>
    /// The items whose name, id or code contains the words, of a department; all where a criterion is null. Where none contains them as they
    /// stand, those that share words or characters with them or with what means the same, best first.
    /// </summary>
    /// <param name="day">Only versions in force on it; null for all.</param>
    public IEnumerable<ServiceItem> FindItems(string? query, string? department, DateOnly? day = null)
    {
        var words = query?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(words))
            return Items.Where(Fits);
        var texts = _textsOfItems.Value;
        var containing = new List<ServiceItem>();
        for (var i = 0; i < texts.Length; i++)
            if (BeginsAWord(texts[i], words) && Fits(Items[i]))
                containing.Add(Items[i]);
        return containing.Count > 0 ? containing : _wordsOfItems.Value.Find(words).Select(f => f.Found).Where(Fits);

        bool Fits(ServiceItem item) => (department is null || item.Department.Id == department) && (day is not { } on || item.IsInForce(on));
    }

    // In letters only from the beginning of a word: "sign" is not in "design".
    private static bool BeginsAWord(string text, string words)
    {
        for (var at = text.IndexOf(words, StringComparison.Ordinal); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.Ordinal))
            if (at == 0 || !char.IsAsciiLetter(words[0]) || !char.IsAsciiLetter(text[at - 1]))
                return true;
        return false;
    }

    /// <summary>The bundles offered on a day that everyday words are about, best first: at most ten.</summary>
    public IReadOnlyList<GuidanceView> Guide(string text, DateOnly day) =>
    [
        .. _wordsOfBundles.Value.Find(text)
            .Where(f => f.Found.IsInForce(day) && ReferenceEquals(f.Found, FindBundle(f.Found.Id, day)))
            .Take(10)
            .Select(f => new GuidanceView(f.Found.Id, f.Found.Version, f.Found.Name, Math.Round(f.Score, 2), f.Matched)),
    ];

    /// <summary>The plan of a bundle of this catalogue on a day; compiled once for all answers that come to the same.</summary>
    public Plan PlanOf(Bundle bundle, Region region, Answers answers, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(region);
        if (_plans.Count >= MostPlans)
            _plans.Clear();
        return _plans.GetOrAdd(
            new(bundle, region.Code, OutcomeOf(bundle, new Situation(bundle, answers, region)), Competence.EpochOf(day)),
            static (_, given) => Compiler.Compile(given.bundle, given.region, given.answers, given.day, given.Competence),
            (bundle, region, answers, day, Competence));
    }

    // What the answers come to: each condition true, false or open, and each question answered or open. A handful of outcomes a bundle.
    private static string OutcomeOf(Bundle bundle, Situation situation) => string.Create(
        bundle.Conditions.Count + bundle.Questions.Fields.Count, (bundle, situation), static (outcome, given) =>
        {
            var at = 0;
            foreach (var condition in given.bundle.Conditions)
                outcome[at++] = condition.Evaluate(given.situation) switch { true => '1', false => '0', null => '?' };
            foreach (var question in given.bundle.Questions.Fields)
                outcome[at++] = given.situation.Answers[question.Name] is null ? '?' : '!';
        });
}
