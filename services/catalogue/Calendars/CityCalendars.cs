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

    /// <summary>What they were read from, and nothing else of the catalogue: its digest names the edition.</summary>
    public CatalogueText Text { get; }

    public CountingCalendar National => _calendars[NationalId];

    /// <summary>What the days off of the national calendar are called.</summary>
    public IReadOnlyDictionary<DateOnly, Text> NationalHolidays { get; }

    public CountingCalendar? Find(string id) => _calendars.GetValueOrDefault(id);

    /// <summary>Loads the calendars built into this assembly.</summary>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static CityCalendars Load() => Load(CatalogueText.BuiltIn());

    /// <summary>Loads the calendars of a catalogue. One over another is read after it, whatever the files are called.</summary>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static CityCalendars Load(CatalogueText catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var waiting = catalogue.Files.Where(f => f.Key.StartsWith(Folder, StringComparison.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => (Path: catalogue.Shown + f.Key, f.Value)).Select(f => (f.Path, Text: YamlText.Read<CalendarText>(f.Value, f.Path))).ToList();
        var holidays = waiting.Where(c => c.Text.Id == NationalId).SelectMany(c => c.Text.Notices).SelectMany(n => n.DaysOff)
            .SelectMany(off => off.Days().Select(day => (day, off.Name))).DistinctBy(d => d.day).ToDictionary();
        var calendars = new Dictionary<string, CountingCalendar>();
        while (waiting.Find(c => c.Text.Over is null || calendars.ContainsKey(c.Text.Over)) is { Path: { } path, Text: { } text } next)
        {
            if (!calendars.TryAdd(text.Id, text.ToCalendar(text.Over is null ? null : calendars[text.Over], path)))
                throw new InvalidDataException($"{path}: the id '{text.Id}' is taken");
            waiting.Remove(next);
        }
        if (waiting is [var (lost, over), ..])
            throw new InvalidDataException($"{lost}: there is no calendar '{over.Over}' to lie over");
        return calendars.ContainsKey(NationalId)
            ? new CityCalendars(calendars, holidays, CatalogueText.Of(catalogue.Files.Where(f => f.Key.StartsWith(Folder, StringComparison.Ordinal)).ToDictionary()))
            : throw new InvalidDataException($"{catalogue.Shown}{Folder}{NationalId}.yaml: the file is missing");
    }
}
