using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;

namespace OneVisit.Catalogue.Reading;

/// <summary>Reads the administrative division: <c>regions.yaml</c>, then the lists of <c>regions/</c> in the order of their names.</summary>
internal static class RegionsReader
{
    public static (Region? City, IReadOnlyDictionary<string, Region> Regions) Read(SourceFile? main, IReadOnlyList<SourceFile> lists, IReadOnlyList<CityCatalogue> others)
    {
        var regions = new Dictionary<string, Region>();
        if (main?.Read<RegionsText>() is not { } text)
        {
            // Their own faults are told all the same.
            foreach (var file in lists)
                _ = file.Read<List<RegionText>>();
            return (null, regions);
        }
        // Of a whole city that is there already one fault says enough.
        var other = others.FirstOrDefault(c => c.Holds(text.City) || c.Regions.Any(r => RegionCode.Contains(text.City, r.Code)));
        if (other is not null)
            main.Report("/city", $"the city {text.City} and {Named(other)} hold the same places: who works in one would see the other");
        var taken = other is null ? others : [];
        for (var i = 0; i < text.Regions.Count; i++)
            Add(text.Regions[i], $"/regions/{i}", main, regions, taken);
        if (!regions.TryGetValue(text.City, out var city) || city is not { Level: RegionLevel.City, Parent: null })
        {
            city = null;
            main.Report("/city", $"the city {text.City} is not among the regions, or is no city");
        }
        foreach (var file in lists)
            if (file.Read<List<RegionText>>() is { } list)
                for (var i = 0; i < list.Count; i++)
                    Add(list[i], $"/{i}", file, regions, taken);
        return (city, regions);
    }

    private static void Add(RegionText text, string pointer, SourceFile file, Dictionary<string, Region> regions, IReadOnlyList<CityCatalogue> others)
    {
        Region? parent = null;
        if (!RegionCode.IsWellFormed(text.Code))
            file.Report($"{pointer}/code", "must be a code of 6, 9 or 12 digits (GB/T 2260, GB/T 10114)");
        if (text.ParentCode is { } code && !regions.TryGetValue(code, out parent))
            file.Report($"{pointer}/parent", $"the parent {code} of {text.Code} does not stand before it");
        else if (parent is not null && parent.Level >= text.Level)
            file.Report($"{pointer}/level", $"{text.Code} lies in {parent.Code}, which is of no higher level");
        else if (RegionCode.IsWellFormed(text.Code) && text.Code.Length != DigitsOf(text.Level))
            file.ReportStrictly($"{pointer}/level", $"a {KebabCase.Of(text.Level)} has a code of {DigitsOf(text.Level)} digits, and {text.Code} has {text.Code.Length}");
        // A county may lie in another city than its code says (飞地); a street or a village keeps the code of what it lies in.
        else if (parent is not null && RegionCode.IsWellFormed(text.Code) && text.Level is RegionLevel.Street or RegionLevel.Village && !RegionCode.Contains(parent.Code, text.Code))
            file.ReportStrictly($"{pointer}/code", $"{text.Code} is no place in {parent.Code}: the codes differ");
        if (!regions.TryAdd(text.Code, new(text.Code, text.Name, text.Level, parent)))
            file.Report($"{pointer}/code", $"{text.Code} stands twice");
        if (others.FirstOrDefault(c => c.Holds(text.Code)) is { } other)
            file.Report($"{pointer}/code", $"{text.Code} is a place of {Named(other)} too");
    }

    private static int DigitsOf(RegionLevel level) => level switch
    {
        RegionLevel.Street => 9,
        RegionLevel.Village => 12,
        _ => 6,
    };

    private static string Named(CityCatalogue other) => $"the city {other.City.Code} of {other.Text.Shown}";
}
