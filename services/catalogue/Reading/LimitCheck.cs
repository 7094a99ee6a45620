using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Reading;

/// <summary>Limits that can be kept: of an item, of a bundle and of joint handling alike.</summary>
internal static class LimitCheck
{
    // Ten years: beyond it somebody has mistyped.
    internal const int MostDays = 3650;

    public static void Report(ItemLimits limits, string pointer, SourceFile file)
    {
        Report(limits.Committed, $"{pointer}/committed", file);
        Report(limits.Statutory, $"{pointer}/statutory", file);
        if (limits.Committed.Unit == limits.Statutory.Unit ? limits.Committed.Days > limits.Statutory.Days : IsLongerInAnyCase(limits.Committed, limits.Statutory))
            file.Report($"{pointer}/committed", "the committed limit is longer than the statutory one");
    }

    // A working day takes a day at least; with weekends and holidays in a row so many of them do not take more than twice the days and two weeks.
    private static bool IsLongerInAnyCase(TimeLimit one, TimeLimit other) =>
        one.Days > (one.Unit == DayUnit.WorkingDay ? other.Days : (2L * other.Days) + 14);

    /// <summary>The limits of a city.</summary>
    public static void Report(CityLimits limits, SourceFile file)
    {
        Report(limits.JointHandling.Limit, "/jointHandling/limit", file);
        Report(limits.JointHandling.Extension, "/jointHandling/extension", file);
        if (limits.Single is { } single)
        {
            Report(single.Acceptance, "/single/acceptance", file);
            Report(single.Extension, "/single/extension", file);
            Report(single.Issuing, "/single/issuing", file);
            if (single.Tolerance is { } tolerance)
                Report(tolerance, "/single/tolerance", file);
        }
        if (limits.Supplement is { } supplement)
        {
            Report(supplement.Collection, "/supplement/collection", file);
            var telling = limits.Whole().Single!.Acceptance;
            if (supplement.Collection.Unit == telling.Unit && supplement.Collection.Days > telling.Days)
                file.Report("/supplement/collection", $"is longer than the {telling.Days} days in which everything that is missing is told (single.acceptance)");
        }
        var warnings = limits.Warnings ?? [];
        for (var i = 0; i < warnings.Count; i++)
        {
            var (warning, pointer) = (warnings[i], $"/warnings/{i}");
            if (warnings.Take(i).Any(w => w.Id == warning.Id))
                file.Report($"{pointer}/id", $"'{warning.Id}' stands twice");
            if (warning.To.Count == 0)
                file.Report($"{pointer}/to", "warns nobody");
            if (warning.DaysAfter is null == (warning.Percent is null && warning.DaysBefore is null))
                file.Report(pointer, "lies before the end (percent, daysBefore) or after it (daysAfter)");
            if (warning.Percent is < 1 or > 100)
                file.Report($"{pointer}/percent", "must be from 1 to 100");
            if (warning.DaysBefore is < 1 or > MostDays)
                file.Report($"{pointer}/daysBefore", $"must be from 1 to {MostDays}");
            if (warning.DaysAfter is < 0 or > MostDays)
                file.Report($"{pointer}/daysAfter", $"must be from 0 to {MostDays}");
        }
    }

    /// <summary>The limits of an item's steps.</summary>
    public static void ReportSteps(ItemElements item, SourceFile file)
    {
        (string Name, TimeLimit? Limit)[] steps =
            [("extension", item.Extension), ("issuing", item.Issuing), ("supplement/limit", item.Supplement?.Limit), ("inspection", item.Inspection), ("afterCheck", item.AfterCheck), ("sample/limit", item.Sample?.Limit)];
        foreach (var (name, limit) in steps)
            if (limit is not null)
                Report(limit, $"/{name}", file);
        if (item.Sample is { Share: <= 0 or > 1 })
            file.Report("/sample/share", "must be above 0 and at most 1");
        if (item is { Sample: not null, AfterCheck: not null })
            file.Report("/sample", "every one is checked (afterCheck): there is nothing to draw");
        if (item.Extension is { } extension && extension.Unit != item.Limits.Statutory.Unit)
            file.Report("/extension/unit", "is not the statutory limit's");
        if (item.WhenTimeIsUp == WhenTimeIsUp.DeemedApproved && string.IsNullOrWhiteSpace(item.TimeIsUpBasis))
            file.Report("/whenTimeIsUp", "silence is consent only by a law: timeIsUpBasis names none");
    }

    public static void Report(TimeLimit limit, string pointer, SourceFile file) => Report(limit.Days, pointer, file);

    public static void Report(int days, string pointer, SourceFile file)
    {
        if (days is < 0 or > MostDays)
            file.Report($"{pointer}/days", $"must be from 0 to {MostDays}");
    }
}
