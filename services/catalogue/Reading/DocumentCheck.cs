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
