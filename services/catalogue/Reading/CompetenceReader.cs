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
            if (entry.Regions.Count == 0)
                file.ReportStrictly($"{pointer}/regions", "names no place");
            Twice.Report(entry.Regions, $"{pointer}/regions", file);
            // Where the places cannot be read, that is told.
            foreach (var code in entry.Regions.Where(c => regions.Count > 0 && !regions.ContainsKey(c)))
                file.Report($"{pointer}/regions", $"there is no region '{code}'");
            if (shelf.Has(entry.Item) && regions.ContainsKey(entry.From.Split('.')[0]))
                foreach (var code in entry.Regions.Distinct().Where(c => regions.ContainsKey(c) && !Has(entries, entry, shelf, regions[c], regions.Values)))
                    file.ReportStrictly($"{pointer}/regions", $"{entry.From} has nothing to decide in {code}, and the entry would hand nothing over");
            if (entries.Take(i).Any(other => HandsBack(entry, other, regions)))
                file.ReportStrictly(pointer, "hands back what an earlier entry has handed over, at the same time and for the same place");
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
        else if (regions.Count > 0 && !regions.ContainsKey(code))
            file.Report(pointer, $"there is no region '{code}'");
    }

    /// <summary>Whether the authority that an entry takes a matter from has it in some part of the place: by its level, or by another entry.</summary>
    private static bool Has(IReadOnlyList<CompetenceEntry> entries, CompetenceEntry entry, ItemShelf shelf, Region place, IEnumerable<Region> regions) =>
        entries.Any(o => o.Item == entry.Item && o.To == entry.From)
        || regions.Where(r => r.LiesIn(place.Code)).Any(r => shelf.All.Any(v => v.Id == entry.Item && v.AuthorityFor(r) == entry.From));

    private static bool HandsBack(CompetenceEntry a, CompetenceEntry b, IReadOnlyDictionary<string, Region> regions) =>
        a.Item == b.Item && a.From == b.To && a.To == b.From && Meet(a, b, regions);

    private static bool Disputes(CompetenceEntry a, CompetenceEntry b, IReadOnlyDictionary<string, Region> regions) =>
        a.Item == b.Item && a.From == b.From && a.To != b.To && Meet(a, b, regions);

    private static bool Meet(CompetenceEntry a, CompetenceEntry b, IReadOnlyDictionary<string, Region> regions) =>
        a.ValidFrom <= (b.ValidTo ?? DateOnly.MaxValue) && b.ValidFrom <= (a.ValidTo ?? DateOnly.MaxValue)
        && a.Regions.Any(x => b.Regions.Any(y => regions.TryGetValue(x, out var p) && regions.TryGetValue(y, out var q) && (p.LiesIn(y) || q.LiesIn(x))));
}
