using OneVisit.Catalogue.Reading;
using OneVisit.Clock;
using OneVisit.Contracts;

namespace OneVisit.Catalogue;

/// <summary>The calendars by which limits are counted: <c>calendars/&lt;calendar&gt;.yaml</c>.</summary>
public sealed class CityCalendars
{
    /// <summary>The id of the national calendar, by which every limit is counted that names no other.</summary>
    public const string NationalId = "cn";

    private const string Folder = "calendars/";

    private readonly Dictionary<string, CountingCalendar> _calendars;

    private CityCalendars(Dictionary<string, CountingCalendar> calendars, IReadOnlyDictionary<DateOnly, Text> holidays, CatalogueText text)
    {
        _calendars = calendars;
        NationalHolidays = holidays;
        Text = text;
    }

    /// <summary>What they were read from, and nothing else of the catalogue.</summary>
    public CatalogueText Text { get; }

    public CountingCalendar National => _calendars[NationalId];

    /// <summary>What the days off of the national calendar are called.</summary>
    public IReadOnlyDictionary<DateOnly, Text> NationalHolidays { get; }

    public CountingCalendar? Find(string id) => _calendars.GetValueOrDefault(id);

    /// <summary>Loads the calendars built into this assembly.</summary>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static CityCalendars Load() => Load(CatalogueText.BuiltIn());

    /// <summary>Loads the calendars of a catalogue.</summary>
    /// <exception cref="InvalidDataException">Names each file and what is wrong with it.</exception>
    public static CityCalendars Load(CatalogueText catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        SourceFile[] files = [.. catalogue.Files.Where(f => f.Key.StartsWith(Folder, StringComparison.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => new SourceFile(f.Key, catalogue.Shown + f.Key, f.Value))];
        if (files.Length == 0)
            throw new InvalidDataException($"{catalogue.Shown}{Folder}{NationalId}.yaml: the file is missing");
        return Read(files) ?? throw new InvalidDataException(string.Join('\n', files.SelectMany(f => f.Faults)));
    }

    /// <summary>Reads calendars, one over another after it, whatever the files are called. Null when there are faults, and they are reported.</summary>
    internal static CityCalendars? Read(IReadOnlyList<SourceFile> files)
    {
        var waiting = files.Select(f => (File: f, Text: f.Read<CalendarText>())).Where(c => c.Text is not null).Select(c => (c.File, Text: c.Text!)).ToList();
        var all = waiting.ConvertAll(c => c.Text);
        // One with faults may be what another lies over.
        var calendars = new Dictionary<string, CountingCalendar?>();
        while (waiting.Find(c => c.Text.Over is null || calendars.ContainsKey(c.Text.Over)) is { File: { } file, Text: { } text } next)
        {
            waiting.Remove(next);
            var under = text.Over is null ? null : calendars[text.Over];
            if (calendars.ContainsKey(text.Id))
                file.Report("/id", $"the id '{text.Id}' is taken");
            else
                calendars[text.Id] = text.Over is not null && under is null ? null : text.ToCalendar(under, file);
        }
        var unreadable = files.Any(f => !f.IsSound);
        foreach (var (file, text) in waiting.Where(_ => !unreadable))
            file.Report("/over", $"there is no calendar '{text.Over}' to lie over");
        if (!unreadable && !calendars.ContainsKey(NationalId))
            files[0].Report("", $"there is no calendar '{NationalId}', the national one");
        if (files.Any(f => !f.IsSound))
            return null;
        var holidays = all.Where(c => c.Id == NationalId).SelectMany(c => c.Notices).SelectMany(n => n.DaysOff)
            .SelectMany(off => off.Days().Select(day => (day, off.Name))).DistinctBy(d => d.day).ToDictionary();
        return new CityCalendars(calendars.ToDictionary(c => c.Key, c => c.Value!), holidays, CatalogueText.Of(files.ToDictionary(f => f.Path, f => f.Text)));
    }
}
