using System.Collections.Concurrent;
using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Catalogue.Words;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;

namespace OneVisit.Catalogue.Reading;

/// <summary>Reads a catalogue and names everything that does not fit together: what is wrong with one file does not hide what is wrong with the next.</summary>
internal sealed class CatalogueReader
{
    private static readonly string[] Single =
        ["regions.yaml", "departments.yaml", "fields.yaml", "materials.yaml", "licences.yaml", "authorities.yaml", "synonyms.yaml", "fillers.yaml", "limits.yaml", CityInspections.File, CityDocuments.File];

    private static readonly string[] Folders = ["regions/", "bundles/", "calendars/"];

    // A developer who adds a department's service names it in the text built in.
    private static readonly Lazy<HashSet<string>> WithCode = new(() =>
    {
        _ = CatalogueText.BuiltIn().Departments(out var departments);
        return [.. departments.Where(d => !d.Desk).Select(d => d.Id)];
    });

    private readonly CatalogueText _text;
    private readonly Dictionary<string, SourceFile> _files;

    private readonly IReadOnlyList<CityCatalogue> _others;
    private readonly bool _strict;

    /// <param name="others">The other cities of the platform.</param>
    /// <param name="strict">False for a text that was checked before, by this version or an earlier one: bundles are not compiled in every situation, and what
    /// is asked of new texts only is not asked.</param>
    public CatalogueReader(CatalogueText text, IReadOnlyList<CityCatalogue> others, bool strict = true)
    {
        (_text, _others, _strict) = (text, others, strict);
        _files = text.Files.ToDictionary(f => f.Key, f => new SourceFile(
            f.Key, text.Shown + f.Key, f.Value, strict, text.NotUtf8.TryGetValue(f.Key, out var line) ? line : null));
    }

    /// <summary>The catalogue, or null and every fault.</summary>
    public (CityCatalogue? Catalogue, IReadOnlyList<CatalogueFault> Faults) Read()
    {
        var missing = new List<CatalogueFault>();
        var (city, regions) = RegionsReader.Read(Required("regions.yaml", missing), Under("regions/"), _others);
        var departmentsFile = Required("departments.yaml", missing);
        var departments = departmentsFile?.Read<DepartmentsText>()?.Departments;
        ReportDepartments(departments, departmentsFile);
        ReportStrays(departments);

        var fieldsFile = _files.GetValueOrDefault("fields.yaml");
        var forms = new FormReader(fieldsFile?.ReadShared<FieldText>() ?? SharedTexts<FieldText>.None, fieldsFile);
        var materialsFile = _files.GetValueOrDefault("materials.yaml");
        var materials = materialsFile?.ReadShared<SharedMaterialText>() ?? SharedTexts<SharedMaterialText>.None;
        foreach (var (id, material) in materials.Read)
            material.Report($"/{JsonPointer.Escape(id)}", materialsFile!);
        var limits = _files.TryGetValue(CityLimits.File, out var limitsFile) ? LimitsOf(limitsFile) : CityLimits.Load();
        var shelf = ReadItems(departments, forms, materials, (limits ?? CityLimits.Load()).Single!.Tolerance!);
        ReportUndecided(shelf, regions);
        var bundles = ReadBundles(shelf, forms, regions);
        if (!_files.ContainsKey("licences.yaml") && shelf.All.FirstOrDefault(i => i.Department.Desk && i.Outputs.Count > 0) is { } issuing)
            missing.Add(new(_text.Shown + "licences.yaml", 1, $"the file is missing, and the desk's item '{issuing.Id}' issues a licence"));
        var licences = LicencesReader.Read(_files.GetValueOrDefault("licences.yaml"), shelf, file => _files[file]);
        shelf.ReportTogether(file => _files[file]);
        NumberCheck.Report(shelf, file => _files[file]);
        var competence = CompetenceReader.Read(_files.GetValueOrDefault("authorities.yaml"), shelf, regions);
        var synonyms = new Synonyms(SynonymsOf(_files.GetValueOrDefault("synonyms.yaml")), _files.GetValueOrDefault("fillers.yaml")?.Read<List<string>>() ?? []);
        var calendars = CalendarsOf();
        var inspections = _files.TryGetValue(CityInspections.File, out var inspectionsFile) ? InspectionsOf(inspectionsFile, departments, regions) : CityInspections.Load();
        var documents = _files.TryGetValue(CityDocuments.File, out var documentsFile) ? DocumentsOf(documentsFile) : CityDocuments.Load();
        CheckRules();

        CatalogueFault[] faults = [.. missing.Concat(_files.Values.SelectMany(f => f.Faults)).OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line)];
        return faults.Length > 0 || city is null || departments is null || calendars is null || limits is null || inspections is null || documents is null
            ? (null, faults)
            : (new(_text, city, regions.Values, departments, [.. shelf.All], bundles, licences, competence, synonyms, calendars, limits, inspections, documents), faults);
    }

    private SourceFile? Required(string path, List<CatalogueFault> missing)
    {
        if (_files.TryGetValue(path, out var file))
            return file;
        missing.Add(new(_text.Shown + path, 1, "the file is missing"));
        return null;
    }

    private IReadOnlyList<SourceFile> Under(string folder) =>
        [.. _files.Values.Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal) && IsYaml(f.Path)).OrderBy(f => f.Path, StringComparer.Ordinal)];

    private void ReportDepartments(IReadOnlyList<Department>? departments, SourceFile? file)
    {
        for (var i = 0; i < departments?.Count; i++)
        {
            if (departments.Take(i).Any(d => d.Id == departments[i].Id))
                file!.Report($"/departments/{i}/id", $"'{departments[i].Id}' stands twice");
            if (!Names.IsId(departments[i].Id))
                file!.ReportStrictly($"/departments/{i}/id", Names.Rule);
            else if (Names.IsTaken(departments[i].Id))
                file!.ReportStrictly($"/departments/{i}/id", $"'{departments[i].Id}' is what a part of the platform or a folder of the catalogue is called");
            // Nobody would ever take up its tasks.
            if (_text.IsOfCity && !departments[i].Desk && !WithCode.Value.Contains(departments[i].Id))
                file!.Report($"/departments/{i}", $"'{departments[i].Id}' has no code here: say desk: true, or add its service");
        }
    }

    // A mistyped name must not go unread.
    private void ReportStrays(IReadOnlyList<Department>? departments)
    {
        foreach (var file in _files.Values)
            if (!IsYaml(file.Path))
                file.Report("", "the files of a catalogue end in .yaml");
            // The service of the desks is no department, and has rules of its own.
            else if (IsRules(file.Path) && departments is not null && file.Path.Split('/')[0] is var folder && folder != ServiceNames.Desk && departments.All(d => d.Id != folder))
                file.Report("", $"there is no department '{folder}', after which the folder is named");
            else if (!Single.Contains(file.Path) && !Folders.Any(f => file.Path.StartsWith(f, StringComparison.Ordinal)) && !IsItem(file.Path) && !IsRules(file.Path))
                file.Report("", "is no file of a catalogue, and nobody would read it: see where things are in the catalogue's README");
    }

    private ItemShelf ReadItems(IReadOnlyList<Department>? departments, FormReader forms, SharedTexts<SharedMaterialText> materials, TimeLimit tolerance)
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
            var text = texts.GetValueOrDefault(file);
            // Without readable departments the items are checked all the same, each as of the kind of department that it says it is of.
            var department = known is null ? new Department(folder, new(folder, folder), Desk: text?.DecidedBy == DecidedBy.AtOnce) : known[folder].FirstOrDefault();
            if (department is null)
                file.Report("", $"there is no department '{folder}', after which the folder is named");
            if (department is not null && text is not null)
            {
                var item = text.ToItem(department, forms, materials, tolerance, file);
                if (file.IsSound)
                    shelf.Add(item, file);
            }
            if (file.IsSound)
                continue;
            shelf.Miss(ItemShelf.IdOf(file.Path));
            if (file.DeclaredId is { } id)
                shelf.Miss(id);
        }
        return shelf;
    }

    private static bool IsItem(string path) => IsYaml(path) && path.Split('/') is [not ("bundles" or "regions" or "calendars"), "items", _];

    private static bool IsRules(string path) => IsYaml(path) && path.Split('/') is [not ("bundles" or "regions" or "calendars"), "rules", _];

    private static bool IsYaml(string path) => path.EndsWith(".yaml", StringComparison.Ordinal);

    private List<Bundle> ReadBundles(ItemShelf shelf, FormReader forms, IReadOnlyDictionary<string, Region> regions)
    {
        var (bundles, texts) = (new List<Bundle>(), new List<(BundleText Text, SourceFile File)>());
        var compiled = new List<(IReadOnlyList<Bundle> Read, BundleText Text, SourceFile File)>();
        foreach (var file in Under("bundles/"))
        {
            if (file.Read<BundleText>() is not { } text)
                continue;
            // Of a bundle with a faulty item what the others make of it is told all the same.
            var read = text.ToBundles(shelf, forms, code => regions.Count == 0 || regions.ContainsKey(code), file);
            if (texts.Exists(b => b.Text.Id == text.Id && b.Text.Version == text.Version))
                file.Report("/id", $"the id '{text.Id}' is taken in version '{text.Version}'");
            else if (texts.Find(b => b.Text.Id == text.Id && b.Text.ValidFrom <= (text.ValidTo ?? DateOnly.MaxValue) && text.ValidFrom <= (b.Text.ValidTo ?? DateOnly.MaxValue)).Text is { } other)
                file.Report("/validFrom", $"is in force at the same time as version '{other.Version}'");
            texts.Add((text, file));
            bundles.AddRange(read);
            compiled.Add((read, text, file));
        }
        // Each is reported to its own file.
        if (regions.Count > 0 && _strict)
        {
            Region[] places = [.. regions.Values];
            Parallel.ForEach(compiled, c =>
            {
                foreach (var bundle in c.Read)
                    new BundleCheck(bundle, c.Text, places, c.File).Report();
            });
        }
        foreach (var versions in texts.GroupBy(b => b.Text.Id))
            Gaps.Report([.. versions.Select(v => ((DateOnly?)v.Text.ValidFrom, v.Text.ValidTo, v.File))]);
        return bundles;
    }

    private static List<List<string>> SynonymsOf(SourceFile? file)
    {
        var groups = file?.Read<List<List<string>>>() ?? [];
        for (var i = 0; i < groups.Count; i++)
            if (groups[i].Count < 2)
                file!.ReportStrictly($"/{i}", "a word alone has no synonym");
        return groups;
    }

    // An item of a level that the city does not have can be applied for nowhere.
    private void ReportUndecided(ItemShelf shelf, IReadOnlyDictionary<string, Region> regions)
    {
        if (regions.Count == 0)
            return;
        foreach (var item in shelf.All.Where(i => regions.Values.All(r => r.At(i.DecidedAt) is null)))
            _files[shelf.PathOf(item)].ReportStrictly("/decidedAt", $"the city has no {KebabCase.Of(item.DecidedAt)}, and nobody would decide the item");
    }

    private static CityLimits? LimitsOf(SourceFile file)
    {
        if (file.Read<CityLimits>() is not { } limits)
            return null;
        LimitCheck.Report(limits, file);
        return limits.Whole();
    }

    private static CityInspections? InspectionsOf(SourceFile file, IReadOnlyList<Department>? departments, IReadOnlyDictionary<string, Region> regions)
    {
        if (file.Read<CityInspections>() is { } inspections)
        {
            InspectionCheck.Report(inspections, file, departments, regions);
            return inspections;
        }
        return null;
    }

    private static CityDocuments? DocumentsOf(SourceFile file)
    {
        if (file.Read<CityDocuments>() is not { } documents)
            return null;
        DocumentCheck.Report(documents, file);
        return file.IsSound ? documents.Whole() : null;
    }

    // A catalogue without calendars counts by the one built in.
    private CityCalendars? CalendarsOf()
    {
        var files = Under("calendars/");
        return files.Count == 0 ? CityCalendars.Load() : CityCalendars.Read(files);
    }

    // What a rule says is its department's to read; that the book is whole is seen here.
    private void CheckRules()
    {
        foreach (var file in _files.Values.Where(f => IsRules(f.Path) && f.IsSound))
            if (file.Read<List<RuleVersion<JsonElement>>>() is { } versions)
                foreach (var (fault, index) in RuleBook<JsonElement>.Faults(versions))
                    file.Report(index is { } i ? $"/{i}" : "", fault);
    }
}
