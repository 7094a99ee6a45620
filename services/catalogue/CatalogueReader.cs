using OneVisit.Catalogue.Forms;

namespace OneVisit.Catalogue;

/// <summary>Reads a catalogue from its files and refuses what does not fit together.</summary>
/// <param name="files">Path to text.</param>
internal sealed class CatalogueReader(IReadOnlyDictionary<string, string> files)
{
    private const string Root = "data/";
    private const string RegionsFile = Root + "regions.yaml";
    private const string DepartmentsFile = Root + "departments.yaml";
    private const string FieldsFile = Root + "fields.yaml";

    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public CityCatalogue Read()
    {
        var regionsText = One<RegionsText>(RegionsFile);
        var regions = regionsText.ToRegions(RegionsFile);
        var departments = One<DepartmentsText>(DepartmentsFile).Departments;
        var forms = new FormReader(files.ContainsKey(FieldsFile) ? One<Dictionary<string, FieldText>>(FieldsFile) : []);

        var items = new Dictionary<string, ServiceItem>();
        foreach (var department in departments)
            foreach (var path in Under($"{Root}{department.Id}/items/"))
                Add(items, One<ItemText>(path).ToItem(department, forms, path), i => i.Id, path);
        RefuseFoldersOfNobody(departments);

        var bundles = new Dictionary<string, Bundle>();
        foreach (var path in Under($"{Root}bundles/"))
        {
            var bundle = One<BundleText>(path).ToBundle(items, forms, path);
            BundleCheck.RefuseContradictions(bundle, [.. regions.Values], path);
            Add(bundles, bundle, b => b.Id, path);
        }
        return new(regions[regionsText.City], regions.Values, departments, [.. items.Values], [.. bundles.Values]);
    }

    private T One<T>(string path) => files.TryGetValue(path, out var yaml)
        ? YamlText.Read<T>(yaml, path)
        : throw new InvalidDataException($"{path}: the file is missing");

    private IEnumerable<string> Under(string folder) => files.Keys
        .Where(p => p.StartsWith(folder, StringComparison.Ordinal) && p.EndsWith(".yaml", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private void RefuseFoldersOfNobody(IReadOnlyList<Department> departments)
    {
        if (files.Keys.FirstOrDefault(p => p.Contains("/items/", StringComparison.Ordinal)
                && !departments.Any(d => p.StartsWith($"{Root}{d.Id}/", StringComparison.Ordinal))) is { } path)
            throw new InvalidDataException($"{path}: there is no department of this folder's name");
    }

    private static void Add<T>(Dictionary<string, T> all, T one, Func<T, string> id, string path)
    {
        if (!all.TryAdd(id(one), one))
            throw new InvalidDataException($"{path}: the id '{id(one)}' is taken");
    }
}
