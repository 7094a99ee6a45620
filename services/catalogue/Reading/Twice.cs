namespace OneVisit.Catalogue.Reading;

/// <summary>What stands twice in a list of names: most likely the second was to be another.</summary>
internal static class Twice
{
    public static void Report(IReadOnlyList<string> names, string pointer, SourceFile file, string member = "")
    {
        for (var i = 0; i < names.Count; i++)
            if (names.Take(i).Contains(names[i]))
                file.ReportStrictly($"{pointer}/{i}{member}", $"'{names[i]}' stands twice");
    }
}
