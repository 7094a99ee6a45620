namespace OneVisit.Catalogue.Reading;

/// <summary>The versions of one thing follow each other day by day: a day that none of them holds for is most likely a mistyped date.</summary>
internal static class Gaps
{
    public static void Report(IReadOnlyList<(DateOnly? From, DateOnly? To, SourceFile File)> versions)
    {
        var inOrder = versions.OrderBy(v => v.From ?? DateOnly.MinValue).ToList();
        foreach (var (before, after) in inOrder.Zip(inOrder.Skip(1)))
            if (before.To is { } last && after.From is { } first && last < first && last.AddDays(1) < first)
                after.File.ReportStrictly("/validFrom", $"no version is in force from {last.AddDays(1):yyyy-MM-dd} through {first.AddDays(-1):yyyy-MM-dd}: the one before ends on {last:yyyy-MM-dd}");
    }
}
