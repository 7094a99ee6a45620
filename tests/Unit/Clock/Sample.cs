using OneVisit.Catalogue;
using OneVisit.Clock;

namespace OneVisit.Unit.Clock;

/// <summary>The national calendar, and periods in a few words.</summary>
internal static class Sample
{
    public static readonly CityCalendars Calendars = CityCalendars.Load();

    public static CountingCalendar China => Calendars.National;

    public static DateOnly Date(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd");

    /// <summary>Pauses as <c>2026-03-02..2026-03-06 2026-03-09..</c>, extensions as <c>5 10</c>.</summary>
    public static Period Period(string start, int days, Counting counting = Counting.WorkingDays, string pauses = "", string extensions = "") => OneVisit.Clock.Period.Of(
        Date(start),
        new Budget(days, counting),
        [.. Words(pauses).Select(p => p.Split("..")).Select(p => new Pause(Date(p[0]), p[1].Length == 0 ? null : Date(p[1]), "hearing"))],
        [.. Words(extensions).Select(e => new Extension(int.Parse(e), Date(start)))]);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The built-in calendars with one passage of the national one replaced, and whatever else is given.</summary>
    public static CityCalendars With(string passage, string replacement, params (string Path, string Text)[] more)
    {
        var files = Catalogue.Sample.Files();
        Assert.Contains(passage, files[National], StringComparison.Ordinal);
        files[National] = files[National].Replace(passage, replacement, StringComparison.Ordinal);
        foreach (var (path, text) in more)
            files[path] = text;
        return CityCalendars.Load(CatalogueText.Of(files));
    }

    public const string National = "data/calendars/cn.yaml";
}
