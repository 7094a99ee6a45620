namespace OneVisit.Catalogue.Reading;

/// <summary>Reads the licence types. Without the file any name is one; with it every licence an item issues or needs must be named there.</summary>
internal static class LicencesReader
{
    public static IReadOnlyList<LicenceType> Read(SourceFile? file, ItemShelf shelf, Func<string, SourceFile> fileOf)
    {
        if (file?.Read<List<LicenceType>>() is not { } types)
            return [];
        var known = new Dictionary<string, LicenceType>();
        for (var i = 0; i < types.Count; i++)
        {
            if (!known.TryAdd(types[i].Id, types[i]))
                file.Report($"/{i}/id", $"'{types[i].Id}' stands twice");
            if (types[i].Validity is { Years: < 1 or > 100 })
                file.Report($"/{i}/validity/years", "must be from 1 to 100");
            Twice.Report([.. types[i].Fields.Select(f => f.Name)], $"/{i}/fields", file, "/name");
            ReportCorrection(types[i], $"/{i}/correction", file);
            foreach (var item in types[i].IssuedBy)
                if (!shelf.Has(item) && !shelf.IsUnreadable(item))
                    file.Report($"/{i}/issuedBy", $"there is no item '{item}'");
                else if (shelf.Has(item) && !shelf.All.Any(v => v.Id == item && v.Outputs.Contains(types[i].Id)))
                    file.Report($"/{i}/issuedBy", $"'{item}' does not issue it");
        }
        foreach (var item in shelf.All)
            ReportItem(item, known, fileOf(shelf.PathOf(item)));
        return types;
    }

    private static void ReportCorrection(LicenceType type, string pointer, SourceFile file)
    {
        if (type.Correction is not { } correction)
            return;
        foreach (var (names, list) in new[] { (correction.Fields, "fields"), (correction.Shared ?? [], "shared") })
            for (var i = 0; i < names.Count; i++)
                if (!type.Fields.Any(f => f.Name == names[i]))
                    file.Report($"{pointer}/{list}/{i}", $"the licence type '{type.Id}' has no field '{names[i]}'");
        foreach (var twice in correction.Fields.Concat(correction.Shared ?? []).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
            file.Report(pointer, $"'{twice.Key}' stands twice");
    }

    private static void ReportItem(ServiceItem item, Dictionary<string, LicenceType> known, SourceFile file)
    {
        foreach (var (types, pointer) in new[] { (item.Outputs, "/outputs"), (item.Needs, "/needs"), (item.Form.OutputTypes(), "/form") })
            foreach (var type in types.Where(t => !known.ContainsKey(t)))
                file.Report(pointer, $"there is no licence type '{type}'");
        for (var i = 0; i < item.Materials.Count; i++)
            if (item.Materials[i].IssuedAs is { } type && !known.ContainsKey(type))
                file.Report($"/materials/{i}", $"there is no licence type '{type}'");
        foreach (var output in item.Outputs)
            if (known.TryGetValue(output, out var type) && !type.IssuedBy.Contains(item.Id))
                file.Report("/outputs", $"licences.yaml does not name '{item.Id}' among those that issue '{output}'");
        foreach (var (pointer, node) in item.Leaves)
            if (node.Output?.Split('.') is [var licence, var name] && known.TryGetValue(licence, out var of) && !of.Fields.Any(f => f.Name == name))
                file.Report($"/form{pointer}", $"the licence type '{licence}' has no field '{name}'");
            else if (node.Output?.Split('.') is [var read, var taken] && known.TryGetValue(read, out var from) && from.Correction?.Fields.Contains(taken) == true)
                file.Report($"/form{pointer}", $"'{taken}' of '{read}' is read here, and licences.yaml lets it be corrected without a word: it is one of the shared fields");
        foreach (var (licence, recipe) in item.Issues)
            foreach (var (name, datum) in recipe.Data ?? new Dictionary<string, LicenceDatum>())
                if (known.TryGetValue(licence, out var of) && !of.Fields.Any(f => f.Name == name))
                    file.Report($"/issues/{licence}/data/{name}", $"the licence type '{licence}' has no field '{name}'");
                else if (datum.Number is not null && (of?.Correction?.Fields.Contains(name) == true || of?.Correction?.Shared?.Contains(name) == true))
                    file.Report($"/issues/{licence}/data/{name}", "is a number of a register, and numbers are not corrected");
    }
}
