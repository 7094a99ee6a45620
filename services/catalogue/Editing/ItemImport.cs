using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneVisit.Catalogue.Forms;
using OneVisit.Catalogue.Reading;
using YamlDotNet.Core;

namespace OneVisit.Catalogue.Editing;

/// <summary>A row of a list that cannot be used, or a file written for one that can.</summary>
/// <param name="Line">Of the list, counted from 1.</param>
public sealed record ImportedRow(int Line, string? Path, string? Text, IReadOnlyList<string> Faults)
{
    internal string? Code { get; init; }
}

/// <summary>
/// Makes items of a city's list (事项清单) as a spreadsheet exports it. A list has the basic elements and neither form nor materials: those are
/// written into the files afterwards, by people who know them.
/// </summary>
public static class ItemImport
{
    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every column, and whether a row may leave it empty.</summary>
    public static IReadOnlyList<(string Name, bool Optional, string Meaning)> Columns { get; } =
    [
        ("department", false, "the department's id, as in departments.yaml"),
        ("name", false, "the item's short name: small letters, digits and hyphens"),
        ("code", false, "14 characters"),
        ("nameZh", false, "its name"),
        ("nameEn", false, "its name in English"),
        ("type", false, "permit, confirmation, filing or public-service"),
        ("handling", false, "instant or committed"),
        ("applicantKinds", false, "natural-person, legal-person, or both with a semicolon between"),
        ("decidedAt", false, "city, county, street or village"),
        ("law", false, "the law it rests on"),
        ("article", false, "and the article"),
        ("committedDays", false, "a whole number"),
        ("statutoryDays", false, "a whole number"),
        ("unit", true, "working-day (when empty) or natural-day"),
        ("limitBasis", true, "what the limits rest on; unverified when empty"),
        ("feeAmount", true, "in yuan; 0 when empty"),
        ("feePaidBy", true, "applicant, city or nobody; nobody when empty"),
        ("feeBasis", true, "what the fee rests on; unverified when empty"),
        ("visits", true, "a whole number; 0 when empty"),
        ("visitsWhyZh", true, "why"),
        ("visitsWhyEn", true, "why, in English"),
        ("outputs", true, "licence types it issues, with semicolons between"),
        ("needs", true, "licence types it needs, with semicolons between"),
        ("validFrom", true, "YYYY-MM-DD"),
    ];

    /// <summary>Reads a list; every row is checked as an item file of the catalogue is.</summary>
    /// <param name="csv">The first row names the columns, in any order.</param>
    /// <param name="departments">The departments there are.</param>
    /// <param name="licences">The licence types there are; null where any name is one.</param>
    /// <param name="exists">Whether the catalogue has a file of this path already: it is never written over.</param>
    /// <param name="beside">The catalogue that the items come to: what of a row does not fit with it is named too. Null where each row is looked at alone.</param>
    public static IReadOnlyList<ImportedRow> Read(
        ReadOnlySpan<byte> csv, IReadOnlyList<Department> departments, IReadOnlySet<string>? licences, Func<string, bool> exists, CatalogueText? beside = null)
    {
        // Spreadsheets write GBK where the machine is set to it; as UTF-8 its names would be read as other names.
        if (CatalogueText.FirstLineNotUtf8(csv) is { } line)
            return [new(line, null, null, [SourceFile.NotUtf8])];
        var rows = Read(Encoding.UTF8.GetString(csv), departments, licences, exists);
        return beside is null ? rows : Fitting(rows, beside);
    }

    /// <summary>The rows, with what only shows beside the rest of the catalogue.</summary>
    private static List<ImportedRow> Fitting(List<ImportedRow> rows, CatalogueText beside)
    {
        var items = ItemsOf(beside);
        var (ids, codes) = (items.Select(i => i.Id).ToHashSet(), items.Where(i => i.Code is not null).ToLookup(i => i.Code!, i => i.Id));
        var alone = rows.ConvertAll(row => row switch
        {
            { Faults.Count: > 0 } or { Path: null } => row,
            _ when ids.Contains(ItemShelf.IdOf(row.Path)) => row with { Faults = [$"the catalogue has an item '{ItemShelf.IdOf(row.Path)}' already"] },
            _ when codes[row.Code!].FirstOrDefault() is { } other => row with { Faults = [$"the code {row.Code} is that of '{other}' already"] },
            _ => row,
        });
        var all = beside.Files.ToDictionary();
        foreach (var row in alone.Where(r => r.Faults.Count == 0))
            all[row.Path!] = row.Text!;
        CityCatalogue.TryLoad(CatalogueText.Of(all), out var faults);
        // The line within a file means nothing to who wrote the list.
        var told = faults.ToLookup(f => f.File, f => f.Message);
        return alone.ConvertAll(row => row is { Faults.Count: 0, Path: { } path } && told[path].Any() ? row with { Faults = [.. told[path].Distinct()] } : row);
    }

    private static List<(string Id, string? Code)> ItemsOf(CatalogueText catalogue)
    {
        var items = new List<(string, string?)>();
        foreach (var (path, text) in catalogue.Files.Where(f => f.Key.Split('/') is [_, "items", _]))
        {
            try
            {
                var item = YamlText.Parse(text) as JsonObject;
                items.Add(((string?)item?["id"] ?? ItemShelf.IdOf(path), (string?)item?["code"]));
            }
            catch (Exception e) when (e is YamlException or InvalidOperationException)
            {
                // What is wrong with a file that is there is told by the check of the catalogue.
                items.Add((ItemShelf.IdOf(path), null));
            }
        }
        return items;
    }

    private static List<ImportedRow> Read(string csv, IReadOnlyList<Department> departments, IReadOnlySet<string>? licences, Func<string, bool> exists)
    {
        using var rows = Csv.Read(csv).GetEnumerator();
        if (!rows.MoveNext())
            return [new(1, null, null, ["the list is empty"])];
        var (headLine, head, faultOfHead) = rows.Current;
        if (faultOfHead is not null)
            return [new(headLine, null, null, [faultOfHead])];
        string[] lacking =
        [
            .. Columns.Where(c => !c.Optional && !head.Contains(c.Name)).Select(c => $"lacks the column '{c.Name}'"),
            .. head.Distinct().Where(h => head.Count(c => c == h) > 1).Select(h => $"the column '{h}' stands twice"),
            .. head.Where(h => !Columns.Any(c => c.Name == h)).Select(h => $"there is no column '{h}'; there are {string.Join(", ", Columns.Select(c => c.Name))}"),
        ];
        if (lacking.Length > 0)
            return [new(headLine, null, null, lacking)];

        var read = new List<ImportedRow>();
        var (paths, codes) = (new HashSet<string>(), new HashSet<string>());
        while (rows.MoveNext())
        {
            var (line, cells, fault) = rows.Current;
            if (fault is not null || cells.Count > head.Count)
            {
                read.Add(new(line, null, null, [fault ?? $"has {cells.Count} cells, and there are {head.Count} columns"]));
                continue;
            }
            var row = ReadRow(line, head.Zip(cells).Where(c => c.Second.Length > 0).ToDictionary(c => c.First, c => c.Second), departments, licences);
            var faults = row.Faults.ToList();
            if (row.Path is { } path && !paths.Add(path))
                faults.Add($"{path} is written by an earlier row");
            else if (row.Path is not null && !codes.Add(head.Zip(cells).FirstOrDefault(c => c.First == "code").Second))
                faults.Add("the code is an earlier row's");
            else if (row.Path is { } taken && exists(taken))
                faults.Add($"{taken} exists already");
            read.Add(faults.Count == 0 ? row : row with { Faults = faults });
        }
        return read;
    }

    private static ImportedRow ReadRow(int line, Dictionary<string, string> cells, IReadOnlyList<Department> departments, IReadOnlySet<string>? licences)
    {
        List<string> faults = [.. Columns.Where(c => !c.Optional && !cells.ContainsKey(c.Name)).Select(c => $"'{c.Name}' is empty")];
        var department = departments.FirstOrDefault(d => d.Id == cells.GetValueOrDefault("department"));
        if (department is null && cells.TryGetValue("department", out var unknown))
            faults.Add($"there is no department '{unknown}'");
        if (cells.TryGetValue("name", out var name) && name.Any(c => c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')))
            faults.Add("'name' is of small letters, digits and hyphens");
        foreach (var column in (string[])["committedDays", "statutoryDays", "visits", "feeAmount"])
            if (cells.TryGetValue(column, out var number) && !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
                faults.Add($"'{column}' is no number");
        foreach (var column in (string[])["outputs", "needs"])
            foreach (var type in Listed(cells, column))
                if (licences?.Contains(type) == false)
                    faults.Add($"'{column}': there is no licence type '{type}' in licences.yaml");
        if (faults.Count > 0)
            return new(line, null, null, faults);

        var path = $"{department!.Id}/items/{name}.yaml";
        var text = Written(cells, department);
        var file = new SourceFile(path, path, text);
        // The same check as for any item file; the line within it means nothing to who wrote the list.
        file.Read<ItemText>()?.ToItem(department, new FormReader(SharedTexts<FieldText>.None, null), SharedTexts<SharedMaterialText>.None, CityLimits.Load().Single!.Tolerance!, file);
        return file.IsSound ? new(line, path, text, []) { Code = cells["code"] } : new(line, path, null, [.. file.Faults.Select(f => f.Message)]);
    }

    private static string[] Listed(Dictionary<string, string> cells, string column) =>
        cells.GetValueOrDefault(column, "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Written(Dictionary<string, string> cells, Department department)
    {
        string Cell(string column, string otherwise = "") => cells.GetValueOrDefault(column, otherwise);
        string Quoted(string column, string otherwise = "") => JsonSerializer.Serialize(Cell(column, otherwise), Plainly);
        string List(string column) => $"[{string.Join(", ", Listed(cells, column).Select(v => JsonSerializer.Serialize(v, Plainly)))}]";

        var (unit, outputs) = (Quoted("unit", "working-day"), Listed(cells, "outputs"));
        var text = new StringBuilder();
        text.AppendLine("# From the city's list of items. What the applicant fills in and hands in is still to be written below.");
        text.AppendLine(CultureInfo.InvariantCulture, $"id: {department.Id}.{Cell("name")}");
        if (cells.ContainsKey("validFrom"))
            text.AppendLine(CultureInfo.InvariantCulture, $"validFrom: {Quoted("validFrom")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"name: {{ zh: {Quoted("nameZh")}, en: {Quoted("nameEn")} }}");
        text.AppendLine(CultureInfo.InvariantCulture, $"code: {Quoted("code")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"type: {Quoted("type")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"handling: {Quoted("handling")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"applicantKinds: {List("applicantKinds")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"decidedAt: {Quoted("decidedAt")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"legalBasis: [{{ law: {Quoted("law")}, article: {Quoted("article")} }}]");
        text.AppendLine("limits:");
        text.AppendLine(CultureInfo.InvariantCulture, $"  committed: {{ days: {Cell("committedDays")}, unit: {unit}, basis: {Quoted("limitBasis", "unverified")} }}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  statutory: {{ days: {Cell("statutoryDays")}, unit: {unit}, basis: {Quoted("limitBasis", "unverified")} }}");
        text.AppendLine(CultureInfo.InvariantCulture,
            $"fee: {{ amount: {Cell("feeAmount", "0")}, currency: CNY, paidBy: {Quoted("feePaidBy", "nobody")}, basis: {Quoted("feeBasis", "unverified")} }}");
        text.AppendLine(CultureInfo.InvariantCulture,
            $"visits: {{ count: {Cell("visits", "0")}, why: {{ zh: {Quoted("visitsWhyZh", "未说明")}, en: {Quoted("visitsWhyEn", "not said")} }} }}");
        text.AppendLine(CultureInfo.InvariantCulture, $"outputs: {List("outputs")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"needs: {List("needs")}");
        if (department.Desk && outputs.Length > 0)
        {
            text.AppendLine("issues:");
            foreach (var output in outputs)
                text.AppendLine(CultureInfo.InvariantCulture, $"  {output}: {{ number: \"{{region}}-{{year}}-{{sequence:6}}\" }}");
        }
        text.AppendLine("materials: []");
        text.AppendLine("form: {}");
        return text.ToString();
    }
}
