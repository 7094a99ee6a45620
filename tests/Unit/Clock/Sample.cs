using OneVisit.Catalogue;
using OneVisit.Clock;

namespace OneVisit.Unit.Clock;

/// <summary>The national calendar, and periods in a few words.</summary>
internal static class Sample
{
    public static readonly CityCatalogue Catalogue = CityCatalogue.Load();

    public static CountingCalendar China => Catalogue.NationalCalendar;

    public static DateOnly Date(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd");

    /// <summary>Pauses as <c>2026-03-02..2026-03-06 2026-03-09..</c>, extensions as <c>5 10</c>.</summary>
    public static Period Period(string start, int days, Counting counting = Counting.WorkingDays, string pauses = "", string extensions = "") => OneVisit.Clock.Period.Of(
        Date(start),
        new Budget(days, counting),
        [.. Words(pauses).Select(p => p.Split("..")).Select(p => new Pause(Date(p[0]), p[1].Length == 0 ? null : Date(p[1]), "hearing"))],
        [.. Words(extensions).Select(e => new Extension(int.Parse(e), Date(start)))]);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
