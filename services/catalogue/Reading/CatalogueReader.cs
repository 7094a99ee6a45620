using System.Collections.Concurrent;
using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Catalogue.Words;

namespace OneVisit.Catalogue.Reading;

/// <summary>Reads a catalogue and names everything that does not fit together: what is wrong with one file does not hide what is wrong with the next.</summary>
internal sealed class CatalogueReader
{
    private readonly CatalogueText _text;
    private readonly Dictionary<string, SourceFile> _files;

    public CatalogueReader(CatalogueText text)
    {
        _text = text;
        _files = text.Files.ToDictionary(f => f.Key, f => new SourceFile(f.Key, text.Shown + f.Key, f.Value));
    }

    /// <summary>The catalogue, or null and every fault.</summary>
    public (CityCatalogue? Catalogue, IReadOnlyList<CatalogueFault> Faults) Read()
    {
        var missing = new List<CatalogueFault>();
        var (city, regions) = RegionsReader.Read(Required("regions.yaml", missing), Under("regions/"));
        var departmentsFile = Required("departments.yaml", missing);
        var departments = departmentsFile?.Read<DepartmentsText>()?.Departments;
        ReportDepartments(departments, departmentsFile);

        var fieldsFile = _files.GetValueOrDefault("fields.yaml");
        var forms = new FormReader(fieldsFile?.Read<Dictionary<string, FieldText>>() ?? [], fieldsFile);
        var materials = _files.GetValueOrDefault("materials.yaml")?.Read<Dictionary<string, SharedMaterialText>>() ?? [];
        var shelf = ReadItems(departments, forms, materials);
        var bundles = ReadBundles(shelf, forms, regions);
        var licences = LicencesReader.Read(_files.GetValueOrDefault("licences.yaml"), shelf, file => _files[file]);
        var competence = CompetenceReader.Read(_files.GetValueOrDefault("authorities.yaml"), shelf, regions);
        var synonyms = new Synonyms(
            _files.GetValueOrDefault("synonyms.yaml")?.Read<List<List<string>>>() ?? [], _files.GetValueOrDefault("fillers.yaml")?.Read<List<string>>() ?? []);
        var calendars = CalendarsOf();
        var jointHandling = _files.TryGetValue("limits.yaml", out var limits) ? limits.Read<LimitsText>()?.JointHandling : JointHandling.Load();
        CheckRules();

        CatalogueFault[] faults = [.. missing.Concat(_files.Values.SelectMany(f => f.Faults)).OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line)];
        return faults.Length > 0 || city is null || departments is null || calendars is null || jointHandling is null
            ? (null, faults)
            : (new(_text, city, regions.Values, departments, [.. shelf.All], bundles, licences, competence, synonyms, calendars, jointHandling), faults);
    }

    private SourceFile? Required(string path, List<CatalogueFault> missing)
    {
        if (_files.TryGetValue(path, out var file))
            return file;
        missing.Add(new(_text.Shown + path, 1, "the file is missing"));
        return null;
    }

    private IReadOnlyList<SourceFile> Under(string folder) =>
        [.. _files.Values.Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal)).OrderBy(f => f.Path, StringComparer.Ordinal)];

    private static void ReportDepartments(IReadOnlyList<Department>? departments, SourceFile? file)
    {
        for (var i = 0; i < departments?.Count; i++)
            if (departments.Take(i).Any(d => d.Id == departments[i].Id))
                file!.Report($"/departments/{i}/id", $"'{departments[i].Id}' stands twice");
    }

    private ItemShelf ReadItems(IReadOnlyList<Department>? departments, FormReader forms, Dictionary<string, SharedMaterialText> materials)
    {
        SourceFile[] files = [.. _files.Values.Where(f => IsItem(f.Path)).OrderBy(f => f.Path, StringComparer.Ordinal)];
        var texts = new ConcurrentDictionary<SourceFile, ItemText>();
        // Parsing is what takes the time, and each file is its own.
        Parallel.ForEach(files, file =>
        {
            if (file.Read<ItemText>() is { } text)
                texts[file] = text;
        });
        var shelf = new ItemShelf();
        var known = departments?.ToLookup(d => d.Id);
        foreach (var file in files)
        {
            var folder = file.Path[..file.Path.IndexOf('/', StringComparison.Ordinal)];
            // Without readable departments the items are checked all the same.
            var department = known is null ? new Department(folder, new(folder, folder)) : known[folder].FirstOrDefault();
            if (department is null)
                file.Report("", $"there is no department '{folder}', after which the folder is named");
            if (department is not null && texts.TryGetValue(file, out var text))
            {
                var item = text.ToItem(department, forms, materials, file);
                if (file.IsSound)
                    shelf.Add(item, file);
            }
            if (!file.IsSound && file.DeclaredId is { } id)
                shelf.Miss(id);
        }
        return shelf;
    }

    private static bool IsItem(string path) => path.Split('/') is [not ("bundles" or "regions"), "items", _];

    private List<Bundle> ReadBundles(ItemShelf shelf, FormReader forms, IReadOnlyDictionary<string, Region> regions)
    {
        var bundles = new List<Bundle>();
        foreach (var file in Under("bundles/"))
        {
            if (file.Read<BundleText>() is not { } text)
                continue;
            var read = text.ToBundles(shelf, forms, regions.ContainsKey, file);
            if (!file.IsSound)
                continue;
            if (regions.Count > 0)
                foreach (var bundle in read)
                    new BundleCheck(bundle, [.. regions.Values], file).Report();
            if (bundles.Find(b => b.Id == text.Id && b.Version == text.Version) is not null)
                file.Report("/id", $"the id '{text.Id}' is taken in version '{text.Version}'");
            else if (bundles.Find(b => b.Id == text.Id && b.ValidFrom <= (text.ValidTo ?? DateOnly.MaxValue) && text.ValidFrom <= (b.ValidTo ?? DateOnly.MaxValue)) is { } other)
                file.Report("/validFrom", $"is in force at the same time as version '{other.Version}'");
            bundles.AddRange(read);
        }
        return bundles;
    }

    // A catalogue without calendars counts by the one built in.
    private CityCalendars? CalendarsOf()
    {
        var files = Under("calendars/");
        if (files.Count == 0)
            return CityCalendars.Load();
        try
        {
            return CityCalendars.Load(files.ToDictionary(f => $"data/{f.Path}", f => _text.Files[f.Path]));
        }
        catch (InvalidDataException e)
        {
            var file = files.FirstOrDefault(f => e.Message.StartsWith($"data/{f.Path}: ", StringComparison.Ordinal)) ?? files[0];
            file.Report("", e.Message.Replace($"data/{file.Path}: ", "", StringComparison.Ordinal));
            return null;
        }
    }

    // What a rule says is its department's to read; that the book is whole is seen here.
    private void CheckRules()
    {
        foreach (var file in _files.Values.Where(f => f.Path.Split('/') is [_, "rules", _]))
            if (file.Read<List<RuleVersion<JsonElement>>>() is { } versions)
                foreach (var (fault, index) in RuleBook<JsonElement>.Faults(versions))
                    file.Report(index is { } i ? $"/{i}" : "", fault);
    }
}
