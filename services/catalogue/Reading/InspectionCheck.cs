using OneVisit.Contracts;

namespace OneVisit.Catalogue.Reading;

/// <summary>Joint inspections that can be held: every authority makes visits on some day, and who is named exists.</summary>
internal static class InspectionCheck
{
    // As many as anybody would choose among.
    private const int MostOffered = 20;

    private static readonly string[] Weekdays = [.. Enum.GetValues<DayOfWeek>().Select(KebabCase.Of)];

    /// <param name="departments">Null where their file cannot be read.</param>
    public static void Report(CityInspections inspections, SourceFile file, IReadOnlyList<Department>? departments, IReadOnlyDictionary<string, Region> regions)
    {
        LimitCheck.Report(inspections.Planning, "/planning", file);
        LimitCheck.Report(inspections.Consent, "/consent", file);
        LimitCheck.Report(inspections.Findings, "/findings", file);
        if (inspections.Slots.Offered is < 1 or > MostOffered)
            file.Report("/slots/offered", $"must be from 1 to {MostOffered}");
        if (inspections.Slots.DaysAhead is < 0 or > LimitCheck.MostDays)
            file.Report("/slots/daysAhead", $"must be from 0 to {LimitCheck.MostDays}");
        else if (inspections.Slots.Within < inspections.Slots.DaysAhead || inspections.Slots.Within > LimitCheck.MostDays)
            file.Report("/slots/within", $"must be from daysAhead to {LimitCheck.MostDays}");
        ReportLeaders(inspections.Leader, "/leader", file, id => departments?.Any(d => d.Id == id) != false ? null : $"there is no department '{id}'");
        if (inspections.Visits.Count == 0 || inspections.Visits[0] is not { Department: null, Region: null })
            file.Report("/visits", "the first line holds for every authority that no later one fits: it names neither department nor region");
        for (var i = 0; i < inspections.Visits.Count; i++)
            Report(inspections.Visits[i], $"/visits/{i}", file, departments, regions);
    }

    /// <summary>A rule on who leads.</summary>
    /// <param name="wrong">What is wrong with a department; null for nothing.</param>
    public static void ReportLeaders(IReadOnlyList<string> leaders, string pointer, SourceFile file, Func<string, string?> wrong)
    {
        for (var i = 0; i < leaders.Count; i++)
        {
            if (leaders.Take(i).Contains(leaders[i]))
                file.Report($"{pointer}/{i}", $"'{leaders[i]}' stands twice");
            else if (wrong(leaders[i]) is { } fault)
                file.Report($"{pointer}/{i}", fault);
        }
    }

    private static void Report(VisitDays visits, string pointer, SourceFile file, IReadOnlyList<Department>? departments, IReadOnlyDictionary<string, Region> regions)
    {
        if (visits.Parts.Count == 0)
            file.Report($"{pointer}/parts", "makes no visit at all");
        if (visits.Department is { } department && departments?.Any(d => d.Id == department) == false)
            file.Report($"{pointer}/department", $"there is no department '{department}'");
        if (visits.Region is { } region && regions.Count > 0 && !regions.ContainsKey(region))
            file.Report($"{pointer}/region", $"there is no region '{region}'");
        if (visits.Weekdays is { Count: 0 })
            file.Report($"{pointer}/weekdays", "makes no visit at all: leave it out for working days");
        Twice.Report([.. visits.Parts.Select(p => KebabCase.Of(p))], $"{pointer}/parts", file);
        Twice.Report(visits.Weekdays ?? [], $"{pointer}/weekdays", file);
        for (var i = 0; i < visits.Weekdays?.Count; i++)
        {
            if (!Weekdays.Contains(visits.Weekdays[i]))
                file.Report($"{pointer}/weekdays/{i}", $"'{visits.Weekdays[i]}' is no day of the week");
        }
    }
}
