using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Reading;

/// <summary>Limits that can be kept: of an item, of a bundle and of joint handling alike.</summary>
internal static class LimitCheck
{
    // Ten years: beyond it somebody has mistyped.
    private const int MostDays = 3650;

    public static void Report(ItemLimits limits, string pointer, SourceFile file)
    {
        Report(limits.Committed, $"{pointer}/committed", file);
        Report(limits.Statutory, $"{pointer}/statutory", file);
        if (limits.Committed.Unit == limits.Statutory.Unit && limits.Committed.Days > limits.Statutory.Days)
            file.Report($"{pointer}/committed", "the committed limit is longer than the statutory one");
    }

    public static void Report(TimeLimit limit, string pointer, SourceFile file) => Report(limit.Days, pointer, file);

    public static void Report(int days, string pointer, SourceFile file)
    {
        if (days is < 0 or > MostDays)
            file.Report($"{pointer}/days", $"must be from 0 to {MostDays}");
    }
}
