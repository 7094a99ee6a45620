namespace OneVisit.Catalogue.Reading;

/// <summary>Documents of a city that can be written.</summary>
internal static class DocumentCheck
{
    public static void Report(CityDocuments documents, SourceFile file)
    {
        for (var i = 0; i < documents.Documents.Count; i++)
        {
            if (documents.Documents.Take(i).Any(d => d.Kind == documents.Documents[i].Kind))
                file.Report($"/documents/{i}/kind", $"'{Contracts.KebabCase.Of(documents.Documents[i].Kind)}' stands twice");
        }
        var grounds = documents.Terminations ?? [];
        for (var i = 0; i < grounds.Count; i++)
        {
            var ground = grounds[i];
            if (grounds.Take(i).Any(g => g.Id == ground.Id && g.ValidFrom <= (ground.ValidTo ?? DateOnly.MaxValue) && ground.ValidFrom <= (g.ValidTo ?? DateOnly.MaxValue)))
                file.Report($"/terminations/{i}/id", $"'{ground.Id}' is in force twice at the same time");
            if (ground.ValidTo < ground.ValidFrom)
                file.Report($"/terminations/{i}/validTo", "lies before the first day");
        }
        var remedies = documents.Remedies ?? [];
        for (var i = 0; i < remedies.Count; i++)
        {
            var (remedy, pointer) = (remedies[i], $"/remedies/{i}");
            if (remedies.Take(i).Any(r => r.Id == remedy.Id && r.ValidFrom <= (remedy.ValidTo ?? DateOnly.MaxValue) && remedy.ValidFrom <= (r.ValidTo ?? DateOnly.MaxValue)))
                file.Report($"{pointer}/id", $"'{remedy.Id}' is in force twice at the same time");
            if (remedy.ValidTo < remedy.ValidFrom)
                file.Report($"{pointer}/validTo", "lies before the first day");
            if (remedy.Days is null == remedy.Months is null)
                file.Report(pointer, "is open for a number of days or of months");
            if (remedy.Days is < 1 or > 3650)
                file.Report($"{pointer}/days", "must be from 1 to 3650");
            if (remedy.Months is < 1 or > 120)
                file.Report($"{pointer}/months", "must be from 1 to 120");
        }
    }
}
