using System.Collections.Concurrent;
using System.Reflection;

namespace OneVisit.Catalogue;

/// <summary>One city's catalogue, read and checked: what exists here is consistent. Immutable but for its cache of plans.</summary>
public sealed class CityCatalogue
{
    private readonly Dictionary<string, Bundle> _bundles;
    private readonly Dictionary<string, ServiceItem> _items;
    private readonly Dictionary<string, Region> _regions;
    private readonly ConcurrentDictionary<PlanKey, Plan> _plans = new();

    private readonly record struct PlanKey(string Bundle, string Version, string Region, string Outcome);

    internal CityCatalogue(
        Region city, IEnumerable<Region> regions, IReadOnlyList<Department> departments,
        IReadOnlyList<ServiceItem> items, IReadOnlyList<Bundle> bundles)
    {
        City = city;
        Departments = departments;
        Items = items;
        Bundles = bundles;
        _regions = regions.ToDictionary(r => r.Code);
        _items = items.ToDictionary(i => i.Id);
        _bundles = bundles.ToDictionary(b => b.Id);
    }

    /// <summary>Loads the catalogue built into this assembly.</summary>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static CityCatalogue Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new Dictionary<string, string>();
        foreach (var name in assembly.GetManifestResourceNames())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            files[name] = reader.ReadToEnd();
        }
        return Load(files);
    }

    /// <summary>Loads a catalogue from its files.</summary>
    /// <param name="files">Path to text: <c>data/regions.yaml</c>, <c>data/tax/items/registration.yaml</c>.</param>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static CityCatalogue Load(IReadOnlyDictionary<string, string> files) => new CatalogueReader(files).Read();

    public Region City { get; }

    public IReadOnlyCollection<Region> Regions => _regions.Values;

    public IReadOnlyList<Department> Departments { get; }

    public IReadOnlyList<ServiceItem> Items { get; }

    public IReadOnlyList<Bundle> Bundles { get; }

    public Bundle? FindBundle(string id) => _bundles.GetValueOrDefault(id);

    public ServiceItem? FindItem(string id) => _items.GetValueOrDefault(id);

    public Region? FindRegion(string code) => _regions.GetValueOrDefault(code);

    /// <summary>The items whose name, id or code contains the words, of a department; all where a criterion is null.</summary>
    public IEnumerable<ServiceItem> FindItems(string? query, string? department) => Items.Where(i =>
        (department is null || i.Department.Id == department)
        && (string.IsNullOrWhiteSpace(query) || new[] { i.Name.Zh, i.Name.En, i.Id, i.Code }.Any(t => t.Contains(query.Trim(), StringComparison.OrdinalIgnoreCase))));

    /// <summary>The plan of a bundle of this catalogue; compiled once for all answers that come to the same.</summary>
    public Plan PlanOf(Bundle bundle, Region region, Answers answers)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(region);
        return _plans.GetOrAdd(
            new(bundle.Id, bundle.Version, region.Code, OutcomeOf(bundle, answers)),
            static (_, given) => Compiler.Compile(given.bundle, given.region, given.answers),
            (bundle, region, answers));
    }

    // What the answers come to: each condition true, false or open, and each question answered or open. A handful of outcomes a bundle.
    private static string OutcomeOf(Bundle bundle, Answers answers) => string.Create(
        bundle.Conditions.Count + bundle.Questions.Fields.Count, (bundle, answers), static (outcome, given) =>
        {
            var at = 0;
            foreach (var condition in given.bundle.Conditions)
                outcome[at++] = condition.Evaluate(given.answers) switch { true => '1', false => '0', null => '?' };
            foreach (var question in given.bundle.Questions.Fields)
                outcome[at++] = given.answers[question.Name] is null ? '?' : '!';
        });
}
