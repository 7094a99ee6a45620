using System.Globalization;
using OneVisit.Catalogue;
using OneVisit.Catalogue.Editing;

namespace OneVisit.All.Editing;

/// <summary>
/// <c>catalogue check|diff|import|schemas|mark</c>: for those who write a catalogue. Returns 0 when all is well, 1 when the catalogue or the list
/// has faults, 2 when the call is wrong.
/// </summary>
internal static class CatalogueCommand
{
    private const string Usage = """
        catalogue check <folder>                  names every fault of a catalogue, or of several cities' in subfolders, with file and line
        catalogue diff <old folder> <new folder>  what a change means to applicants  [--at YYYY-MM-DD]
        catalogue import <items.csv> <folder>     writes a city's list as item files, and names every row that cannot be used
        catalogue import columns                  the columns of the list
        catalogue schemas <folder>                writes the JSON Schemas of the files
        catalogue mark <folder> <schemas folder>  writes into the first line of every file which schema an editor takes for it
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        try
        {
            return args switch
            {
                ["check", var folder] => Check(folder, output),
                ["diff", var before, var after] => Diff(before, after, Today, output),
                ["diff", var before, var after, "--at", var at] => Diff(before, after, DateOnly.ParseExact(at, "yyyy-MM-dd", CultureInfo.InvariantCulture), output),
                ["import", "columns"] => Columns(output),
                ["import", var list, var folder] => await ImportAsync(list, folder, output),
                ["mark", var folder, var schemas] => await MarkAsync(folder, schemas, output),
                ["schemas", var folder] => await SchemasAsync(folder, output),
                _ => await RefuseAsync(Usage, errors),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return await RefuseAsync(e.Message, errors);
        }
        catch (InvalidCatalogueException e)
        {
            return Report(e.Faults, output);
        }
    }

    // Beside the city's own files: what begins with a dot is no part of the catalogue.
    private const string Schemas = ".schemas";

    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);

    private static int Check(string folder, TextWriter output)
    {
        var (cities, faults) = Cities(folder);
        if (faults.Count > 0)
            return Report(faults, output);
        foreach (var catalogue in cities)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"sound: {catalogue.City.Code} {catalogue.City.Name.Zh}: {catalogue.Items.Count} items of {catalogue.Departments.Count} departments, {catalogue.BundlesOn(Today).Count()} bundles, {catalogue.Licences.Count} licence types, {catalogue.Regions.Count} regions; {catalogue.Text.Digest}"));
        }
        return 0;
    }

    /// <summary>The city or the cities of a folder, each read beside those before it.</summary>
    private static (IReadOnlyList<CityCatalogue> Cities, IReadOnlyList<CatalogueFault> Faults) Cities(string folder)
    {
        var several = CityFolders.Several(folder);
        var (cities, faults) = (new List<CityCatalogue>(), new List<CatalogueFault>(several is null ? [] : CityFolders.Strays(folder)));
        foreach (var path in several ?? [folder])
        {
            if (CityCatalogue.TryLoad(CatalogueText.OfFolder(path), cities, out var found) is { } city)
                cities.Add(city);
            faults.AddRange(found);
        }
        return (cities, faults);
    }

    private static int Report(IReadOnlyList<CatalogueFault> faults, TextWriter output)
    {
        foreach (var fault in faults)
            output.WriteLine(fault);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{faults.Count} faults in {faults.Select(f => f.File).Distinct().Count()} files"));
        return 1;
    }

    private static int Diff(string before, string after, DateOnly day, TextWriter output)
    {
        var (old, faultsOfOld) = Cities(before);
        var (next, faultsOfNext) = Cities(after);
        if (faultsOfOld.Count + faultsOfNext.Count > 0)
            return Report([.. faultsOfOld, .. faultsOfNext], output);
        string[] changes =
        [
            .. old.Where(o => next.All(n => n.City.Code != o.City.Code)).Select(o => $"{o.City.Code} {o.City.Name.Zh}: the city is no longer served"),
            .. next.Where(n => old.All(o => o.City.Code != n.City.Code)).Select(n => $"{n.City.Code} {n.City.Name.Zh}: the city is new"),
            .. from o in old
               from n in next
               where o.City.Code == n.City.Code
               from line in CatalogueDiff.Of(o, n, day)
               select next.Count > 1 ? $"{n.City.Code} {line}" : line,
        ];
        foreach (var line in changes)
            output.WriteLine(line);
        if (changes.Length == 0)
            output.WriteLine("applicants will notice nothing");
        return 0;
    }

    private static int Columns(TextWriter output)
    {
        foreach (var (name, optional, meaning) in ItemImport.Columns)
            output.WriteLine($"{name,-16}{(optional ? "may be empty  " : "              ")}{meaning}");
        return 0;
    }

    private static async Task<int> ImportAsync(string list, string folder, TextWriter output)
    {
        var catalogue = CatalogueText.OfFolder(folder);
        if (catalogue.Departments(out var departments) is { Count: > 0 } faults)
            return Report(faults, output);
        var rows = ItemImport.Read(await File.ReadAllBytesAsync(list), departments, catalogue.Licences(), path => File.Exists(Path.Combine(folder, path)), catalogue);
        foreach (var row in rows)
        {
            foreach (var fault in row.Faults)
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{list}:{row.Line}: {fault}"));
            if (row.Faults.Count > 0)
                continue;
            var path = Path.Combine(folder, row.Path!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, EditorLine.Put(row.Text!, EditorLine.Of(row.Path!, Schemas)!));
        }
        if (rows.Any(r => r.Faults.Count == 0))
            await WriteSchemasAsync(Path.Combine(folder, Schemas));
        var unusable = rows.Count(r => r.Faults.Count > 0);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rows.Count - unusable} items written, {unusable} rows cannot be used"));
        return unusable == 0 ? 0 : 1;
    }

    private static async Task WriteSchemasAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in CatalogueSchemas.All())
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
    }

    private static async Task<int> MarkAsync(string folder, string schemas, TextWriter output)
    {
        var text = CatalogueText.OfFolder(folder);
        if (text.FaultsOfEncoding is { Count: > 0 } faults)
            return Report(faults, output);
        var from = Path.GetRelativePath(Path.GetFullPath(folder), Path.GetFullPath(schemas));
        var marked = 0;
        foreach (var (path, before) in text.Files)
        {
            if (EditorLine.Of(path, from) is not { } line || EditorLine.Put(before, line) is var after && after == before)
                continue;
            await File.WriteAllTextAsync(Path.Combine(folder, path), after);
            marked++;
        }
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{marked} of {text.Files.Count} files marked"));
        return 0;
    }

    private static async Task<int> SchemasAsync(string folder, TextWriter output)
    {
        await WriteSchemasAsync(folder);
        await output.WriteLineAsync($"{CatalogueSchemas.All().Count} schemas written");
        return 0;
    }

    private static async Task<int> RefuseAsync(string message, TextWriter errors)
    {
        await errors.WriteLineAsync(message);
        return 2;
    }
}
