namespace OneVisit.Catalogue.Reading;

/// <summary>Reads <c>authorities.yaml</c>.</summary>
internal static class CompetenceReader
{
    public static Competence Read(SourceFile? file, ItemShelf shelf, IReadOnlyDictionary<string, Region> regions)
    {
        if (file?.Read<List<CompetenceEntry>>() is not { } entries)
            return Competence.Plain;
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, pointer) = (entries[i], $"/{i}");
            if (!shelf.Has(entry.Item) && !shelf.IsUnreadable(entry.Item))
                file.Report($"{pointer}/item", $"there is no item '{entry.Item}'");
            ReportAuthority(entry.From, $"{pointer}/from", entry.Item, file, regions);
            ReportAuthority(entry.To, $"{pointer}/to", entry.Item, file, regions);
            if (entry.From == entry.To)
                file.Report(pointer, "hands a matter to the authority that has it");
            if (entry.ValidTo < entry.ValidFrom)
                file.Report($"{pointer}/validTo", "lies before the first day");
            foreach (var code in entry.Regions.Where(c => !regions.ContainsKey(c)))
                file.Report($"{pointer}/regions", $"there is no region '{code}'");
            if (entries.Take(i).Any(other => Disputes(entry, other, regions)))
                file.Report(pointer, "holds at the same time and for the same place as an earlier entry, and names another authority");
        }
        return new(entries);
    }

    private static void ReportAuthority(string authority, string pointer, string item, SourceFile file, IReadOnlyDictionary<string, Region> regions)
    {
        var department = item.Split('.')[0];
        if (authority.Split('.') is not [var code, var of] || of != department)
            file.Report(pointer, $"must be a region, a dot and '{department}', the item's department");
        else if (!regions.ContainsKey(code))
            file.Report(pointer, $"there is no region '{code}'");
    }

    private static bool Disputes(CompetenceEntry a, CompetenceEntry b, IReadOnlyDictionary<string, Region> regions) =>
        a.Item == b.Item && a.From == b.From && a.To != b.To
        && a.ValidFrom <= (b.ValidTo ?? DateOnly.MaxValue) && b.ValidFrom <= (a.ValidTo ?? DateOnly.MaxValue)
        && a.Regions.Any(x => b.Regions.Any(y => regions.TryGetValue(x, out var p) && regions.TryGetValue(y, out var q) && (p.LiesIn(y) || q.LiesIn(x))));
}
